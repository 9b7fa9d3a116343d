/** The commands of the guide to continuous integration and hooks, run as written in a repository like that of the guide. */

import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { load } from "js-yaml";
import { beforeAll, describe, expect, test } from "vitest";

import { folder, type Outcome, root, run, succeed } from "../package/workspace.ts";
import { readGuide } from "./guide.ts";
import { documentFiles } from "./monorepo.ts";

const { files } = readGuide("ci.md");

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly run?: string;
}

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

interface Hooks {
  readonly "pre-commit": { readonly jobs: readonly { readonly run: string }[] };
}

const stepsOf = (path: string): Step[] =>
  Object.values((load(files[path] ?? "") as Workflow).jobs).flatMap((job) => job.steps);
const steps = stepsOf(".github/workflows/client.yml");
const stepOf = (name: string): string => steps.find((step) => step.name === name)?.run ?? "";
const [generating] = (load(files["lefthook.yml"] ?? "") as Hooks)["pre-commit"].jobs;
const checking = files[".husky/pre-commit"] ?? "";

const triptych = join(root, "dist/cli.js");
const types = "spec/types.yaml";
const at = folder({
  ...documentFiles("orders", ""),
  "triptych.config.json": files["triptych.config.json"] ?? "",
});
const origin = folder({});
const temp = folder({
  // The generator of this checkout, for `npx --no triptych`.
  "bin/npx": `#!/bin/sh
[ "$1 $2" = "--no triptych" ] || exit 127
shift 2
exec "${process.execPath}" "${triptych}" "$@"
`,
});
const summary = join(temp, "summary.md");

/** Runs a script as GitHub Actions and hooks do. */
function shell(script: string): Promise<Outcome> {
  const env = {
    PATH: join(temp, "bin") + delimiter + (process.env["PATH"] ?? ""),
    GITHUB_BASE_REF: "main",
    GITHUB_STEP_SUMMARY: summary,
    RUNNER_TEMP: temp,
  };
  return run("bash", ["-e", "-c", script], { cwd: at, env });
}

function git(...args: readonly string[]): Promise<string> {
  const author = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
  return succeed("git", [...author, ...args], { cwd: at });
}

function replace(path: string, what: string, by: string): void {
  const text = readFileSync(join(at, path), "utf8");
  expect(text).toContain(what);
  writeFileSync(join(at, path), text.replace(what, by));
}

test("nothing is run that is not installed", () => {
  const scripts = [...steps, ...stepsOf(".github/workflows/monorepo.yml"), generating];
  const commands = [...scripts.map((step) => step?.run ?? ""), checking].join("\n");
  expect(commands.match(/\bnpx --no /g)?.length).toBeGreaterThan(5);
  expect(commands.match(/\bnpx (?!--no )/g)).toBeNull();
});

test("no step goes on after a failure unless the generator has run", () => {
  const check = steps.find((step) => step.id === "check");
  expect(check).toMatchObject({ name: "The client is as generated" });
  expect(check?.if).toBeUndefined();
  const later = steps.filter((step) => /(?:failure|always|cancelled)\(\)/.test(step.if ?? ""));
  expect(later.map((step) => step.name)).toEqual([
    "Files that are not",
    "What changes for callers",
  ]);
  for (const step of later) expect(step.if).toMatch(/ && steps\.check\.outcome [!=]= '/);
});

describe.skipIf(process.platform === "win32")("continuous integration and hooks", () => {
  beforeAll(async () => {
    chmodSync(join(temp, "bin/npx"), 0o755);
    await succeed("git", ["init", "-q", "--bare", origin]);
    await git("init", "-q", "-b", "main");
    await git("remote", "add", "origin", origin);
    await succeed(process.execPath, [triptych, "generate"], { cwd: at });
    await git("add", "--all");
    await git("commit", "-qm", "fresh");
    await git("push", "-q", "origin", "main");
  });

  test("a hook does nothing for a commit of something else", async () => {
    writeFileSync(join(at, "notes.md"), "notes\n");
    await git("add", "notes.md");
    expect(await shell(checking)).toEqual({ code: 0, output: "", errors: "" });
  });

  test("a stale client is refused by one hook, and generated and added by the other", async () => {
    replace(types, "required: [id]", "required: []");
    await git("add", types);
    const refused = await shell(checking);
    expect(refused).toMatchObject({ code: 3, output: expect.stringContaining(types) });
    expect(await shell(generating?.run ?? "")).toMatchObject({ code: 0 });
    const staged = await git("diff", "--cached", "--name-only");
    expect(staged.split("\n")).toEqual(
      expect.arrayContaining(["client/.triptych.json", "client/src/types.ts", types]),
    );
    await git("commit", "-qm", "generated");
  });

  test("the workflow says what breaks, and what is stale", async () => {
    expect(await shell(stepOf("What changes for callers"))).toMatchObject({ code: 3 });
    expect(readFileSync(summary, "utf8")).toContain("`Item.id` is no longer required");
    replace(types, "type: integer", "type: string");
    const check = await shell(stepOf("The client is as generated"));
    expect(check).toMatchObject({ code: 3, output: expect.stringContaining("+  id?: string") });
    const { code, output } = await shell(stepOf("Files that are not"));
    expect({ code, lines: output.split("\n") }).toEqual({
      code: 0,
      lines: expect.arrayContaining(["::error file=client/src/types.ts::outdated"]),
    });
  });
});
