/** `triptych check` as a user runs it, with the generator itself behind it. */

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, statSync, symlinkSync, unlinkSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";

import { contentHash } from "../../generator/base/content-hash.ts";
import type { CheckResult } from "../../generator/cli/check-command.ts";
import { VERSION } from "../../generator/builtin.ts";
import * as stages from "../../generator/generate.ts";
import { at, put, read, tree, triptych } from "./cli-world.ts";

const SPEC = `openapi: 3.1.0
info: { title: Pets, version: 1.4.2 }
servers: [{ url: "https://pets.example" }]
paths:
  /pets:
    get:
      operationId: listPets
      responses: { 200: { description: "", content: { application/json: { schema: { $ref: "parts/pet.yaml" } } } } }
`;
const PET = "type: object\nproperties:\n  name: { type: string, description: The name. }\n";
const OVERLAY = (title: string): string =>
  `overlay: 1.0.0\ninfo: { title: ${title}, version: "1" }\nactions:\n  - { target: $.info, update: { title: ${title} } }\n`;

const run = (argv: string) => triptych(argv, stages);
const check = async (flags = "") => {
  const { code, stdout } = await run(`check --json ${flags}`);
  const { clients, diagnostics } = JSON.parse(stdout) as CheckResult;
  return { code, diagnostics, clients, client: clients[0]! };
};
const config = (more = {}): void =>
  put(
    "triptych.config.json",
    JSON.stringify({
      spec: "api/pets.yaml",
      overlays: ["api/one.yaml", "api/two.yaml"],
      templates: ["own"],
      name: "pets",
      kind: "source",
      layers: ["promise"],
      format: "none",
      out: "out",
      ...more,
    }),
  );
const changeManifest = (change: (manifest: Record<string, unknown>) => void): void => {
  const manifest = JSON.parse(read("out/.triptych.json")) as Record<string, unknown>;
  change(manifest);
  put("out/.triptych.json", `${JSON.stringify(manifest, undefined, 2)}\n`);
};

beforeEach(async () => {
  put("api/pets.yaml", SPEC);
  put("api/parts/pet.yaml", PET);
  put("api/one.yaml", OVERLAY("One"));
  put("api/two.yaml", OVERLAY("Two"));
  put("own/src/extra.ts", "export const extra = 1;\n");
  config();
  const { code, stderr } = await run("generate");
  if (code !== 0) throw new Error(stderr);
});

const hash = expect.stringMatching(/^[0-9a-f]{64}$/);

describe("fresh", () => {
  test("is what generate would leave as it is", async () => {
    const { code, stdout, stderr } = await run("check");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^pets: fresh, \d+ files as generated, \d+ ms \(out\)\n$/);
    const { client } = await check();
    expect(client).toMatchObject({ status: "fresh", lastRun: "complete", inputs: [], files: [] });
    expect(client.unchanged).toBe(tree("out").filter((path) => /\./.test(path)).length - 1);
  });

  test("also after a checkout that changed line ends", async () => {
    for (const path of ["out/.triptych.json", "out/extra.ts", "api/pets.yaml"])
      put(path, read(path).replaceAll("\n", "\r\n"));
    expect((await check()).client.status).toBe("fresh");
  });
});

describe("which input changed", () => {
  const cases: [string, () => void, object[]][] = [
    [
      "the document",
      () => put("api/pets.yaml", SPEC.replace("listPets", "allPets")),
      [{ kind: "document", name: "api/pets.yaml", before: hash, after: hash }],
    ],
    [
      "a file of the document",
      () => put("api/parts/pet.yaml", PET.replace("name:", "called:")),
      [{ kind: "document", name: "api/parts/pet.yaml", before: hash, after: hash }],
    ],
    [
      "an overlay",
      () => put("api/two.yaml", OVERLAY("Three")),
      [{ kind: "overlays", name: "api/two.yaml", before: hash, after: hash }],
    ],
    [
      "the order of overlays",
      () => config({ overlays: ["api/two.yaml", "api/one.yaml"] }),
      [
        { kind: "overlays", name: "api/two.yaml" },
        { kind: "overlays", name: "api/one.yaml" },
      ],
    ],
    [
      "an overlay less",
      () => config({ overlays: ["api/one.yaml"] }),
      [{ kind: "overlays", name: "api/two.yaml", before: hash, after: null }],
    ],
    [
      "a template",
      () => put("own/src/extra.ts", "export const extra = 2;\n"),
      [{ kind: "templates", name: "own/src/extra.ts", before: hash, after: hash }],
    ],
    [
      "a template more",
      () => put("own/src/more.ts", "export const more = 2;\n"),
      [{ kind: "templates", name: "own/src/more.ts", before: null, after: hash }],
    ],
    [
      "the config",
      () => config({ enums: "const", importExtension: ".ts" }),
      [
        { kind: "config", name: "enums", before: null, after: hash },
        { kind: "config", name: "importExtension", before: hash, after: hash },
      ],
    ],
    [
      "the name lock",
      () => put("triptych.lock.json", '{ "version": 1, "clients": {} }\n'),
      [{ kind: "lock", name: "triptych.lock.json#pets", before: hash, after: "missing" }],
    ],
    [
      "a name lock that is gone",
      () => unlinkSync(at("triptych.lock.json")),
      [{ kind: "lock", name: "triptych.lock.json#pets", before: hash, after: "missing" }],
    ],
    [
      "the generator",
      () => changeManifest((manifest) => (manifest["generator"] = "0.0.1")),
      [{ kind: "generator", name: "openapi-triptych", before: "0.0.1", after: VERSION }],
    ],
  ];
  test.each(cases)("%s", async (_, change, inputs) => {
    change();
    const before = tree(".");
    const { code, client } = await check();
    expect([code, client.status]).toEqual([3, "stale"]);
    expect(client.inputs).toEqual(inputs.map((input) => expect.objectContaining(input)));
    expect(tree(".")).toEqual(before);
  });

  test("and flags count as the config does", async () => {
    const { code, client } = await check("--only path:/pets");
    expect([code, client.inputs]).toEqual([3, [expect.objectContaining({ name: "only" })]]);
  });

  test("but what is generated with flags that leave the name lock alone is fresh with them", async () => {
    const flags = "--only path:/pets --out part";
    expect((await run(`generate ${flags}`)).code).toBe(0);
    const { code, client } = await check(flags);
    expect([code, client.status, client.inputs]).toEqual([0, "fresh", []]);
  });
});

