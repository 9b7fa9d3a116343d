import { describe, expect, test } from "vitest";

import { DiagnosticError } from "../../generator/diagnostic.ts";
import { rewriteImports } from "../../generator/import-extension.ts";
import { transpile } from "../../generator/transpile.ts";

const transpiled = async (text: string): Promise<{ js: string; dts: string }> => {
  const files = await transpile([{ path: "src/deep/a.ts", text }]);
  expect(files.map(({ path }) => path)).toEqual(["dist/deep/a.js", "dist/deep/a.d.ts"]);
  return { js: files[0]?.text ?? "", dts: files[1]?.text ?? "" };
};

const diagnosticsOf = async (text: string): Promise<DiagnosticError["diagnostics"]> => {
  const error = await transpile([{ path: "src/a.ts", text }]).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DiagnosticError);
  return (error as DiagnosticError).diagnostics;
};

describe("JavaScript and declarations", () => {
  test("of src only; JavaScript and declarations in it are copied", async () => {
    const files = await transpile([
      { path: "package.json", text: "{}" },
      { path: "src/worker.js", text: "// as it  is\n" },
      { path: "src/given.d.ts", text: "export {};\n" },
      { path: "src/layer.json", text: "{}" },
      { path: "test/a.ts", text: "const a: string = 1;\n" },
    ]);
    expect(files).toEqual([
      { path: "dist/worker.js", text: "// as it  is\n" },
      { path: "dist/given.d.ts", text: "export {};\n" },
    ]);
  });

  test("documentation is in both, and imports stay as written", async () => {
    const { js, dts } = await transpiled(`// Generated.

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
    expect(js).toBe(`// Generated.

import { b } from "./b.js";
/**
* About the function.
*
* @param t what
*/
export function f(t) {
\t// Why it is so.
\treturn b(t.a);
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
    const { js, dts } = await transpiled(`
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
    expect(js).not.toContain("ghost");
    expect(dts.match(/\[Symbol\.dispose\]/g)).toHaveLength(1);
    expect(dts).toContain(
      "\t/** One. */\n\tm(a: string): string;\n\t/** Two. */\n\tm(a: number): number;",
    );
    expect(dts).not.toContain("m(a: string | number)");
    expect(dts).toContain("#private;");
    expect(dts).toContain("get size(): number;");
  });

  test("a file of types alone is still a module", async () => {
    expect((await transpiled("export interface A {}\n")).js).toBe("export {};\n");
  });
});

describe("what cannot be compiled is reported with its place", () => {
  test("syntax", async () => {
    expect(await diagnosticsOf('const ü = "😀";\nexport const a = ;\n')).toMatchObject([
      {
        code: "unparsable-output",
        location: { file: "src/a.ts", line: 2, column: 18 },
        excerpt: ["export const a = ;"],
      },
    ]);
  });

  test("an export without the type that its declaration needs", async () => {
    expect(await diagnosticsOf("/* 😀 */ export function f() { return g(); }\n")).toMatchObject([
      { code: "untyped-export", location: { file: "src/a.ts", line: 1, column: 26 } },
    ]);
  });

  test("syntax that would need a helper at run time", async () => {
    const [diagnostic] = await diagnosticsOf(
      "export function f(a: Disposable): void {\n  using b = a;\n}\n",
    );
    expect(diagnostic).toMatchObject({
      code: "unsupported-syntax",
      location: { file: "src/a.ts" },
    });
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
