import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import {
  checkConfig,
  type ClientConfig,
  defineConfig,
  resolveClient,
} from "../../generator/config.ts";
import { type Diagnostic, DiagnosticError } from "../../generator/diagnostic.ts";
import { type LoadedConfig, loadConfig } from "../../generator/config/load.ts";

let root = "";

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "config-")));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

const thrownBy = async (run: () => unknown): Promise<readonly Diagnostic[]> => {
  const error = await Promise.resolve()
    .then(run)
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DiagnosticError);
  return (error as DiagnosticError).diagnostics;
};

const full: Required<ClientConfig> = {
  spec: "api.yaml",
  refs: {
    allow: ["../shared", ".", "*.example.org", "https://example.org"],
    headers: { "example.org": { a: "b" } },
  },
  out: "out",
  overlays: ["a.yaml", "https://example.org/b.yaml"],
  templates: ["templates"],
  layers: ["promise"],
  lock: "names.json",
  name: "@acme/client",
  version: "1.2.3-beta.1",
  description: "",
  license: "MIT",
  kind: "source",
  enums: "const",
  naming: "path",
  only: ["files.*"],
  format: "none",
  importExtension: "",
};

describe("what is a config", () => {
  test("one client or several", () => {
    expect(checkConfig(full, "c.mjs")).toEqual([full]);
    expect(checkConfig({ clients: [full, { spec: "b.json" }] }, "c.mjs")).toEqual([
      full,
      { spec: "b.json" },
    ]);
  });

  test("what is undefined counts as not there", () => {
    expect(checkConfig({ spec: "a", out: undefined }, "c.mjs")).toEqual([{ spec: "a" }]);
  });

  test("defineConfig returns its argument, and its type knows the options", () => {
    const config = { spec: "a", kind: "source" } as const;
    expect(defineConfig(config)).toBe(config);
    // @ts-expect-error an unknown option
    defineConfig({ spec: "a", overlay: "b" });
    // @ts-expect-error not one of the choices
    defineConfig({ clients: [{ spec: "a", kind: "pkg" }] });
  });

  test.each<[string, unknown, string, string, string]>([
    [
      "unknown key",
      { spec: "a", overlay: [] },
      "unknown-config-key",
      "`overlay`",
      "did you mean `overlays`?",
    ],
    [
      "unknown key in one of several",
      { clients: [{ spec: "a", outt: "b" }] },
      "unknown-config-key",
      "`clients[0].outt`",
      "did you mean `out`?",
    ],
    [
      "unknown key beside clients",
      { clients: [{ spec: "a" }], spec: "b" },
      "unknown-config-key",
      "`spec`",
      "the options are `clients`",
    ],
    [
      "nothing like an option",
      { spec: "a", quux: 1 },
      "unknown-config-key",
      "`quux`",
      "the options are `spec`,",
    ],
    ["no spec", { out: "a" }, "missing-config-key", "`spec`", "path or URL"],
    ["no clients", { clients: [] }, "bad-config-value", "`clients` is empty", ""],
    ["empty text", { spec: "" }, "bad-config-value", "`spec` is empty", ""],
    [
      "a list that is none",
      { spec: "a", overlays: "b" },
      "bad-config-value",
      '`overlays` is "b" and should be Array',
      "",
    ],
    [
      "a bad item",
      { spec: "a", overlays: ["a", 1] },
      "bad-config-value",
      "`overlays[1]` is 1 and should be string",
      "",
    ],
    [
      "a choice",
      { spec: "a", kind: "pkg" },
      "bad-config-value",
      '`kind` is "pkg" and should be ("package" | "source")',
      "",
    ],
    [
      "a bad npm name",
      { spec: "a", name: "My Client" },
      "bad-config-value",
      "`name` is no name",
      "",
    ],
    [
      "a bad version",
      { spec: "a", version: "1" },
      "bad-config-value",
      "`version` is no semantic",
      "",
    ],
    ["a function", () => ({ spec: "a" }), "bad-config-value", "the config is Function", ""],
    ["nothing", undefined, "missing-config", "exports no config", "export default"],
  ])("%s", async (_, value, code, message, cure) => {
    const diagnostics = await thrownBy(() => checkConfig(value, "conf/triptych.config.mjs"));
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ severity: "error", code });
    expect(diagnostics[0]?.message).toContain("conf/triptych.config.mjs");
    expect(diagnostics[0]?.message).toContain(message);
    expect(diagnostics[0]?.cure ?? "").toContain(cure);
  });

  test("everything that is wrong is said at once", async () => {
    expect(
      await thrownBy(() => checkConfig({ spec: 1, kind: "x", nme: "a" }, "c.mjs")),
    ).toHaveLength(3);
  });

  test("paths become absolute, URLs and standard input stay", () => {
    expect(resolveClient(full, "/conf")).toEqual({
      ...full,
      spec: "/conf/api.yaml",
      lock: "/conf/names.json",
      refs: { ...full.refs, allow: ["/shared", "/conf", "*.example.org", "https://example.org"] },
      out: "/conf/out",
      overlays: ["/conf/a.yaml", "https://example.org/b.yaml"],
      templates: ["/conf/templates"],
    });
    expect(resolveClient({ spec: "-" }, "/conf").spec).toBe("-");
    expect(resolveClient({ spec: "HTTPS://example.org/a" }, "/conf").spec).toBe(
      "HTTPS://example.org/a",
    );
  });
});

