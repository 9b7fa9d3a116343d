import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { type Diagnostic, DiagnosticError } from "../../generator/diagnostic.ts";
import { verify, type VerifySettings } from "../../generator/verify.ts";

const modules = fileURLToPath(new URL("../../node_modules/", import.meta.url));

let root = "";
let temporary = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "verify-"));
  temporary = join(root, "tmp");
  mkdirSync(temporary);
  vi.stubEnv("TMPDIR", temporary);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

type Texts = Readonly<Record<string, string>>;

function put(texts: Texts): void {
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function installTypeScript(name: "typescript" | "typescript7" = "typescript"): void {
  mkdirSync(join(root, "node_modules"), { recursive: true });
  symlinkSync(join(modules, name), join(root, "node_modules/typescript"), "junction");
}

/** What is said of the files: thrown, or as warnings. Nothing is left behind. */
async function said(
  texts: Texts,
  settings: Partial<VerifySettings> = {},
): Promise<readonly Diagnostic[]> {
  const files = Object.entries(texts).map(([path, text]) => ({ path, text }));
  try {
    return await verify(files, {
      from: root,
      out: join(root, "packages/client"),
      kind: "source",
      importExtension: ".js",
      ...settings,
    });
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  } finally {
    expect(readdirSync(temporary)).toEqual([]);
  }
}

const right = "export const a: number = 1;\n";
const wrong = 'export const a: number = 1;\nexport const b: string = "x", c: number = "y";\n';
const problemOfWrong = {
  severity: "error",
  code: "mistyped-output",
  message:
    "the generated a.ts does not type-check: Type 'string' is not assignable to type 'number' (TS2322)",
  location: { file: "a.ts", line: 2, column: 31 },
  excerpt: ['export const b: string = "x", c: number = "y";'],
};

const manifest = JSON.stringify(
  {
    name: "@a/client",
    type: "module",
    exports: {
      ".": { types: "./dist/a.d.ts", default: "./dist/a.js" },
      "./b": { types: "./dist/b/index.d.ts", default: "./dist/b/index.js" },
      "./package.json": "./package.json",
    },
  },
  undefined,
  2,
);
const files = {
  "package.json": manifest,
  "src/a.ts": right,
  "src/b/index.ts": 'export { a } from "../a.js";\n',
  "dist/a.d.ts": "export declare const a: number;\n",
  "dist/b/index.d.ts": 'export { a } from "../a.js";\n',
};

/** A package with its declarations. */
function declared(folder: string, text: string): Texts {
  const manifest = { name: "x", type: "module", types: "./index.d.ts" };
  return { [`${folder}/package.json`]: JSON.stringify(manifest), [`${folder}/index.d.ts`]: text };
}

describe.each(["typescript", "typescript7"] as const)("by %s", (typescript) => {
  beforeEach(() => installTypeScript(typescript));

  test("sources that are wrong, with each place", async () => {
    const chain = 'export const e: { f: { g: 1 } } = { f: Object.assign({}, { g: "" }) };\n';
    const texts = { "a.ts": wrong, "b/c.ts": `\n${right}export const d: never = a;\n${chain}` };
    expect(await said(texts)).toMatchObject([
      problemOfWrong,
      { code: "mistyped-output", location: { file: "b/c.ts", line: 3, column: 14 } },
      {
        message:
          "the generated b/c.ts does not type-check: Type '{ g: string; }' is not assignable to type '{ g: 1; }': Type 'string' is not assignable to type '1' (TS2322)",
        location: { file: "b/c.ts", line: 4 },
      },
    ]);
  });

  test("a package that is right", async () => {
    expect(await said(files, { kind: "package" })).toEqual([]);
  });
});

describe("sources", () => {
  beforeEach(() => installTypeScript("typescript7"));

  test("under the strictest options", async () => {
    const texts: Texts = {
      "exactOptionalPropertyTypes.ts": "export const a: { b?: number } = { b: undefined };\n",
      "noUncheckedIndexedAccess.ts": "export const a = (b: string[]): string => b[0];\n",
      "erasableSyntaxOnly.ts": "export enum A { b }\n",
      "verbatimModuleSyntax.ts": 'import { T } from "./t.js";\nexport const a: T = 1;\n',
      "types.ts": "export const a: string = process.argv0;\n",
      "node.ts": 'import { a } from "node:fs";\nexport const b: string = a;\n',
    };
    const found = await said({ ...texts, "t.ts": "export type T = number;\n" });
    expect(found.find(({ location }) => location?.file === "types.ts")?.message).toBe(
      "the generated types.ts does not type-check: Cannot find name 'process'; code that needs the types of Node begins with `/// <reference types=\"node\" />` (TS2591)",
    );
    expect(found.map(({ code, location }) => [code, location?.file]).sort()).toEqual(
      Object.keys(texts)
        .map((path) => ["mistyped-output", path])
        .sort(),
    );
  });

  test("whose declarations cannot be made file by file", async () => {
    expect(await said({ "a.ts": "export const a = Math.random();\n" })).toMatchObject([
      { code: "mistyped-output", location: { file: "a.ts", line: 1, column: 14 } },
    ]);
  });

  test.each(["", ".ts", ".js"] as const)("with imports that end in `%s`", async (extension) => {
    const texts = { "a.ts": right, "b.ts": `export { a } from "./a${extension}";\n` };
    expect(await said(texts, { importExtension: extension })).toEqual([]);
  });

  test("with so many problems that only some are shown", async () => {
    const lines = Array.from({ length: 31 }, (_, index) => `export const a${index}: 1 = 2;\n`);
    const found = await said({ "a.ts": lines.join("") });
    expect(found).toHaveLength(21);
    expect(found.at(-1)?.message).toBe("there are 11 more of this kind");
  });
});

describe("packages that are imported", () => {
  beforeEach(() => installTypeScript("typescript7"));

  test("are found from the output folder upwards, the nearest first; openapi-fetch always", async () => {
    put({
      ...declared("node_modules/one", "export const one: 1;\n"),
      ...declared("node_modules/two", "export const two: 1;\n"),
      ...declared("packages/node_modules/two", "export const two: 2;\n"),
    });
    const text =
      'import createClient from "openapi-fetch";\nimport { one } from "one";\nimport { two } from "two";\nexport const a: [1, 2, typeof createClient] = [one, two, createClient];\n';
    expect(await said({ "a.ts": text })).toEqual([]);
  });

  const importing = (name: string): Texts => ({
    "a.ts": `import { b } from "${name}";\nexport const a: number = b;\n`,
  });

  test("and are missed by name", async () => {
    expect(await said(importing("@some/thing"))).toMatchObject([
      {
        severity: "error",
        code: "missing-dependency",
        message:
          "the generated a.ts cannot be type-checked: @some/thing is not installed where the output is",
        location: { file: "a.ts", line: 1, column: 19 },
      },
    ]);
  });

  test("and are missed in a warning where the check is optional, whatever else that leads to", async () => {
    const texts = { ...importing("@some/thing"), "b.ts": wrong };
    expect(await said(texts, { optional: true })).toMatchObject([
      { severity: "warning", code: "missing-dependency" },
    ]);
  });

  test("and are blamed if they are wrong themselves", async () => {
    put(
      declared(
        "node_modules/one",
        'import { c } from "./nowhere.js";\nexport const b: typeof c;\n',
      ),
    );
    expect(await said(importing("one"))).toMatchObject([
      {
        severity: "error",
        code: "mistyped-dependency",
        message: expect.stringMatching(
          /^what the output imports does not type-check: node_modules\/one\/index\.d\.ts:1:19: Cannot find module '\.\/nowhere\.js'/,
        ),
      },
    ]);
  });
});

describe("a package", () => {
  beforeEach(() => installTypeScript("typescript7"));

  test("whose sources are wrong: that its declarations are too is not said again", async () => {
    const texts = {
      ...files,
      "src/a.ts": wrong,
      "dist/a.d.ts": "export declare const a: Nothing;\n",
    };
    expect(await said(texts, { kind: "package" })).toMatchObject([
      { code: "mistyped-output", location: { file: "src/a.ts", line: 2, column: 31 } },
    ]);
  });

  test("whose declarations are wrong for those who install it", async () => {
    const texts = { ...files, "dist/b/index.d.ts": 'export { a } from "../a";\n' };
    expect(await said(texts, { kind: "package" })).toMatchObject([
      { code: "mistyped-output", location: { file: "dist/b/index.d.ts", line: 1, column: 19 } },
    ]);
  });

  test("that exports what is not there", async () => {
    const { "dist/b/index.d.ts": _, ...others } = files;
    expect(await said(others, { kind: "package" })).toMatchObject([
      {
        message: expect.stringMatching(
          /^the generated package\.json does not type-check: Cannot find module '@a\/client\/b'/,
        ),
        location: { file: "package.json", line: 9, column: 5 },
      },
    ]);
  });

  test("whose name leads out of the folder", async () => {
    const texts = { ...files, "package.json": manifest.replace("@a/client", "../../../x") };
    expect(await said(texts, { kind: "package" })).toMatchObject([
      {
        code: "not-verified",
        message: "node_modules/../../../x leads out of the output",
      },
    ]);
  });
});

test("the compiler is found from the current folder", async () => {
  installTypeScript("typescript7");
  expect(await said({ "a.ts": right }, { from: relative("", root) })).toEqual([]);
});

describe("no compiler", () => {
  const cure =
    "install it with `npm install --save-dev typescript`, or generate with `--no-verify`";

  test("is an error", async () => {
    expect(await said({ "a.ts": right })).toEqual([
      {
        severity: "error",
        code: "no-typescript",
        message: `the output is not type-checked: it needs TypeScript 5.8 or later in ${root}, and none is installed there or above`,
        cure,
      },
    ]);
  });

  test("is a warning where the check is optional", async () => {
    expect(await said({ "a.ts": wrong }, { optional: true })).toMatchObject([
      { severity: "warning", code: "no-typescript" },
    ]);
  });

  test("that is new enough", async () => {
    const manifest = { name: "typescript", version: "5.7.3", bin: { tsc: "./bin/tsc" } };
    put({ "node_modules/typescript/package.json": JSON.stringify(manifest) });
    expect(await said({ "a.ts": right })).toMatchObject([
      { code: "no-typescript", message: expect.stringContaining("installed there is 5.7.3") },
    ]);
  });

  test("that works", async () => {
    const manifest = { name: "typescript", version: "6.0.0", bin: { tsc: "./bin/tsc.cjs" } };
    put({
      "node_modules/typescript/package.json": JSON.stringify(manifest),
      "node_modules/typescript/bin/tsc.cjs":
        'console.error("\\nTypeError: no such thing\\n  at x");\nprocess.exit(7);\n',
    });
    expect(await said({ "a.ts": right })).toMatchObject([
      {
        severity: "error",
        code: "not-verified",
        message: "TypeScript 6.0.0 ended with 7: TypeError: no such thing",
      },
    ]);
  });

  test("can run where there is no folder for temporary files", async () => {
    installTypeScript();
    vi.stubEnv("TMPDIR", join(root, "nowhere"));
    expect(await said({ "a.ts": right })).toMatchObject([
      {
        code: "not-verified",
        message: expect.stringMatching(/^the output cannot be type-checked: ENOENT/),
      },
    ]);
  });
});
