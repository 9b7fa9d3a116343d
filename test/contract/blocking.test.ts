import { afterAll, beforeAll, expect, test } from "vitest";
import { createSyncClient, type SyncClient } from "mistral-batch-files/sync";
import { NotFoundError, TimeoutError } from "mistral-batch-files/errors";
import { startServer } from "../server/start.js";
import type { ServerHandle } from "../server/types.ts";
import { answers, content, FILE, FILE_ID, INPUT } from "./values.ts";

let server: ServerHandle;
let client: SyncClient;

beforeAll(async () => {
  server = await startServer();
  client = createSyncClient({ apiKey: server.apiKey, baseUrl: server.url });
});

afterAll(async () => {
  client.close();
  await server.close();
});

function* linesOf(text: string): Generator<string> {
  for (const line of text.split(/(?<=\n)/)) yield line;
}

/** Queues one task of each kind, makes the call, and says which tasks have run when it returns, and which later. */
async function during(call: () => void): Promise<{ before: string[]; after: Set<string> }> {
  const ran: string[] = [];
  const all = [
    new Promise<void>((resolve) => setTimeout(() => (ran.push("timer"), resolve()), 0)),
    new Promise<void>((resolve) => setImmediate(() => (ran.push("immediate"), resolve()))),
    new Promise<void>((resolve) => queueMicrotask(() => (ran.push("microtask"), resolve()))),
    new Promise<void>((resolve) => process.nextTick(() => (ran.push("tick"), resolve()))),
  ];
  call();
  const before = [...ran];
  await Promise.all(all);
  return { before, after: new Set(ran) };
}

const NOTHING_BEFORE = { before: [], after: new Set(["immediate", "microtask", "tick", "timer"]) };

test("no timer, immediate, tick or microtask runs during a call", async () => {
  await server.script(answers({ total: 7 }, { delayHeadersMs: 100, delayBodyMs: 50 }));
  let total = 0;
  expect(await during(() => (total = client.batch.jobs.list().total))).toEqual(NOTHING_BEFORE);
  expect(total).toBe(7);
});

test("nor during a call that fails", async () => {
  await server.script([
    { status: 404, body: { detail: "gone" }, delayHeadersMs: 100 },
    { silent: true },
  ]);
  const failing = during(() => {
    expect(() => client.batch.jobs.get("missing")).toThrow(NotFoundError);
    expect(() => client.batch.jobs.get("missing", {}, { timeout: 100 })).toThrow(TimeoutError);
  });
  expect(await failing).toEqual(NOTHING_BEFORE);
});

test("nor while an upload is pulled from an iterable", async () => {
  await server.script(answers(FILE, { delayHeadersMs: 50 }));
  const uploading = during(() => {
    expect(
      client.files.upload({ file: { content: linesOf(INPUT), name: "requests.jsonl" } }),
    ).toEqual(FILE);
  });
  expect(await uploading).toEqual(NOTHING_BEFORE);
});

test("nor between the chunks of a download", async () => {
  await server.script(content(INPUT, { pieces: { count: 5, everyMs: 30 } }));
  let text = "";
  const downloading = during(() => {
    for (const line of client.files.download(FILE_ID).lines()) text += `${line}\n`;
  });
  expect(await downloading).toEqual(NOTHING_BEFORE);
  expect(text).toBe(INPUT);
});

test("the deadline of a call is kept although no timer of the caller can fire", async () => {
  await server.script({ silent: true });
  expect(() => client.batch.jobs.list({}, { retry: 0, timeout: { headers: 100 } })).toThrow(
    expect.objectContaining({ code: "timeout", phase: "headers" }),
  );
});