describe("which files would change", () => {
  test("in each way there is, with what to do about those that stand in the way", async () => {
    changeManifest(({ files }) => {
      const hashes = files as Record<string, string>;
      hashes["old.ts"] = contentHash("old\n");
      delete hashes["types.ts"];
    });
    put("out/old.ts", "old\n");
    put("out/types.ts", "mine\n");
    put("own/src/extra.ts", "export const extra = 2;\n");
    put("own/src/more.ts", "export const more = 2;\n");
    put("out/errors.ts", "edited\n");
    unlinkSync(at("out/runtime/redact.ts"));
    unlinkSync(at("out/runtime/attempts.ts"));
    symlinkSync("redact.ts", at("out/runtime/attempts.ts"));
    const before = statSync(at("out/extra.ts")).mtimeMs;
    const { code, client } = await check();
    expect([code, client.status]).toEqual([3, "stale"]);
    expect(client.files).toEqual([
      { path: "errors.ts", state: "edited" },
      { path: "extra.ts", state: "outdated" },
      { path: "more.ts", state: "new" },
      { path: "old.ts", state: "obsolete" },
      { path: "runtime/attempts.ts", state: "blocked" },
      { path: "runtime/redact.ts", state: "missing" },
      { path: "types.ts", state: "foreign" },
    ]);
    expect(client.diagnostics.map((diagnostic) => diagnostic.code).sort()).toEqual([
      "refused-edited",
      "refused-foreign",
      "refused-link",
    ]);
    const { stdout, stderr } = await run("check");
    expect(stdout.replace(/of \d+ to change, \d+ ms/, "of N to change, N ms")).toBe(
      `pets: stale, 7 files of N to change, N ms (out)
  changed since the last run:
    template  own/src/extra.ts
    template  own/src/more.ts (new)
  would be written:
    extra.ts
    more.ts (new)
    runtime/redact.ts (missing)
  would be removed:
    old.ts
  edited by hand:
    errors.ts
  not generated, and in the way:
    types.ts
  cannot be replaced:
    runtime/attempts.ts
`,
    );
    expect(stderr).toContain("errors.ts was edited after it was generated");
    expect(statSync(at("out/extra.ts")).mtimeMs).toBe(before);
    expect(existsSync(at("out/more.ts"))).toBe(false);
  });

  test("long lists are cut, unless everything is wanted", async () => {
    for (const folder of ["runtime", "operations"])
      rmSync(at(`out/${folder}`), { recursive: true });
    const short = await run("check");
    expect(short.stdout).toContain("  none of the inputs changed since the last run\n");
    expect(short.stdout).toMatch(/ {4}and \d+ more; see all with `--verbose`/);
    expect((await run("check --verbose")).stdout).toContain("    runtime/redact.ts (missing)\n");
  });

  test("none, where only the record of the inputs would be another", async () => {
    put("api/pets.yaml", `# a comment\n${SPEC}`);
    const { code, stdout } = await run("check");
    expect([code, stdout]).toEqual([
      3,
      expect.stringContaining("  only the record of the last run would be written\n"),
    ]);
    expect((await check()).client.files).toEqual([]);
    expect((await run("generate")).code).toBe(0);
    expect((await check()).client.status).toBe("fresh");
  });
});

