import { expect, test } from "vitest";
import { folder } from "../package/workspace.ts";
import { check } from "./check.ts";
import { documentsIn, matches } from "./documents.ts";
import { droppedFrom } from "./dropped.ts";
import type { Row } from "./row.ts";
import { isSound } from "./table.ts";
import { Worker } from "./worker.ts";

const document = (parts: object): object => ({
  openapi: "3.1.0",
  info: { title: "Tiny", version: "1.0.0" },
  paths: {},
  ...parts,
});

const ping = {
  paths: { "/ping": { get: { operationId: "ping", responses: { 204: { description: "" } } } } },
};

test("the documents of a folder are those that begin as one", () => {
  const files = {
    "a/one.yaml": "# A comment.\nopenapi: 3.1.0\n",
    "a/two.yml": "'swagger': '2.0'\n",
    "b/three.json": document({}),
    "b/four.json": { info: {}, openapi: "3.0.0" },
    "b/schema.json": { type: "object", properties: { openapi: { type: "string" } } },
    "b/note.md": "openapi: 3.1.0",
    "overlay.yaml": "overlay: 1.0.0\nextends: openapi: 3.1.0\n",
  };
  const found = ["a/one.yaml", "a/two.yml", "b/four.json", "b/three.json"];
  expect(documentsIn(folder(files))).toEqual(found);
});

test("a manifest says which the documents are", () => {
  const listed = [{ path: "b.yaml" }, { path: "a.yaml" }];
  expect(documentsIn(folder({ "manifest.json": listed, "c.yaml": "openapi: 3.1.0" }))).toEqual([
    "b.yaml",
    "a.yaml",
  ]);
});

test.each([
  ["a/b.json", "a/*", true],
  ["a/b/c.json", "a/*", false],
  ["a/b/c.json", "a/**", true],
  ["a/b.json", "*.json", true],
  ["a/bxjson", "b.json", false],
])("%s is matched by %s: %s", (path, pattern, outcome) => {
  expect(matches(path, pattern)).toBe(outcome);
});

test("a sound document is clean, and its calls succeed", { timeout: 300_000 }, async () => {
  const row = await check(folder({ "openapi.json": document(ping) }), "openapi.json", {
    calls: true,
  });
  expect(row).toMatchObject({
    version: "3.1.0",
    operations: 1,
    outcome: "clean",
    errors: [],
    dropped: [],
    untyped: [],
    calls: { operations: 1, made: 3, failures: [], skipped: [] },
  });
  expect(isSound(row)).toBe(true);
});

test("a refusal has its code and place, and is sound only with a rule", async () => {
  const cwd = folder({
    "broken.json": document({ paths: { "/a": { $ref: "#/nowhere" } } }),
  });
  const row = await check(cwd, "broken.json");
  expect(row.outcome).toBe("refused");
  expect(row.refusals.map(({ code }) => code)).toContain("dangling-ref");
  expect(row.refusals[0]?.place).toMatch(/^broken\.json:1:\d+ #\//);
  const [refusal] = row.refusals;
  expect(isSound({ ...row, refusals: [{ ...refusal!, rule: undefined }] })).toBe(false);
  expect(isSound({ ...row, refusals: [{ ...refusal!, rule: "OpenAPI 3.1.1, 4.8.23" }] })).toBe(
    true,
  );
});

test(
  "a hang is a row, and the next document gets a new process",
  { timeout: 300_000 },
  async () => {
    const cwd = folder({ "openapi.json": document(ping) });
    const task = { folder: cwd, document: "openapi.json", wanted: { quick: true } };
    const impatient = new Worker({ timeout: 0, memory: 1024 });
    const late = await impatient.check(task);
    expect(late).toMatchObject({ outcome: "crashed", document: "openapi.json" });
    expect(late.crash).toContain("no end after 0 s");
    const patient = new Worker({ timeout: 120, memory: 1024 });
    expect((await patient.check(task)).outcome).toBe("clean");
    patient.close();
  },
);

test("running out of memory is a row", { timeout: 300_000 }, async () => {
  const properties = Object.fromEntries(
    Array.from({ length: 50_000 }, (_, index) => [`p${index}`, { type: "string" }]),
  );
  const schemas = { components: { schemas: { Big: { type: "object", properties } } } };
  const worker = new Worker({ timeout: 120, memory: 40 });
  const cwd = folder({ "openapi.json": document({ ...ping, ...schemas }) });
  const row = await worker.check({ folder: cwd, document: "openapi.json", wanted: {} });
  expect(row.outcome).toBe("crashed");
  expect(row.crash).toMatch(/heap/i);
});

test("what the plan lacks is dropped", async () => {
  const { Source } = await import("../replay/source.ts");
  const { operationsOf } = await import("../replay/operations.ts");
  const { planned } = await import("../stages/stage-helpers.ts");
  const parameters = [
    { name: "a", in: "query", schema: {} },
    { name: "X-B", in: "header", schema: {} },
    { name: "Accept", in: "header", schema: {} },
    { name: "c", in: "cookie", schema: {} },
  ];
  const body = { requestBody: { content: { "application/json": { schema: {} } } } };
  const full = { post: { parameters, ...body, responses: {} }, get: { responses: {} } };
  const { plan } = planned({ paths: { "/a": { post: { parameters: parameters.slice(0, 1) } } } });
  const source = new Source("/openapi.json", JSON.stringify(document({ paths: { "/a": full } })));
  expect(droppedFrom(plan, operationsOf(source)).sort()).toEqual([
    "GET /a",
    "POST /a body",
    "POST /a cookie c",
    "POST /a header X-B",
  ]);
});

test("unsound rows", () => {
  const sound: Row = {
    document: "a",
    version: "3.1.0",
    operations: 1,
    outcome: "clean",
    refusals: [],
    errors: [],
    dropped: [],
    untyped: [],
    warnings: {},
    generated: 1,
    seconds: 1,
  };
  expect(isSound(sound)).toBe(true);
  expect(isSound({ ...sound, outcome: "errors" })).toBe(false);
  expect(isSound({ ...sound, outcome: "crashed" })).toBe(false);
  expect(isSound({ ...sound, dropped: ["GET /a"] })).toBe(false);
  const calls = { operations: 1, made: 3, skipped: [], failures: ["GET /a sync: no"] };
  expect(isSound({ ...sound, calls })).toBe(false);
});
