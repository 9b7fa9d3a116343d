import { expect, test } from "vitest";

import { bundlingOf, isSameScript } from "../../generator/compile.ts";

const file = (text: string, path = "src/a.ts") => ({ path, text });

const before = `// Header.
import type { Api } from "./api.js";
import { send } from "./send.js";

/** What it is. */
export interface Params {
  a?: string;
}

export class Calls {
  /** What it does. */
  get(params: Params): Api {
    return send({ path: "/a", params }) as Api;
  }
}
`;

test.each<[what: string, from: string, to: string, isSame: boolean]>([
  ["nothing", "", "", true],
  ["a type", "a?: string", "a: number", true],
  ["what a type is", "What it is.", "What that is.", true],
  ["a type that is used", "as Api", "as never", true],
  ["an import of a type", 'import type { Api } from "./api.js";\n', "type Api = object;\n", true],
  ["what a method does", "What it does.", "What that does.", false],
  ["the header", "Header", "Other", false],
  ["a value", '"/a"', '"/b"', false],
  ["an import", "import { send }", "import { other as send }", false],
  ["the place of an import", "./send.js", "./other.js", false],
  ["an import more", "import type", 'import "./effect.js";\nimport type', false],
  ["the breaks of an object", '{ path: "/a", params }', '{\n path: "/a", params }', false],
  ["a name that esbuild may give to a class", "What it is.", "What _Calls is.", false],
  ["the same as a part of another", "What it is.", "What x_Calls is.", true],
  ["what makes it no TypeScript", "as Api", "as", false],
])("a module with another text: %s", async (_, from, to, isSame) => {
  const now = before.replace(from, to);
  expect(now === before).toBe(from === to);
  expect(await isSameScript(file(before), file(now))).toBe(isSame);
});

test("of two texts that do not parse nothing is known", async () => {
  expect(await isSameScript(file("export const a = ;"), file("export const b = ;"))).toBe(false);
});

const manifest = (changes: object = {}): string =>
  JSON.stringify({
    exports: ["./dist/a.js", "./dist/b.js", "./dist/c.js"],
    sideEffects: false,
    ...changes,
  });

const layoutOf = (changes: Readonly<Record<string, string>>): string =>
  bundlingOf(
    Object.entries({
      "package.json": manifest(),
      "src/a.ts": 'export { first } from "./first.js";\n',
      "src/b.ts": 'export { first } from "./first.js";\nexport { second } from "./second.js";\n',
      "src/c.ts": 'export { second } from "./second.js";\n',
      "src/first.ts": "export const first = 1;\n",
      "src/second.ts": "export const second = 2;\n",
      "src/copied.js": "export {};\n",
      ...changes,
    }).map(([path, text]) => ({ path, text })),
  ).layout;

test.each<[what: string, changes: Readonly<Record<string, string>>, isSame: boolean]>([
  ["a value", { "src/first.ts": "export const first = 2;\n" }, true],
  ["the version", { "package.json": manifest({ version: "2.0.0" }) }, true],
  ["an entry less", { "package.json": manifest({ exports: ["./dist/a.js"] }) }, false],
  [
    "what has side effects",
    { "package.json": manifest({ sideEffects: ["./dist/first.js"] }) },
    false,
  ],
  ["a module more", { "src/third.ts": "export {};\n" }, false],
  ["another file more", { "README.md": "# Package\n" }, false],
  ["a copy that is none", { "src/copied.js": 'import "./a.js";\n' }, false],
  ["a module that becomes large", { "src/first.ts": `type A = "${"x".repeat(40_000)}";\n` }, false],
])("the layout of a package with other files: %s", (_, changes, isSame) => {
  expect(layoutOf(changes) === layoutOf({})).toBe(isSame);
});
