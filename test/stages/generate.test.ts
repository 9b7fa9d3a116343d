import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { context } from "esbuild";
import ts from "typescript";
import { afterAll, describe, expect, test } from "vitest";

import type { ClientConfig } from "../../generator/config.ts";
import { generate, inspect } from "../../generator/generate.ts";
import { TYPES_IN_USE, VARIABLES_IN_USE } from "../../generator/base/reserved.ts";

const spec = fileURLToPath(new URL("../../spec/mistral.yaml", import.meta.url));
const overlay = fileURLToPath(new URL("../../spec/mistral.overlay.yaml", import.meta.url));
const client: ClientConfig = { spec, overlays: [overlay], name: "client", format: "none" };

/** What is wrong with the syntax of a file. */
function syntaxErrors({ path, text }: { readonly path: string; readonly text: string }): string[] {
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: path,
    reportDiagnostics: true,
  });
  return diagnostics.map(
    ({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
  );
}

describe("a package", async () => {
  const { files, plan, diagnostics } = await generate(client);
  const paths = files.map(({ path }) => path);
  const textOf = (path: string): string => files.find((file) => file.path === path)?.text ?? "";

  test("has sources and declarations file by file", () => {
    for (const module of ["types", "operations/batch-jobs", "operations/files", "runtime/core"])
      expect(paths).toEqual(expect.arrayContaining([`src/${module}.ts`, `dist/${module}.d.ts`]));
    expect(paths).toContain("package.json");
  });

  test("has JavaScript for what may be imported, and few files beside it", () => {
    const scripts = paths.filter((path) => /^dist\/.*\.js$/.test(path));
    const { exports } = JSON.parse(textOf("package.json")) as {
      exports: Record<string, string | { default: string }>;
    };
    const targets = Object.values(exports).flatMap((entry) =>
      typeof entry === "string" ? [] : [entry.default.slice("./".length)],
    );
    const apart = ["dist/runtime/platform.js", "dist/runtime/platform-browser.js"];
    const others = scripts.filter((path) => ![...targets, ...apart].includes(path));
    expect(scripts).toEqual(expect.arrayContaining([...targets, ...apart]));
    expect(others.filter((path) => !path.startsWith("dist/shared/"))).toEqual([]);
    expect(others.length).toBeLessThan(10);
  });

  test("its classes have the names that they have in the sources", () => {
    const renamed = files.filter(({ path, text }) => path.endsWith(".js") && /class _/.test(text));
    expect(renamed.map(({ path }) => path)).toEqual([]);
  });

  test("has files that parse", () => {
    const scripts = files.filter(({ path }) => /(?<!\.d)\.[jt]s$/.test(path));
    expect(scripts.length).toBeGreaterThan(50);
    expect(scripts.flatMap(syntaxErrors)).toEqual([]);
  });

  test("imports no name that a schema's type, an argument or a function could have", () => {
    const withSchemas = /^src\/(?!runtime\/|errors\.|logger\.|operations\/core\.).*(?<!\.d)\.ts$/;
    const modules = files.filter(({ path }) => withSchemas.test(path));
    const names = modules.flatMap(({ text }) =>
      [
        ...text.matchAll(/(?:import|export)(?: type)? \{([^}]*)\} from "[^"]*\/runtime\/[^"]*"/g),
      ].flatMap(([, list = ""]) =>
        list.split(",").map((name) => name.replace(/^\s*type\s|\s/g, "")),
      ),
    );
    const taken = new Set([...TYPES_IN_USE, ...VARIABLES_IN_USE]);
    expect(names).toContain("ApiPromise");
    expect([...new Set(names)].filter((name) => name !== "" && !taken.has(name))).toEqual([]);
  });

  test("is the same each time", async () => {
    expect(await generate(client)).toMatchObject({ files, plan, diagnostics });
  });

  test("is announced stage by stage", async () => {
    const stages: string[] = [];
    await generate(client, { onStage: (stage) => stages.push(stage) });
    expect(stages).toEqual([
      "loading",
      "reading",
      "resolving",
      "planning",
      "loading",
      "emitting",
      "rendering",
      "formatting",
    ]);
  });

  test("reports what is named otherwise, and where", () => {
    expect(diagnostics).toMatchObject([
      {
        severity: "info",
        code: "type-renamed",
        pointer: "#/components/schemas/File",
        location: { column: 5 },
      },
    ]);
  });
});

