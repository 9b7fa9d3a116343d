/** The guide to monorepos declares all that goes in and all that comes out, and an output is fresh wherever it is restored. */

import { cpSync, readFileSync, readdirSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";

import { readPrettierIdentity } from "../../generator/read/prettier-config.ts";
import { folder, root, run, succeed } from "../package/workspace.ts";
import { readGuide, withAdditions } from "./guide.ts";
import { monorepo } from "./monorepo.ts";

const PACKAGE = "packages/orders";
const triptych = join(root, "dist/cli.js");
const files = monorepo(withAdditions(readGuide("monorepos.md")));
const at = folder(files);

/** Those of the repository, and some that it could have. */
const STYLE_FILES = [".prettierrc", ".editorconfig", `${PACKAGE}/.editorconfig`];
const PRETTIER_CONFIGS = [".prettierrc.yaml", ".prettierrc.cjs", "prettier.config.cjs"];

/** Paths from the root of the repository. */
let inputs: readonly string[] = [];
let outputs: readonly string[] = [];

/** The path from the root of the repository that stands in the manifest as one from the output folder. */
const fromRoot = (name: string): string =>
  relative(at, join(at, PACKAGE, "client", name.replace(/#.*/, ""))).replaceAll("\\", "/");

beforeAll(async () => {
  await succeed(process.execPath, [triptych, "generate"], { cwd: join(at, PACKAGE) });
  const client = join(at, PACKAGE, "client");
  const manifest = JSON.parse(readFileSync(join(client, ".triptych.json"), "utf8"));
  const { config: _, ...kinds } = manifest.inputs as Record<string, Record<string, string>>;
  const templates = readdirSync(join(at, "templates")).map((name) => `templates/${name}`);
  const recorded = Object.entries(kinds).flatMap(([kind, names]) =>
    kind === "templates" ? templates : Object.keys(names).map(fromRoot),
  );
  const style = (await readPrettierIdentity(client)) as readonly [path: string, text: string][];
  inputs = [
    `${PACKAGE}/triptych.config.json`,
    ...style.map(([path]) => fromRoot(path)),
    ...recorded,
  ];
  const written = readdirSync(client, { recursive: true, withFileTypes: true });
  outputs = [
    `${PACKAGE}/triptych.lock.json`,
    ...written
      .filter((entry) => entry.isFile())
      .map((entry) => fromRoot(relative(client, join(entry.parentPath, entry.name)))),
  ];
});

interface Task {
  readonly inputs: readonly (string | object)[];
  readonly outputs: readonly string[];
}

/** The paths that no glob matches. As in the runners, `**` matches any number of folders, and hidden files are files. */
function unmatched(paths: readonly string[], globs: readonly string[]): string[] {
  const patterns = globs.map((glob) => {
    const words = glob.split(/(\*\*\/\*|\*\*|\*)/).map((word) => {
      if (word.startsWith("**")) return ".+";
      return word === "*" ? "[^/]*" : word.replaceAll(/[.$]/g, "\\$&");
    });
    return new RegExp(`^${words.join("")}$`);
  });
  return paths.filter((path) => !patterns.some((pattern) => pattern.test(path)));
}

const turbo = (() => {
  const { tasks } = JSON.parse(files["turbo.json"] ?? "") as { tasks: Record<string, Task> };
  const place = (glob: string): string =>
    glob.startsWith("$TURBO_ROOT$/") ? glob.slice("$TURBO_ROOT$/".length) : `${PACKAGE}/${glob}`;
  const globs = (paths: readonly (string | object)[] = []): string[] =>
    paths.map(String).map(place);
  return (name: string) => ({
    inputs: globs(tasks[name]?.inputs),
    outputs: globs(tasks[name]?.outputs),
  });
})();

const nx = (() => {
  const { namedInputs, targetDefaults } = JSON.parse(files["nx.json"] ?? "") as {
    namedInputs: Record<string, Task["inputs"]>;
    targetDefaults: Record<string, Task>;
  };
  const globs = (paths: Task["inputs"] = []): string[] =>
    paths
      .flatMap((path) => (typeof path === "string" ? (namedInputs[path] ?? path) : []))
      .filter((path) => typeof path === "string")
      .map((path) => path.replace("{workspaceRoot}/", "").replace("{projectRoot}", PACKAGE));
  return (name: string) => ({
    inputs: globs(targetDefaults[name]?.inputs),
    // A folder stands for all that is in it.
    outputs: globs(targetDefaults[name]?.outputs).flatMap((path) => [path, `${path}/**/*`]),
  });
})();

describe.each([
  ["turbo.json", turbo],
  ["nx.json", nx],
])("%s", (_file, task) => {
  test("names each input of `generate`", () => {
    expect(inputs.length).toBeGreaterThan(8);
    expect(inputs).toEqual(expect.arrayContaining(STYLE_FILES));
    expect(unmatched(inputs, task("generate").inputs)).toEqual([]);
  });

  test("names each file that `generate` writes", () => {
    expect(outputs).toContain(`${PACKAGE}/client/.triptych.json`);
    expect(unmatched(outputs, task("generate").outputs)).toEqual([]);
  });

  test.each(["generate", "check"])(
    "names each config of style that `%s` may find",
    async (name) => {
      for (const file of PRETTIER_CONFIGS) {
        const text = file.endsWith("js") ? "module.exports = { semi: false };" : "{}";
        const near = folder({ [file]: text, ".git/.keep": "" });
        expect(await readPrettierIdentity(join(near, "client"))).toBeDefined();
        expect(unmatched([file, `${PACKAGE}/${file}`], task(name).inputs)).toEqual([]);
      }
    },
  );

  test("names each file that `check` reads", () => {
    expect(unmatched([...inputs, ...outputs], task("check").inputs)).toEqual([]);
  });
});

describe("the repository of the guide", () => {
  test("has the same output at another place, and a check finds it fresh there", async () => {
    const elsewhere = folder({ "triptych.json": "" });
    cpSync(at, elsewhere, { recursive: true });
    const cwd = join(elsewhere, PACKAGE);
    const { code, output } = await run(process.execPath, [triptych, "check"], { cwd });
    expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/: fresh, /) });
  });

  test("has an application that compiles", async () => {
    const modules = folder({ "@acme/.keep": "" });
    symlinkSync(join(at, PACKAGE), join(modules, "@acme/orders"), "junction");
    symlinkSync(
      join(root, "node_modules/openapi-fetch"),
      join(modules, "openapi-fetch"),
      "junction",
    );
    symlinkSync(modules, join(at, "node_modules"), "junction");
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    expect(await succeed(process.execPath, [tsc, "-p", join(at, "apps/shop")])).toBe("");
  });
});