describe("--diff", () => {
  test("is a patch that makes of the files what generate would", async () => {
    put("own/src/extra.ts", "export const extra = 2;\n");
    put("own/src/more.ts", "export const more = 2;\n");
    put("api/parts/pet.yaml", PET.replace("The name.", "A name."));
    put("out/errors.ts", `// edited\n${read("out/errors.ts")}`);
    const { code, stdout } = await run("check --diff");
    expect(code).toBe(3);
    expect(stdout).toContain(
      "--- a/out/extra.ts\n+++ b/out/extra.ts\n@@ -1,1 +1,1 @@\n-export const extra = 1;\n+export const extra = 2;\n",
    );
    expect(stdout).toContain("--- /dev/null\n+++ b/out/more.ts\n");
    expect(stdout).not.toContain(".json.gz\n+++");
    execFileSync("git", ["init", "-q"], { cwd: at(".") });
    execFileSync("git", ["apply", "-"], { cwd: at("."), input: stdout });
    expect((await check()).client.files).toEqual([
      { path: ".triptych.document.json.gz", state: "outdated" },
    ]);
    const { client } = await check("--diff");
    expect(client.files.every((file) => file.diff === undefined)).toBe(true);
  });

  test("JSON has it for each file", async () => {
    unlinkSync(at("out/extra.ts"));
    const { client } = await check("--diff");
    expect(client.files).toEqual([
      {
        path: "extra.ts",
        state: "missing",
        diff: "--- /dev/null\n+++ b/out/extra.ts\n@@ -0,0 +1,1 @@\n+export const extra = 1;\n",
      },
    ]);
  });
});

describe("what is known of the last run", () => {
  test("nothing, before the first one", async () => {
    rmSync(at("out"), { recursive: true });
    const { code, client } = await check();
    expect([code, client.lastRun, client.inputs]).toEqual([3, "none", []]);
    expect(new Set(client.files.map(({ state }) => state))).toEqual(new Set(["new"]));
    expect(existsSync(at("out"))).toBe(false);
    expect((await run("check")).stdout).toContain("  there is no record of an earlier run\n");
  });

  test("that it could not write all of its files", async () => {
    changeManifest((manifest) => delete manifest["inputs"]);
    expect((await check()).client).toMatchObject({ status: "stale", lastRun: "incomplete" });
  });

  test("that it was interrupted: what it wrote is not taken for edited", async () => {
    put("own/src/extra.ts", "export const extra = 2;\n");
    const after = "0b1cbd9c3ecf8c1eb3ebeb5ee8f9e8ff4c8f1fdc0c4fa7bd5d8b37a9bde5c2f1";
    const step = { path: "other.ts", action: "put", staged: "0", before: null, after };
    const journal = { version: 1, steps: [{ ...step, recorded: null }], manifest: "" };
    mkdirSync(at(".out.triptych"));
    put(".out.triptych/journal.json", JSON.stringify(journal));
    const { client } = await check();
    expect(client).toMatchObject({ status: "stale", lastRun: "interrupted" });
    expect(existsSync(at(".out.triptych/journal.json"))).toBe(true);
  });

  test("that a newer generator made it", async () => {
    changeManifest((manifest) => (manifest["generator"] = "999.0.0"));
    const { code, client } = await check();
    expect([code, client.diagnostics[0]?.message]).toEqual([
      3,
      expect.stringContaining("triptych 999.0.0 wrote this output"),
    ]);
  });
});

describe("several clients", () => {
  test("one line each; one that cannot be generated outweighs one that is stale", async () => {
    const client = { kind: "source", layers: ["promise"], format: "none", spec: "api/pets.yaml" };
    put(
      "triptych.config.json",
      JSON.stringify({
        clients: [
          { ...client, name: "a", out: "a" },
          { ...client, name: "b", out: "b" },
          { ...client, name: "c", out: "c", spec: "api/none.yaml" },
        ],
      }),
    );
    await run("generate --name a");
    const some = await check("--name a");
    expect([some.code, some.client.status]).toEqual([0, "fresh"]);
    const all = await check();
    expect(all.code).toBe(1);
    expect(all.clients.map(({ name, status }) => [name, status])).toEqual([
      ["a", "fresh"],
      ["b", "stale"],
      ["c", "failed"],
    ]);
    const { stdout, stderr } = await run("check");
    expect(stdout).toContain("\nc: failed\n");
    expect(stderr).toContain("there is no file api/none.yaml");
  });

  test("in one folder are refused", async () => {
    const client = { kind: "source", format: "none", spec: "api/pets.yaml", out: "out" };
    put("triptych.config.json", JSON.stringify({ clients: [client, client] }));
    const { code, clients } = await check();
    expect([code, clients[1]?.diagnostics[0]?.code]).toEqual([1, "shared-output"]);
  });
});

test("a document that cannot be used is a failure, not staleness", async () => {
  put("api/pets.yaml", SPEC.replace("parts/pet.yaml", "#/nothing"));
  const { code, stdout, stderr } = await run("check");
  expect([code, stdout]).toEqual([1, "pets: failed\n"]);
  expect(stderr).toContain("api/pets.yaml:8:");
});
