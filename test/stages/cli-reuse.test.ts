/** A run after a change of the document: what would be emitted as it was is taken from the output. */

import { appendFileSync, mkdirSync, statSync } from "node:fs";
import { build } from "esbuild";
import { beforeEach, expect, test, vi } from "vitest";

import * as real from "../../generator/generate.ts";
import type { OutputFile } from "../../generator/source.ts";
import type { EarlierRun, Stages } from "../../generator/stages.ts";
import { at, put, read, type Run, tree, triptych } from "./cli-world.ts";

vi.mock("esbuild", { spy: true });

/** Files of the earlier run that are files of this one. */
let taken: string[] = [];
const stages: Stages = {
  ...real,
  async generate(client, { earlierRun, ...options }) {
    const found = new Set<OutputFile>();
    const observed = async (folder: string): Promise<EarlierRun | undefined> => {
      const earlier = await earlierRun!(folder);
      if (earlier === undefined) return undefined;
      const fileAt: EarlierRun["fileAt"] = (path) => {
        const file = earlier.fileAt(path);
        if (file !== undefined) found.add(file);
        return file;
      };
      return { ...earlier, fileAt };
    };
    const made = await real.generate(client, {
      ...options,
      ...(earlierRun && { earlierRun: observed }),
    });
    taken = made.files.filter((file) => found.has(file)).map(({ path }) => path);
    return made;
  },
};

const generate = (flags = ""): Promise<Run> => {
  taken = [];
  return triptych(`generate ${flags}`, stages);
};

const document = (summary: string, owner = "string"): string =>
  JSON.stringify({
    openapi: "3.1.0",
    info: { title: "Pets", version: "1.0.0" },
    servers: [{ url: "https://example.com" }],
    paths: {
      "/cats": {
        get: {
          summary,
          parameters: [{ name: "limit", in: "query", schema: { type: "integer" } }],
          responses: answer("Cat"),
        },
      },
      // Its facts fit into a line of JavaScript and into none of TypeScript.
      "/me": { get: { responses: answer("Dog") } },
      "/dogs/{id}": {
        get: {
          parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
          responses: answer("Dog"),
        },
      },
    },
    components: {
      schemas: {
        Cat: { type: "object", properties: { owner: { type: owner } } },
        Dog: { type: "object", properties: { "a-b": { enum: ['"', "'"] } } },
      },
    },
  });

function answer(name: string): object {
  const schema = { $ref: `#/components/schemas/${name}` };
  return { 200: { description: "", content: { "application/json": { schema } } } };
}

const config = (changes: object = {}): void =>
  put("triptych.config.json", JSON.stringify({ spec: "api.json", out: "out", ...changes }));

const files = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    tree(folder)
      .filter((path) => statSync(at(`${folder}/${path}`)).isFile())
      .map((path) => [path, read(`${folder}/${path}`)]),
  );

beforeEach(() => {
  mkdirSync(at("node_modules"));
  put("api.json", document("All cats."));
  config();
});

const ME = ["src/operations/me.ts", "dist/operations/me.d.ts"];
const DOGS = ["src/operations/dogs.ts", "dist/operations/dogs.d.ts"];
const OTHERS = ["src/types.ts", "dist/types.d.ts", "src/error-bodies.ts", "dist/error-bodies.d.ts"];

