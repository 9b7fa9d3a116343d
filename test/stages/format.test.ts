import { readFileSync } from "node:fs";
import type { Options } from "prettier";
import * as prettier from "prettier";
import { describe, expect, test } from "vitest";

import { DiagnosticError } from "../../generator/diagnostic.ts";
import { format, type FormatSettings, OXFMT_ABOVE_BYTES } from "../../generator/format.ts";

const formatOne = async (
  path: string,
  text: string,
  settings: FormatSettings = { format: "prettier" },
): Promise<string> => {
  const [file] = await format([{ path, text }], settings);
  expect(file?.path).toBe(path);
  return file?.text ?? "";
};

const ugly = "export const a={b:'c',d:[1,2]}\n\n\n\nexport type T='a'|'b'\n";
const neat = 'export const a = { b: "c", d: [1, 2] };\n\nexport type T = "a" | "b";\n';

describe.each(["prettier", "oxfmt"] as const)("%s", (by) => {
  test("formats scripts, and leaves what is not one of its languages", async () => {
    const files = [
      { path: "src/a.ts", text: ugly },
      { path: "dist/a.d.ts", text: "export   declare const a:string" },
      { path: "dist/a.js", text: "export const a='1'" },
      { path: "LICENSE", text: "as  it is" },
    ];
    expect(await format(files, { format: by })).toEqual([
      { path: "src/a.ts", text: neat },
      { path: "dist/a.d.ts", text: "export declare const a: string;\n" },
      { path: "dist/a.js", text: 'export const a = "1";\n' },
      { path: "LICENSE", text: "as  it is" },
    ]);
  });

  test("a hundred columns unless a Prettier config says otherwise", async () => {
    const line = `export const text = ["${"x".repeat(60)}", "${"y".repeat(11)}"];\n`;
    expect(await formatOne("a.ts", line, { format: by })).toBe(line);
    const narrow = await formatOne("a.ts", line, { format: by, prettier: {} });
    expect(narrow.split("\n").length).toBeGreaterThan(3);
    const styled = {
      format: by,
      prettier: { singleQuote: true, semi: false, tabWidth: 4, endOfLine: "auto" },
    } as const;
    expect(await formatOne("a.ts", 'if (a) { b("c"); }', styled)).toBe("if (a) {\n    b('c')\n}\n");
  });

  test("options that are no matter of style, and plugins, are not passed on", async () => {
    const prettierOptions = {
      plugins: ["prettier-plugin-that-is-not-there"],
      parser: "css",
      experimentalTernaries: true,
    };
    expect(await formatOne("a.ts", ugly, { format: by, prettier: prettierOptions })).toBe(
      await formatOne("a.ts", ugly, { format: by, prettier: {} }),
    );
  });

  test("package.json keeps its order", async () => {
    const text =
      '{"version":"1.0.0","name":"x","exports":{".":{"default":"./a.js"}},"dependencies":{"b":"1","a":"1"}}';
    expect(
      Object.keys(JSON.parse(await formatOne("package.json", text, { format: by })) as object),
    ).toEqual(["version", "name", "exports", "dependencies"]);
  });

  test.each([
    ["src/bad.ts", 'export const umlaut = "äöü😀";\nexport const a = ;\n', 2, 18],
    ["dist/bad.js", "function (", 1, 10],
    ["bad.json", '{\n  "a": \n}', 3, 1],
  ])(
    "%s does not parse: the diagnostic has file, line and text",
    async (path, text, line, column) => {
      const error = await formatOne(path, text, { format: by }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(DiagnosticError);
      const [diagnostic] = (error as DiagnosticError).diagnostics;
      expect(diagnostic).toMatchObject({
        code: "unparsable-output",
        location: { file: path, line, column },
      });
      expect(diagnostic?.excerpt).toEqual([text.split("\n")[line - 1]]);
    },
  );
});

test("by default a Prettier config asks for Prettier, and without one it is oxfmt", async () => {
  const union = `export interface A { a?: { [key: string]: "${"x".repeat(72)}" | null } }`;
  const by = (settings: FormatSettings): Promise<string> => formatOne("a.ts", union, settings);
  const prettier = { printWidth: 100 };
  expect(await by({ prettier })).toBe(await by({ prettier, format: "prettier" }));
  expect(await by({})).toBe(await by({ format: "oxfmt" }));
  expect(await by({})).not.toBe(await by({ prettier }));
});

const indent = { useTabs: false, tabWidth: 2 };

test("an `.editorconfig` alone does not ask for Prettier", async () => {
  const union = `export interface A { a?: { [key: string]: "${"x".repeat(72)}" | null } }`;
  const by = (settings: FormatSettings): Promise<string> => formatOne("a.ts", union, settings);
  expect(await by({ editorconfig: indent })).toBe(await by({ format: "oxfmt" }));
  const asked = await by({ editorconfig: indent, format: "prettier" });
  expect(asked).toBe(await by({ format: "prettier" }));
  expect(asked).not.toBe(await by({ editorconfig: indent }));
});

describe.each([undefined, "oxfmt", "prettier"] as const)("an `.editorconfig` and %s", (by) => {
  const line = `export const text = ["${"x".repeat(60)}", "${"y".repeat(11)}"];\n`;
  const made = (text: string, editorconfig: Options): Promise<string> =>
    formatOne("a.ts", text, { format: by, editorconfig });

  test("a hundred columns unless it says otherwise", async () => {
    expect(await made(line, indent)).toBe(line);
    expect((await made(line, { printWidth: 80 })).split("\n").length).toBeGreaterThan(3);
  });

  test("tabs, their width and the end of line", async () => {
    const text = "if (a) { b(); }";
    expect(await made(text, { tabWidth: 4 })).toBe("if (a) {\n    b();\n}\n");
    expect(await made(text, { useTabs: true, endOfLine: "crlf" })).toBe(
      "if (a) {\r\n\tb();\r\n}\r\n",
    );
  });

  test("`max_line_length = off`, and more than oxfmt takes", async () => {
    for (const printWidth of [Infinity, 1000]) expect(await made(line, { printWidth })).toBe(line);
    expect(await made("a();", { tabWidth: 32 })).toBe("a();\n");
  });
});

test("every file that does not parse is reported, not only the first", async () => {
  const files = ["a.ts", "b.ts"].map((path) => ({ path, text: "}" }));
  const error = await format(files, { format: "prettier" }).catch((reason: unknown) => reason);
  expect((error as DiagnosticError).diagnostics).toHaveLength(2);
});

test("files that have the style already are left alone, but only where it is the default", async () => {
  const text = async (settings: Omit<FormatSettings, "format">): Promise<string | undefined> => {
    const files = [{ path: "a.ts", text: ugly, formatted: true }];
    return (await format(files, { format: "prettier", ...settings }))[0]?.text;
  };
  expect(await text({})).toBe(ugly);
  expect(await text({ prettier: { printWidth: 100, semi: true } })).toBe(ugly);
  expect(await text({ editorconfig: indent })).toBe(ugly);
  expect(await text({ editorconfig: { tabWidth: 4 } })).toBe(neat);
  expect(await text({ prettier: {} })).toBe(neat);
});

test("TypeScript that the faster parser refuses", async () => {
  const text = "declare namespace N {\n  var a: string;\n  export { a as b };\n}\n";
  expect(await formatOne("a.d.ts", text)).toBe(text);
});

test("none leaves everything, and refuses what does not parse", async () => {
  expect(await formatOne("a.ts", ugly, { format: "none" })).toBe(ugly);
  const error = await formatOne("a.ts", "const a = ;\n", { format: "none" }).catch(
    (reason: unknown) => reason,
  );
  expect((error as DiagnosticError).diagnostics).toMatchObject([
    { code: "unparsable-output", location: { file: "a.ts", line: 1 } },
  ]);
});

test.each(["prettier", "oxfmt", "none"] as const)(
  "a package.json is JSON to the letter, also where %s would mend it",
  async (format) => {
    const error = await formatOne("package.json", '{\n  "a": 1,\n}\n', { format }).catch(
      (reason: unknown) => reason,
    );
    expect((error as DiagnosticError).diagnostics).toMatchObject([
      {
        code: "unparsable-output",
        message: "the generated package.json does not parse: expected a name in double quotes here",
        location: { file: "package.json", line: 3, column: 1 },
      },
    ]);
  },
);

test.each(["mts", "cts", "tsx", "mjs", "cjs", "jsx"])(
  "a.%s is formatted, and must parse",
  async (extension) => {
    expect(await formatOne(`a.${extension}`, "let  a = 1")).toBe("let a = 1;\n");
    await expect(formatOne(`a.${extension}`, "let = ;")).rejects.toBeInstanceOf(DiagnosticError);
  },
);

test.each([
  ["src/a.ts", ugly],
  ["dist/a.js", "export const a={b:'c'}"],
  ["dist/a.d.ts", "export declare   const a:string"],
  ["package.json", '{"files":["a","b"],"empty":[],"long":{"a":{"b":1}}}'],
  ["tsconfig.json", '{"compilerOptions":{"lib":["es2022",\n"dom"]}}'],
  [
    "README.md",
    '* a\n* b\n\n```ts\nconst a={b:1}\n```\n```js\nlet a=1\n```\n```json\n{"a":1}\n```\n```sh\nnpm i  x\n```\n| a | b |\n|--|--|\n| 1 | long cell |\n',
  ],
])("what prettier makes of %s, `prettier --check` accepts", async (filepath, text) => {
  const formatted = await formatOne(filepath, text);
  expect(formatted).not.toBe(text);
  expect(await prettier.check(formatted, { filepath, printWidth: 100 })).toBe(true);
});

test("scripts above the stated size are left to oxfmt, which also here is what Prettier makes", async () => {
  const source = readFileSync(new URL("../../generator/write.ts", import.meta.url), "utf8");
  const body = source.slice(source.indexOf("export async function write"));
  const copies = Math.ceil(OXFMT_ABOVE_BYTES / body.length) + 1;
  const text = Array.from({ length: copies }, (_, index) =>
    body.replaceAll("async function ", `async function f${index}_`),
  ).join("\n");
  expect(text.length).toBeGreaterThan(OXFMT_ABOVE_BYTES);
  const squeezed = text.replace(/^ +/gm, "");
  expect(await formatOne("big.ts", squeezed)).toBe(
    await formatOne("big.ts", squeezed, { format: "oxfmt" }),
  );
  expect(await formatOne("big.ts", squeezed)).toBe(text.trimStart());
});