const load = async (cwd: string, file?: string): Promise<LoadedConfig | undefined> =>
  loadConfig(join(root, cwd), file);

describe("where it is found", () => {
  test.each([
    ["triptych.config.json", '{ "spec": "a.yaml" }'],
    ["triptych.config.mjs", 'export default { spec: "a.yaml" };'],
    ["triptych.config.js", 'export default { spec: "a.yaml" };'],
    [
      "triptych.config.ts",
      'import { defineConfig } from "openapi-triptych";\nimport { spec } from "./spec";\nexport default defineConfig({ spec } satisfies { spec: string });',
    ],
  ])("%s here, with what it imports", async (file, text) => {
    put("package.json", '{ "name": "x", "type": "module" }');
    put("spec.ts", 'export const spec: string = "a.yaml";');
    put(file, text);
    expect(await load(".")).toEqual({
      file,
      clients: [{ spec: join(root, "a.yaml"), lock: join(root, "triptych.lock.json") }],
    });
  });

  test("a .js config in a CommonJS package", async () => {
    put("package.json", '{ "name": "x" }');
    put("triptych.config.js", 'module.exports = { spec: "a.yaml" };');
    expect((await load("."))?.clients).toEqual([
      { spec: join(root, "a.yaml"), lock: join(root, "triptych.lock.json") },
    ]);
  });

  test.each([
    ["again.json", ""],
    ["again.mjs", "export default "],
    ["again.js", "module.exports = "],
    ["again.ts", "export default "],
  ])("%s is loaded as it is now, if that is asked for", async (file, start) => {
    put("package.json", '{ "name": "x" }');
    for (const spec of ["a.yaml", "b.yaml", "a.yaml"]) {
      put(file, `${start}${JSON.stringify({ spec })}`);
      const loaded = await loadConfig(root, file, { again: true });
      expect(loaded?.clients).toMatchObject([{ spec: join(root, spec) }]);
    }
    if (file.endsWith(".json")) return;
    put(file, `${start}{\n  spec: missing(),\n}`);
    const [diagnostic] = await thrownBy(() => loadConfig(root, file, { again: true }));
    expect(diagnostic).toMatchObject({ code: "config-failed", location: { file, line: 2 } });
  });

  test("above, up to the root of the repository; paths are relative to the config", async () => {
    put("triptych.config.json", '{ "spec": "outside.yaml" }');
    put("repository/.git/HEAD", "ref: refs/heads/main\n");
    put("repository/packages/a/package.json", '{ "name": "a" }');
    mkdirSync(join(root, "repository/packages/a/src"));
    expect(await load("repository/packages/a/src")).toBeUndefined();
    put("repository/triptych.config.json", '{ "spec": "a.yaml" }');
    expect(await load("repository/packages/a/src")).toEqual({
      file: "../../../triptych.config.json",
      clients: [
        {
          spec: join(root, "repository/a.yaml"),
          lock: join(root, "repository/triptych.lock.json"),
        },
      ],
    });
    put("repository/packages/a/triptych.config.json", '{ "spec": "b.yaml" }');
    expect((await load("repository/packages/a/src"))?.file).toBe("../triptych.config.json");
  });

  test("without a repository, up to the root of the package", async () => {
    put("triptych.config.json", '{ "spec": "outside.yaml" }');
    put("package/package.json", '{ "name": "p" }');
    put("package/src/a.ts", "");
    expect(await load("package/src")).toBeUndefined();
    put("package/triptych.config.json", '{ "spec": "a.yaml" }');
    expect((await load("package/src"))?.file).toBe("../triptych.config.json");
  });

  test("or named", async () => {
    put("triptych.config.json", '{ "spec": "a.yaml" }');
    put("conf/other.json", '{ "spec": "b.yaml" }');
    expect(await load(".", "conf/other.json")).toEqual({
      file: "conf/other.json",
      clients: [{ spec: join(root, "conf/b.yaml"), lock: join(root, "conf/triptych.lock.json") }],
    });
  });

  test.each([
    ["conf/nowhere.mjs", "config-unreadable", "no such file"],
    ["triptych.config.yaml", "config-kind", ".json"],
  ])("named but %s", async (file, code, message) => {
    const [diagnostic] = await thrownBy(() => load(".", file));
    expect(diagnostic).toMatchObject({ code });
    expect(diagnostic?.message).toContain(file);
    expect(diagnostic?.message).toContain(message);
  });
});