test.each<[kind: string, format: string]>([
  ["package", "oxfmt"],
  ["package", "prettier"],
  ["source", "oxfmt"],
  ["source", "none"],
])("the output is that of a run which takes nothing: %s, %s", async (kind, format) => {
  config({ kind, format });
  await generate();
  expect(taken).toEqual([]);
  put("api.json", document("Every cat."));
  const { clients } = (await generate("--json")).json;
  const { written } = clients[0]!;
  const modules = [...ME, ...DOGS, ...OTHERS].map((path) =>
    kind === "package" ? path : path.replace(/^src\//, ""),
  );
  const wanted = kind === "package" ? modules : modules.filter((path) => !path.startsWith("dist/"));
  expect(taken).toEqual(expect.arrayContaining(wanted));
  // What comes of a template, as far as it is the same.
  const layer = kind === "package" ? "src/promise/" : "promise/";
  expect(taken).toContain(`${layer}dogs.ts`);
  expect(written).toContain(`${layer}cats.ts`);
  expect(taken.filter((path) => written.includes(path))).toEqual([]);

  await generate("--out fresh --force");
  expect(taken).toEqual([]);
  expect(files("out")).toEqual(files("fresh"));
});

test("what refers to a changed schema is emitted again", async () => {
  await generate();
  put("api.json", document("All cats.", "integer"));
  await generate();
  expect(taken).toContain("src/operations/dogs.ts");
  expect(taken).not.toContain("src/types.ts");
  expect(read("out/src/types.ts")).toContain("owner?: number");
  await generate("--out fresh --force");
  expect(files("out")).toEqual(files("fresh"));
});

const bundles = (): number =>
  vi.mocked(build).mock.calls.filter(([options]) => options.bundle === true).length;

/** Whether a run after a change needs the bundler. Its output is compared with that of a run which takes nothing. */
async function isBundled(summary: string, owner: string): Promise<boolean> {
  vi.mocked(build).mockClear();
  put("api.json", document(summary, owner));
  await generate();
  const isBuilt = bundles() > 0;
  const scripts = taken.filter((path) => /^dist\/.*\.js$/.test(path));
  await generate("--out fresh --force");
  expect(files("out")).toEqual(files("fresh"));
  taken = scripts;
  return isBuilt;
}

test("the bundler works only if more than types changed", async () => {
  expect(await isBundled("All cats.", "string")).toBe(true);
  expect(await isBundled("All cats.", "integer")).toBe(false);
  expect(taken).toContain("dist/promise/index.js");
  expect(await isBundled("All cats.", "boolean")).toBe(false);
  // It is what the method is described by.
  expect(await isBundled("Every cat.", "boolean")).toBe(true);
  expect(await isBundled("Every cat.", "string")).toBe(false);
});

test("the bundler works where a file that it made was edited", async () => {
  await generate();
  appendFileSync(at("out/dist/errors.js"), "// mine\n");
  vi.mocked(build).mockClear();
  put("api.json", document("All cats.", "integer"));
  expect((await generate()).code).toBe(3);
  expect(bundles()).toBe(1);
});

test("templates of the user may put anything into the JavaScript, so that it is always bundled", async () => {
  const data = (text: string): void => put("templates/src/mine/data.json", text);
  data('{ "a": 1 }\n');
  put(
    "templates/src/mine/index.ts",
    'import a from "./data.json";\nexport const b: unknown = a;\n',
  );
  put("templates/src/mine/layer.json", '{ "entry": "./mine", "title": "Mine" }\n');
  config({ templates: ["templates"] });
  expect(await isBundled("All cats.", "string")).toBe(true);
  data('{ "a": 2 }\n');
  expect(await isBundled("All cats.", "string")).toBe(true);
});

test("a module that was edited is not taken, and stands in the way as ever", async () => {
  await generate();
  appendFileSync(at("out/src/operations/dogs.ts"), "// mine\n");
  appendFileSync(at("out/dist/types.d.ts"), "// mine\n");
  put("api.json", document("Every cat."));
  const { code, stderr } = await generate();
  expect(code).toBe(3);
  expect(stderr).toMatch(/types\.d\.ts was edited[^]*dogs\.ts was edited/);
  expect(taken).not.toContain("src/operations/dogs.ts");
});

test.each<[what: string, change: () => void, flags: string]>([
  ["the config changes", () => config({ enums: "const" }), ""],
  ["everything is to be written", () => {}, "--force"],
  ["it is to be checked", () => {}, "--verify"],
])("nothing is taken when %s", async (_, change, flags) => {
  await generate();
  put("api.json", document("Every cat."));
  change();
  await generate(flags);
  expect(taken).toEqual([]);
});
