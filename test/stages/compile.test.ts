import { posix } from "node:path";
import { describe, expect, test } from "vitest";

import { bundlingOf, declarationsOf, rewriteImports } from "../../generator/compile.ts";
import { DiagnosticError } from "../../generator/diagnostic.ts";
import { folder } from "../package/workspace.ts";

type Files = Readonly<Record<string, string>>;

const listOf = (files: Files): { path: string; text: string }[] =>
  Object.entries(files).map(([path, text]) => ({ path, text }));

/** The JavaScript of a package that is made of these files. */
const javascript = async (files: Files): Promise<Files> =>
  Object.fromEntries(
    (await bundlingOf(listOf(files)).bundle()).files.map(({ path, text }) => [path, text]),
  );

const declarationOf = async (text: string): Promise<string> => {
  const files = await declarationsOf(listOf({ "src/deep/a.ts": text }));
  expect(files.map(({ path }) => path)).toEqual(["dist/deep/a.d.ts"]);
  return files[0]?.text ?? "";
};

const diagnosticsOf = async (made: Promise<unknown>): Promise<DiagnosticError["diagnostics"]> => {
  const error = await made.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DiagnosticError);
  return (error as DiagnosticError).diagnostics;
};

describe("declarations", () => {
  test("of src only; those in it are copied", async () => {
    const files = await declarationsOf(
      listOf({
        "package.json": "{}",
        "src/worker.js": "export {};\n",
        "src/given.d.ts": "export  {};\n",
        "src/layer.json": "{}",
        "test/a.ts": "const a: string = 1;\n",
      }),
    );
    expect(files).toEqual([{ path: "dist/given.d.ts", text: "export  {};\n" }]);
  });

  test("with their documentation, and imports as written", async () => {
    const dts = await declarationOf(`// Generated.

import type { A } from "./types.js";
import { b, type B } from "./b.js";

/** About the type. */
export interface T {
  /** About the property. */
  readonly a: A;
}

/**
 * About the function.
 *
 * @param t what
 */
export function f(t: T): B {
  // Why it is so.
  return b(t.a);
}
`);
    expect(dts).toBe(`// Generated.

import type { A } from "./types.js";
import { type B } from "./b.js";
/** About the type. */
export interface T {
\t/** About the property. */
\treadonly a: A;
}
/**
* About the function.
*
* @param t what
*/
export declare function f(t: T): B;
`);
  });

  test("classes: private names, overloads, accessors, symbol methods once", async () => {
    const dts = await declarationOf(`
export class K<T> implements Disposable {
  declare readonly ghost: string;
  readonly a: string = "1";
  #hidden: T | undefined;
  private secret = 1;
  /** One. */
  m(a: string): string;
  /** Two. */
  m(a: number): number;
  m(a: string | number): string | number {
    return this.secret > 0 ? a : (this.#hidden as never);
  }
  get size(): number {
    return 1;
  }
  [Symbol.dispose](): void {}
}
`);
    expect(dts.match(/\[Symbol\.dispose\]/g)).toHaveLength(1);
    expect(dts).toContain(
      "\t/** One. */\n\tm(a: string): string;\n\t/** Two. */\n\tm(a: number): number;",
    );
    expect(dts).not.toContain("m(a: string | number)");
    expect(dts).toContain("#private;");
    expect(dts).toContain("get size(): number;");
  });
});

