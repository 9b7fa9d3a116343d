import { readdirSync, readFileSync } from "node:fs";
import { join, posix, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { beforeEach, expect, test, vi } from "vitest";

import { bundlingOf } from "../../generator/compile.ts";

vi.mock("esbuild", { spy: true });
beforeEach(() => {
  vi.mocked(build).mockClear();
});

const home = fileURLToPath(new URL("../../generated/mistral/", import.meta.url));

/** Two modules that two of three entries share each, which go into one file if they need nothing else. */
const packageOf = (first: string, second: string): { path: string; text: string }[] =>
  Object.entries({
    "package.json": JSON.stringify({
      exports: ["./dist/a.js", "./dist/b.js", "./dist/c.js"],
      sideEffects: ["./dist/effect.js"],
    }),
    "src/a.ts": 'export { first } from "./first.js";\n',
    "src/b.ts": 'export { first } from "./first.js";\nexport { second } from "./second.js";\n',
    "src/c.ts": 'export { second } from "./second.js";\n',
    "src/first.ts": `${first}\nexport const first = 1;\n`,
    "src/second.ts": `${second}\nexport const second = 2;\n`,
    "src/effect.ts": "export const effect = Object.assign(globalThis, { is: true });\n",
    "src/large.ts": `export const large = "${"x".repeat(30_000)}";\n`,
    "src/broken.ts": 'import { type, none } from "./type.js";\nexport const broken = none;\n',
    "src/type.ts": "export type Type = string;\n",
  }).map(([path, text]) => ({ path, text }));

test("the JavaScript of a package is built once", async () => {
  const paths = readdirSync(join(home, "src"), { recursive: true, encoding: "utf8" })
    .map((path) => posix.join("src", ...path.split(sep)))
    .filter((path) => /\.[jt]s$/.test(path));
  const files = ["package.json", ...paths].map((path) => ({
    path,
    text: readFileSync(join(home, path), "utf8"),
  }));
  const made = await bundlingOf(files).bundle();
  expect(made.files.some(({ path }) => path.startsWith("dist/shared/"))).toBe(true);
  expect(made.isAsGuessed).toBe(true);
  expect(build).toHaveBeenCalledOnce();
});

const TOGETHER = ["dist/shared/second.js"];
const APART = ["dist/shared/first.js", "dist/shared/second.js"];

test.each<[first: string, second: string, wanted: readonly string[]]>([
  ["", "", TOGETHER],
  ['import type { large } from "./large.js";', 'export type { Type } from "./type.js";', TOGETHER],
  ["", 'import { type Type } from "./type.js";', TOGETHER],
  ["", 'export const lazy = (): Promise<unknown> => import("./large.js");', TOGETHER],
  ["", "export function f(a: Disposable): void {\n  using b = a;\n}", TOGETHER],
  ['import "package";', "", APART],
  ["", 'import value from "package";', APART],
  ['import "./effect.js";', "", ["dist/shared/effect.js", "dist/shared/second.js"]],
  ['import {\n  large, // Why.\n} from "./large.js";', "", APART],
  ["", "export * from './large.js';", APART],
  ["", 'import * as large from "./large.js";', APART],
])("imports are found in the texts of modules, %j and %j", async (first, second, wanted) => {
  expect((await sharedFiles(first, second)).paths).toEqual(wanted);
  expect(build).toHaveBeenCalledOnce();
});

test.each<[what: string, first: string, wanted: readonly string[]]>([
  ["an import that is not found", '/* */ import { large } from "./large.js";', APART],
  ["one with an effect", ';import "./effect.js";', ["dist/shared/effect.js", TOGETHER[0] ?? ""]],
  ["what is none", '/*\nimport { large } from "./large.js";\n*/', TOGETHER],
  ["what is none, of what is wrong", '/*\nimport { broken } from "./broken.js";\n*/', TOGETHER],
])("%s changes nothing in the files", async (_, first, wanted) => {
  expect(await sharedFiles(first, "")).toEqual({ paths: wanted, isAsGuessed: false });
  expect(vi.mocked(build).mock.calls.length).toBeGreaterThan(1);
});

async function sharedFiles(
  first: string,
  second: string,
): Promise<{ paths: string[]; isAsGuessed: boolean }> {
  const { files, isAsGuessed } = await bundlingOf(packageOf(first, second)).bundle();
  const paths = files.map(({ path }) => path).filter((path) => path.startsWith("dist/shared/"));
  return { paths: paths.sort(), isAsGuessed };
}
