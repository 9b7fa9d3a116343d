import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer } from "../server/start.js";
import type { ServerHandle } from "../server/types.ts";
import { cases } from "./cases.ts";
import { entries } from "./package.ts";
import { expectationOf, LAYERS } from "./call.ts";
import { Suite } from "./run.ts";

let server: ServerHandle;
let suite: Suite;

beforeAll(async () => {
  server = await startServer();
  suite = new Suite(entries, server);
});

afterAll(async () => {
  suite[Symbol.dispose]();
  await server.close();
});

describe.each(LAYERS)("%s", (layer) => {
  const applicable = cases.filter((each) => !("notApplicable" in expectationOf(each, layer)));
  test.each(applicable.map((each) => [each.name, each] as const))("%s", async (_name, each) => {
    expect(await suite.check(each, layer)).toEqual([]);
  });
});

describe("preview", () => {
  const sending = cases.filter((each) => each.expect.requests.length > 0);
  test.each(sending.map((each) => [each.name, each] as const))("%s", async (_name, each) => {
    expect(await suite.preview(each)).toEqual([]);
  });
});

test("every case has a name of its own", () => {
  const names = cases.map((each) => each.name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