test("sources for an application have no folder `src`, and the import specifiers that it wants", async () => {
  const { files } = await generate({ ...client, kind: "source", importExtension: ".ts" });
  const operations = files.find(({ path }) => path === "operations/files.ts");
  expect(operations?.text).toContain('from "../runtime/core.ts"');
  expect(files.filter(({ path }) => /^(?:src|dist)\/|package\.json/.test(path))).toEqual([]);
});

describe("own templates", async () => {
  const folder = await mkdtemp(join(tmpdir(), "templates-"));
  const put = async (files: Readonly<Record<string, string>>): Promise<string> => {
    const root = await mkdtemp(join(folder, "root-"));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    return root;
  };
  afterAll(() => rm(folder, { recursive: true }));

  test("replace what ours have, and add entries, in the JavaScript as in the sources", async () => {
    const own = await put({
      "src/runtime/guard.ts":
        "export const guard = (action: () => void): void => action(); // own\n",
      "src/own/layer.json": JSON.stringify({
        title: "Own",
        entry: "./own",
        exports: { "./own/more": { default: "more.js", types: "more.d.ts" } },
      }),
      "src/own/index.ts": 'export { more as own } from "./more.js";\n',
      "src/own/more.ts":
        'import { guard } from "../runtime/guard.js";\nexport const more = (): void => guard(() => {});\n',
    });
    const { files } = await generate({ ...client, templates: [own] });
    const texts = new Map(files.map(({ path, text }) => [path, text]));
    expect(texts.get("dist/own/index.js")).toContain("more as own");
    expect(texts.get("dist/own/more.js")).toContain("export {");
    expect(texts.get("package.json")).toContain("./dist/own/more.js");
    const guards = files.filter(
      ({ path, text }) => path.startsWith("dist/") && /\bguard = |function guard\(/.test(text),
    );
    expect(guards.map(({ text }) => text)).toEqual([
      expect.stringContaining("guard = (action) => action()"),
    ]);
  });

  test("an import that leads nowhere is reported with its place", async () => {
    const own = await put({ "src/logger.ts": 'export { a } from "./runtime/nowhere.js";\n' });
    await expect(generate({ ...client, templates: [own] })).rejects.toMatchObject({
      diagnostics: [
        {
          code: "unlinkable-output",
          message:
            "the generated src/logger.ts cannot be compiled: it imports ./runtime/nowhere.js, which no template makes",
          location: { file: join(own, "src/logger.ts"), line: 1, column: 19 },
        },
      ],
    });
  });
});

test("inspecting decides the same names", async () => {
  const { plan } = await generate(client);
  expect(await inspect(client)).toMatchObject({ plan });
});

test("selected operations have the names that they have among all", async () => {
  const { plan } = await inspect({ ...client, only: ["files"] });
  expect(plan.resources.flatMap(({ operations }) => operations.map(({ stem }) => stem))).toEqual([
    "files.list",
    "files.upload",
    "files.get",
    "files.delete",
    "files.download",
    "files.signedUrl",
  ]);
  expect(plan.types.map(({ name }) => name)).not.toContain("BatchJob");
});

test("esbuild's process, which others may use, ends with its work if that is wanted", async () => {
  const builder = await context({ stdin: { contents: "1" }, write: false, logLevel: "silent" });
  await generate(client);
  expect((await builder.rebuild()).outputFiles).toHaveLength(1);
  await generate(client, { ownsBundler: true });
  await expect(builder.rebuild()).rejects.toThrow("The service");
  await generate(client);
});
