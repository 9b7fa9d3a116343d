import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { ClientConfig } from "../../generator/config.ts";
import { readInputs } from "../../generator/read.ts";
import { recordInputs } from "../../generator/write/inputs.ts";
import { isNewer, type InputHashes } from "../../generator/write/manifest.ts";
import { generate, put, read } from "./folder.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "inputs-"));
  file(
    "api/openapi.yaml",
    "openapi: 3.1.0\npaths:\n  /a: { $ref: 'a.yaml' }\n  /b: { $ref: 'b.yaml' }\n",
  );
  file("api/a.yaml", "get: {}\n");
  file("api/first.overlay.yaml", "overlay: 1.0.0\nactions: []\n");
  file("api/second.overlay.yaml", "overlay: 1.0.0\nactions: []\n");
  file("own/src/extra.ts", "export {};\n");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const file = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

const recorded = async (config: Partial<ClientConfig> = {}): Promise<InputHashes> => {
  const { record } = await readInputs(
    {
      spec: "api/openapi.yaml",
      overlays: ["api/second.overlay.yaml", "api/first.overlay.yaml"],
      templates: ["own"],
      out: "out",
      name: "client",
      ...config,
    },
    { cwd: root },
  );
  return recordInputs(record, join(root, "out"));
};

test("each text by its path from the output, in the order that counts, and each option", async () => {
  const inputs = await recorded();
  const names = Object.entries(inputs).map(([kind, hashes]) => [kind, Object.keys(hashes)]);
  expect(names).toEqual([
    ["config", ["name"]],
    ["document", ["../api/openapi.yaml", "../api/a.yaml", "../api/b.yaml"]],
    ["overlays", ["../api/second.overlay.yaml", "../api/first.overlay.yaml"]],
    ["templates", ["../own/src/extra.ts"]],
  ]);
  expect(inputs["document"]?.["../api/a.yaml"]).toMatch(/^[0-9a-f]{64}$/);
  expect(inputs["document"]?.["../api/b.yaml"]).toBe("missing");
});

test("line ends that a checkout changed are no change; a text that appears is", async () => {
  const before = await recorded();
  file("api/a.yaml", "get: {}\r\n");
  expect(await recorded()).toEqual(before);
  file("api/b.yaml", "get: {}\n");
  expect((await recorded())["document"]?.["../api/b.yaml"]).toMatch(/^[0-9a-f]{64}$/);
});

test("nothing secret, and nothing that differs between machines", async () => {
  const refs = { headers: { "api.example.com": { authorization: "Bearer secret" } } };
  expect(await recorded({ refs })).toEqual(await recorded());
  const shared = await recorded({ refs: { allow: [join(root, "shared/")] } });
  expect(await recorded({ refs: { allow: ["./shared/"] } })).toEqual(shared);
  expect(shared).not.toEqual(await recorded());
  const address = "https://user:password@example.com/openapi.json?token=secret#part";
  const hash = "0";
  expect(recordInputs([{ kind: "document", name: address, hash }], root)).toEqual({
    document: { "https://example.com/openapi.json": hash },
  });
});

test("the manifest has them, and a change of them alone rewrites only the manifest", async () => {
  const input = { kind: "config", name: "naming", hash: "1" };
  await generate({ "a.ts": "a" }, { inputs: [input] });
  expect(JSON.parse(read(".triptych.json"))).toMatchObject({ inputs: { config: { naming: "1" } } });
  const report = await generate({ "a.ts": "a" }, { inputs: [{ ...input, hash: "2" }] });
  expect(report).toMatchObject({ written: [], unchanged: ["a.ts"] });
  expect(JSON.parse(read(".triptych.json"))).toMatchObject({ inputs: { config: { naming: "2" } } });
});

describe("output of a newer generator", () => {
  test("is refused, unless forced", async () => {
    await generate({ "a.ts": "a" }, { generator: "1.3.0" });
    put("a.ts", "a");
    const older = await generate({ "a.ts": "b" }, { generator: "1.2.3" });
    expect(older.refused).toMatchObject([{ path: ".triptych.json", reason: "manifest" }]);
    expect(older.refused[0]?.cure).toContain("update triptych to 1.3.0");
    expect(read("a.ts")).toBe("a");
    const forced = await generate({ "a.ts": "b" }, { generator: "1.2.3", force: true });
    expect(forced).toMatchObject({ written: ["a.ts"], saved: [] });
  });

  test.each([
    ["1.10.0", "1.9.0", true],
    ["1.0.0", "1.0.0", false],
    ["1.0.0", "1.0.0-beta.1", true],
    ["1.0.0-beta.11", "1.0.0-beta.2", true],
    ["1.0.0-beta", "1.0.0-beta.1", false],
    ["1.0.0-beta.x", "1.0.0-beta.1", true],
    ["2", "1.0.0", false],
  ])("%s is newer than %s: %s", (a, b, expected) => {
    expect(isNewer(a, b)).toBe(expected);
    if (expected) expect(isNewer(b, a)).toBe(false);
  });
});