describe("JavaScript", () => {
  const manifest = JSON.stringify({
    exports: {
      ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
      "./deep": { node: { import: "./dist/deep/b.js" } },
      "./many/*": "./dist/many/*.js",
      "./package.json": "./package.json",
    },
    browser: { "./dist/runtime/platform.js": "./dist/runtime/browser.js" },
  });

  const withEffects = (sideEffects: unknown): string =>
    JSON.stringify({ ...JSON.parse(manifest), sideEffects });

  test("of what the package's own file leads to, and what it shares, without types", async () => {
    const made = await javascript({
      "package.json": manifest,
      "src/index.ts":
        '// Generated.\n\nimport type { T } from "./types.js";\nimport { one, type U } from "./one.js";\nexport const a: T | U = one;\n',
      "src/deep/b.ts": 'import { one } from "../one.js";\nexport const b: number = one + 1;\n',
      "src/many/c.ts": "export class C {\n  declare ghost: 1;\n  /** Why. */\n  c = 1;\n}\n",
      "src/one.ts": "export type U = 1;\nexport const one = 1;\nexport const unused = 2;\n",
      "src/types.ts": "export interface T {}\n",
      "src/none.ts": "export const none = 1;\n",
      "test/d.ts": "export const d = 1;\n",
    });
    expect(made).toEqual({
      "dist/index.js": `// Generated.

import {
  one
} from "./shared/one.js";

// src/index.ts
var a = one;
export {
  a
};
`,
      "dist/deep/b.js": `import {
  one
} from "../shared/one.js";

// src/deep/b.ts
var b = one + 1;
export {
  b
};
`,
      "dist/many/c.js": `// src/many/c.ts
var C = class {
  /** Why. */
  c = 1;
};
export {
  C
};
`,
      "dist/shared/one.js": `// src/one.ts
var one = 1;

export {
  one
};
`,
    });
  });

  test("what bundlers replace is found at its path by all who use it", async () => {
    const made = await javascript({
      "package.json": manifest,
      "src/index.ts": 'export { send } from "./runtime/send.js";\n',
      "src/deep/b.ts": 'export { send as b } from "../runtime/send.js";\n',
      "src/runtime/send.ts":
        'import { fetch } from "./platform.js";\nexport const send = (): string => fetch();\n',
      "src/runtime/platform.ts":
        'import { base } from "./base.js";\nexport const fetch = (): string => base + "node";\n',
      "src/runtime/browser.ts":
        'import { base } from "./base.js";\nexport const fetch = (): string => base + "browser";\n',
      "src/runtime/base.ts": 'export const base = "by ";\n',
    });
    expect(Object.keys(made).sort()).toEqual([
      "dist/deep/b.js",
      "dist/index.js",
      "dist/runtime/browser.js",
      "dist/runtime/platform.js",
      "dist/shared/runtime/base.js",
      "dist/shared/runtime/send.js",
    ]);
    expect(made["dist/shared/runtime/send.js"]).toContain('from "../../runtime/platform.js"');
    expect(made["dist/runtime/platform.js"]).toContain('from "../shared/runtime/base.js"');
  });

  test("without entries in the package's own file each file is one", async () => {
    const files = { "src/a.ts": "export const a = 1;\n", "src/deep/b.ts": "export {};\n" };
    expect(await javascript({ "package.json": "{}", ...files })).toEqual({
      "dist/a.js": "// src/a.ts\nvar a = 1;\nexport {\n  a\n};\n",
      "dist/deep/b.js": "export {};\n",
    });
    expect(await javascript({ "package.json": "{", ...files })).toHaveProperty(["dist/a.js"]);
  });

  test("a file that is found by its URL is found from wherever the code lies", async () => {
    const made = await javascript({
      "package.json": manifest,
      "src/index.ts": 'export { url } from "./runtime/where.js";\n',
      "src/deep/b.ts": 'export { url as b } from "../runtime/where.js";\n',
      "src/runtime/where.ts":
        'export const url = (): URL =>\n  new URL("../sync/worker.js", import.meta.url);\n',
      "src/sync/worker.js": "// as it  is\n",
    });
    expect(made["dist/sync/worker.js"]).toBe("// as it  is\n");
    expect(made["dist/shared/runtime/where.js"]).toContain(
      'new URL("../../sync/worker.js", import.meta.url)',
    );
  });

  test("JavaScript among the sources: alone it is copied, else it is bundled", async () => {
    const made = await javascript({
      "package.json": manifest,
      "src/index.ts":
        'import { a } from "./alone.js";\nimport { b } from "./user.js";\nexport const c = [a, b];\n',
      "src/alone.js": "/** As it is. */\nexport const a = 1;\n",
      "src/user.js": 'import { d } from "./d.js";\nexport const b = d;\n',
      "src/d.ts": "export const d: number = 1;\n",
    });
    expect(Object.keys(made).sort()).toEqual(["dist/alone.js", "dist/index.js"]);
    expect(made["dist/alone.js"]).toBe("/** As it is. */\nexport const a = 1;\n");
    expect(made["dist/index.js"]).toContain('import { a } from "./alone.js"');
    expect(made["dist/index.js"]).toContain("var b = d;");
  });

  test("a class comes before those that extend it, whatever the circle of their imports", async () => {
    const made = await javascript({
      "package.json": manifest,
      "src/index.ts": 'export { Child } from "./child.js";\nexport { Base } from "./base.js";\n',
      "src/deep/b.ts": 'export { Child as b } from "../child.js";\n',
      "src/base.ts":
        'import { Child } from "./child.js";\nexport class Base {\n  child(): Base {\n    return new Child();\n  }\n}\n',
      "src/child.ts": 'import { Base } from "./base.js";\nexport class Child extends Base {}\n',
    });
    const { "dist/shared/child.js": text = "" } = made;
    expect(Object.keys(made)).toHaveLength(3);
    expect(text.indexOf("var Base")).toBeLessThan(text.indexOf("var Child"));
    const module = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as Record<
      string,
      new () => { child(): object }
    >;
    expect(new module["Base"]!().child()).toBeInstanceOf(module["Child"]);
  });

  test("a class that mentions itself has its name", async () => {
    const made = await javascript({
      "package.json": manifest,
      "src/index.ts": `
export class A$ { static make(): A$ { return new A$(); } }
export class B { b: string = "_B"; static make(): B { return new B(); } }
`,
    });
    const { A$, B } = (await import(
      /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(made["dist/index.js"] ?? "")}`
    )) as Record<string, { name: string; make(): { b?: string } }>;
    expect([A$?.name, A$?.make().constructor]).toEqual(["A$", A$]);
    expect(B?.make().b).toBe("_B");
  });

  test("shared files are in a folder that has no others, and are named for what stays", async () => {
    const files = (text: string, more: Files = {}): Files => ({
      "package.json": manifest,
      "src/index.ts": 'export { core } from "./runtime/core.js";\nexport { z } from "./z.js";\n',
      "src/deep/b.ts":
        'export { core as b } from "../runtime/core.js";\nexport { z as y } from "../z.js";\n',
      "src/runtime/core.ts": `export const core = ${text};\n`,
      "src/z.ts": "export const z = 1;\n",
      ...more,
    });
    const paths = async (made: Promise<Files>): Promise<string[]> =>
      Object.keys(await made).filter((path) => !/index|deep/.test(path));
    expect(await paths(javascript(files("1")))).toEqual(["dist/shared/runtime/core.js"]);
    expect(await paths(javascript(files("2")))).toEqual(["dist/shared/runtime/core.js"]);
    const own = { "src/shared/own.ts": "export {};\n" };
    expect(await paths(javascript(files("1", own)))).toEqual(["dist/shared_/runtime/core.js"]);
  });

  test("small shared files are one; large ones, and those that need such or a package, are not", async () => {
    const large = `export const large = "${"x".repeat(30_000)}";\n`;
    const made = await javascript({
      "package.json": withEffects(false),
      "src/index.ts":
        'export { Child } from "./child.js";\nexport { fetched } from "./fetched.js";\n',
      "src/deep/b.ts":
        'export { Child as B } from "../child.js";\nexport { part } from "../part.js";\n',
      "src/many/c.ts":
        'export { Base as C } from "../base.js";\nexport { part } from "../part.js";\n',
      "src/many/d.ts":
        'export { fetched as d } from "../fetched.js";\nexport { large } from "../large.js";\n',
      "src/base.ts": "export class Base {}\n",
      "src/child.ts": 'import { Base } from "./base.js";\nexport class Child extends Base {}\n',
      "src/fetched.ts": 'import { fetched as f } from "package";\nexport const fetched = [f];\n',
      "src/large.ts": large,
      "src/part.ts": 'import { large } from "./large.js";\nexport const part = [large];\n',
    });
    expect(
      Object.keys(made)
        .filter((path) => path.includes("shared"))
        .sort(),
    ).toEqual([
      "dist/shared/child.js",
      "dist/shared/fetched.js",
      "dist/shared/large.js",
      "dist/shared/part.js",
    ]);
    const { "dist/shared/child.js": text = "" } = made;
    expect(text.indexOf("var Base")).toBeLessThan(text.indexOf("var Child"));
    expect(text).not.toContain("import");
    expect(made["dist/many/c.js"]).toContain('from "../shared/child.js"');
  });

  test.each<[sideEffects: unknown, stays: boolean]>([
    [undefined, true],
    [false, false],
    [["./dist/other.js"], false],
    [["./dist/**/start.js"], true],
    [["./dist/{runtime,sync}/*.js"], true],
    [["./dist/runtime/[rs]tart.js"], true],
    [["./dist/+(runtime)/start.js"], true],
    [["!./dist/other.js"], true],
    [["start.js"], true],
    [["dist/run*/*.js"], true],
    [["dist/*.js"], false],
  ])("with sideEffects %j an import of what is not used stays: %s", async (sideEffects, stays) => {
    const made = await javascript({
      "package.json": withEffects(sideEffects),
      "src/index.ts": 'import { start } from "./runtime/start.js";\nexport const a = 1;\n',
      "src/deep/b.ts": 'import { start } from "../runtime/start.js";\nexport const b = 1;\n',
      "src/runtime/start.ts": "globalThis.name ??= 'started';\nexport const start = 1;\n",
    });
    expect(made["dist/shared/runtime/start.js"]).toContain("started");
    expect(made["dist/index.js"]?.includes('import "./shared/runtime/start.js"')).toBe(stays);
    expect(made["dist/deep/b.js"]?.includes('import "../shared/runtime/start.js"')).toBe(stays);
  });

  /** The files that are executed if the one at `path` is. */
  const executed = (made: Files, path: string, seen = new Set<string>()): ReadonlySet<string> => {
    if (seen.has(path)) return seen;
    seen.add(path);
    for (const [, link = ""] of (made[path] ?? "").matchAll(
      /^(?:import|\}? ?from) ?.*"(\..*)";$/gm,
    ))
      executed(made, posix.join(posix.dirname(path), link), seen);
    return seen;
  };

  const whatRuns = (made: Files, path: string): string =>
    [...executed(made, path)].map((each) => made[each]).join("");

  test.each([undefined, false, ["./dist/worker.js"], ["./dist/patch.js"]])(
    "with sideEffects %j what is imported for its effect runs there and nowhere else",
    async (sideEffects) => {
      const made = await javascript({
        "package.json": withEffects(sideEffects),
        "src/index.ts":
          'import "./patch.js";\nimport "./alone.js";\nexport { util } from "./util.js";\n',
        "src/deep/b.ts":
          '/* 😀 */ import "../patch.js";\nimport { other } from "../other.js";\nexport const b = other;\n',
        "src/many/c.ts": 'export { util as c } from "../util.js";\n',
        "src/many/d.ts": 'export { other as d } from "../other.js";\n',
        "src/patch.ts": 'Object.assign(globalThis, { name: "patched" });\n',
        "src/alone.js": 'Object.assign(globalThis, { alone: "started" });\n',
        "src/util.ts": 'export const util = "util";\n',
        "src/other.ts": 'export const other = "other";\n',
      });
      expect(whatRuns(made, "dist/index.js")).toContain('"patched"');
      expect(whatRuns(made, "dist/index.js")).toContain('"started"');
      expect(whatRuns(made, "dist/deep/b.js")).toContain('"patched"');
      expect(whatRuns(made, "dist/deep/b.js")).not.toContain('"started"');
      expect(whatRuns(made, "dist/many/c.js")).toContain('"util"');
      expect(whatRuns(made, "dist/many/c.js")).not.toMatch(/"patched"|"started"/);
      expect(whatRuns(made, "dist/many/d.js")).not.toMatch(/"patched"|"started"/);
    },
  );

  test("a shared file is named for what has side effects, so that bundlers know it", async () => {
    const made = await javascript({
      "package.json": withEffects(["./dist/**/patch.js"]),
      "src/index.ts": 'import "./patch.js";\nexport { core } from "./core.js";\n',
      "src/deep/b.ts": 'import "../patch.js";\nexport { core as b } from "../core.js";\n',
      "src/patch.ts": 'Object.assign(globalThis, { name: "patched" });\n',
      "src/core.ts": 'export const core = "core";\n',
    });
    expect(Object.keys(made).filter((path) => /shared/.test(path))).toEqual([
      "dist/shared/patch.js",
    ]);
    expect(made["dist/shared/patch.js"]).toContain('"core"');
  });

  test("JSON is shared as JavaScript, and is not put together with others", async () => {
    const made = await javascript({
      "package.json": withEffects(false),
      "src/index.ts": 'import data from "./data.json";\nexport const a: unknown = data;\n',
      "src/deep/b.ts": 'import data from "../data.json";\nexport const b: unknown = data;\n',
      "src/many/c.ts": 'export { one as c } from "../one.js";\n',
      "src/many/d.ts": 'export { one as d } from "../one.js";\n',
      "src/data.json": '{ "is": "data" }\n',
      "src/one.ts": "export const one = 1;\n",
    });
    expect(Object.keys(made).filter((path) => /shared/.test(path))).toEqual([
      "dist/shared/data.json.js",
      "dist/shared/one.js",
    ]);
    expect(whatRuns(made, "dist/deep/b.js")).toContain('is: "data"');
  });

  test("packages are imported, and no file of the disk is read", async () => {
    const made = await javascript({
      "package.json": manifest,
      "src/index.ts":
        'import { a } from "openapi-fetch";\nimport b from "/etc/hostname";\nimport "bare";\nexport const c = [a, b];\n',
    });
    expect(made["dist/index.js"]?.split("\n\n")[0]).toBe(
      '// src/index.ts\nimport { a } from "openapi-fetch";\nimport b from "/etc/hostname";\nimport "bare";\nvar c = [a, b];\nexport {\n  c\n};\n',
    );
  });

  test("a file of the working folder that is called alike plays no role", async () => {
    const usual = process.cwd();
    process.chdir(folder({ "src/index.ts": "export const c = 1;\n", "dist/index.js": "" }));
    try {
      const made = await javascript({
        "package.json": manifest,
        "src/index.ts": "export const c = 2;\n",
      });
      expect(made["dist/index.js"]).toContain("var c = 2;");
    } finally {
      process.chdir(usual);
    }
  });

  test("syntax younger than ES2022 is put in words of ES2022", async () => {
    const made = await javascript({
      "package.json": manifest,
      "src/index.ts": "export function f(a: Disposable): void {\n  using b = a;\n}\n",
    });
    expect(made["dist/index.js"]).not.toContain("using b");
    expect(made["dist/index.js"]).toContain("function f(a)");
  });
});

describe("what cannot be compiled is reported with its place", () => {
  test("syntax", async () => {
    const text = 'const ü = "😀";\nexport const a = ;\n';
    expect(await diagnosticsOf(declarationsOf(listOf({ "src/a.ts": text })))).toMatchObject([
      {
        code: "unparsable-output",
        location: { file: "src/a.ts", line: 2, column: 18 },
        excerpt: ["export const a = ;"],
      },
    ]);
  });

  test("an export without the type that its declaration needs", async () => {
    const text = "/* 😀 */ export function f() { return g(); }\n";
    expect(await diagnosticsOf(declarationsOf(listOf({ "src/a.ts": text })))).toMatchObject([
      { code: "untyped-export", location: { file: "src/a.ts", line: 1, column: 26 } },
    ]);
  });

  test("an import of what no template makes, or does not export", async () => {
    const files = {
      "src/a.ts":
        '/* 😀 */ import { b } from "./b.js";\nimport { d } from "../../../etc/passwd";\nexport const a = [b, d];\n',
      "src/c.ts": '\nimport { e } from "./d.js";\nexport const c = e;\n',
      "src/d.ts": "export const d = 1;\n",
    };
    expect(await diagnosticsOf(javascript(files))).toMatchObject([
      {
        code: "unlinkable-output",
        message:
          "the generated src/a.ts cannot be compiled: it imports ./b.js, which no template makes",
        location: { file: "src/a.ts", line: 1, column: 28 },
      },
      { location: { file: "src/a.ts", line: 2, column: 19 } },
    ]);
    expect(await diagnosticsOf(javascript({ ...files, "src/a.ts": "export {};\n" }))).toMatchObject(
      [
        {
          code: "unlinkable-output",
          message: expect.stringContaining(
            'No matching export in "src/d.ts" for import "e"',
          ) as string,
          location: { file: "src/c.ts", line: 2, column: 10 },
        },
      ],
    );
  });
});

describe("import extensions of an application's sources", () => {
  const source = `import { a } from "./a.js";
import type { B } from '../types.js';
import "./side-effect.js";
import data from "./data.js";
import worker from "./worker.js";
import other from "other.js";
import fs from "node:fs";
export { c } from "./c.js";
export * from "./d.js";
export type { E } from "./e.js";
export type F = import("./f.js").F;
const g = await import("./g.js");
const h: typeof import("./h.js") = g;
const text = 'import { x } from "./no.js"';
const pattern = /import("./no.js")/;
const template = \`import "./no.js" \${await import("./i.js")}\`;
// import { y } from "./no.js";
/** {@link import("./no.js").Y} */
const url = new URL("./worker.js", import.meta.url);
object.import("./no.js");
`;
  const rewritten = async (extension: ".js" | ".ts" | ""): Promise<string> => {
    const files = await rewriteImports(
      [
        { path: "batch/index.ts", text: source },
        { path: "batch/worker.js", text: 'import "./a.js";\n' },
        { path: "README.md", text: 'import "./a.js"' },
      ],
      extension,
    );
    expect(files.slice(1).map(({ text }) => text)).toEqual([
      'import "./a.js";\n',
      'import "./a.js"',
    ]);
    return files[0]?.text ?? "";
  };

  test.each([[".ts"], [""]] as const)(
    "%j in place of .js, in what is an import and nowhere else",
    async (extension) => {
      const wanted = source.replace(
        /\.\/(a|side-effect|data|c|d|e|f|g|h|i)\.js|\.\.\/types\.js/g,
        (specifier) => specifier.slice(0, -3) + extension,
      );
      expect(wanted.match(/\.js/g)).toHaveLength(9);
      expect(await rewritten(extension)).toBe(wanted);
    },
  );

  test(".js changes nothing", async () => {
    expect(await rewritten(".js")).toBe(source);
  });
});