describe("a file that cannot be used is named, with the place", () => {
  const json =
    '{\n  "clients": [\n    { "spec": "a", "kind": "package" },\n    { "spec": "b", "layer": ["promise"] }\n  ]\n}\n';

  test.each([
    [
      "unknown key in JSON",
      "t1.json",
      json,
      "unknown-config-key",
      4,
      '    { "spec": "b", "layer": ["promise"] }',
    ],
    ["no JSON", "t2.json", '{\n  "spec": "a",\n}\n', "json-syntax", 3, "}"],
    [
      "no JavaScript",
      "t3.mjs",
      'export default {\n  spec: "a",\n  out: ;\n};\n',
      "config-syntax",
      3,
      "  out: ;",
    ],
    [
      "no TypeScript",
      "t4.ts",
      'export default {\n  spec: "ä",\n  out: ;\n};\n',
      "config-syntax",
      3,
      "  out: ;",
    ],
    [
      "throws",
      "t5.mjs",
      "const a = 1;\n\nexport default missing(a);\n",
      "config-failed",
      3,
      "export default missing(a);",
    ],
    [
      "throws in TypeScript",
      "t6.ts",
      "const spec = (): string => {\n  throw new Error('no');\n};\nexport default { spec: spec() };\n",
      "config-failed",
      2,
      "  throw new Error('no');",
    ],
  ])("%s", async (_, file, text, code, line, excerpt) => {
    put(file, text);
    const [diagnostic] = await thrownBy(() => loadConfig(root, file));
    expect(diagnostic).toMatchObject({ code, location: { file, line }, excerpt: [excerpt] });
  });

  test.each([
    [
      "an import that is not there",
      "t7.mjs",
      'import "./nowhere.mjs";\nexport default {};\n',
      "nowhere.mjs",
    ],
    [
      "an import that is not there, in TypeScript",
      "t8.ts",
      'import "./nowhere";\nexport default {};\n',
      "nowhere",
    ],
    ["a thrown text", "t9.mjs", 'throw "as it is";\n', "as it is"],
  ])("%s", async (_, file, text, message) => {
    put(file, text);
    const [diagnostic] = await thrownBy(() => loadConfig(root, file));
    expect(diagnostic).toMatchObject({ code: "config-failed" });
    expect(diagnostic?.message).toContain(file);
    expect(diagnostic?.message).toContain(message);
  });

  test.each([["empty.json"], ["empty.mjs"], ["empty.ts"]])("%s", async (file) => {
    put(file, file === "empty.ts" ? "export const a = 1;\n" : "\n");
    const [diagnostic] = await thrownBy(() => loadConfig(root, file));
    expect(diagnostic).toMatchObject({ code: "missing-config" });
    expect(diagnostic?.message).toContain(file);
  });
});
