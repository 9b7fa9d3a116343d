/** What can go wrong with the thread of a blocking client: nothing hangs for longer than it may. */

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSyncClient } from "mistral-batch-files/sync";
import { CHUNKED, head, JSON_TYPE, ok, PAGE, response, silence } from "./behaviour.ts";
import { FaultServer } from "./start.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "faults-sync-"));
/** The longest that anything here may take, on a machine that has much else to do. */
const BOUND = 20_000;

let server: FaultServer;

beforeAll(async () => {
  server = await FaultServer.start();
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await server[Symbol.asyncDispose]();
});

const once = { retry: 0 };

function failure(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

test("a result of 50 MB arrives whole", async () => {
  const piece = "x".repeat(0x10000);
  const chunk = `10000\r\n${piece}\r\n`;
  const steps = ['1\r\n"\r\n', { repeat: chunk, times: 800 }, '1\r\n"\r\n0\r\n\r\n'];
  const baseUrl = await server.script([head([JSON_TYPE, CHUNKED], ...steps)]);
  using client = createSyncClient({ apiKey: "k", baseUrl });
  const value: unknown = client.batch.jobs.list();
  expect(value).toHaveLength(800 * 0x10000);
  expect(value === piece.repeat(800)).toBe(true);
});

test("the late answer of a call that has timed out is no other call's", async () => {
  const late = { steps: [{ wait: 1_000 }, ...ok({ total: 1 }).steps] };
  const baseUrl = await server.script([ok(), late, ok({ total: 2 }), ok({ total: 3 })]);
  using client = createSyncClient({ apiKey: "k", baseUrl, ...once });
  expect(client.batch.jobs.list()).toEqual(PAGE);
  const impatient = { timeout: { headers: 500 } };
  expect(failure(() => client.batch.jobs.list({}, impatient))).toMatchObject({
    name: "TimeoutError",
    phase: "headers",
  });
  expect(client.batch.jobs.list()).toEqual({ total: 2 });
  await new Promise((resolve) => setTimeout(resolve, 900));
  expect(client.batch.jobs.list()).toEqual({ total: 3 });
});

test.each(["onRequest", "onResponse", "onRetry", "onError"] as const)(
  "%s that throws ends the call with what it throws, and the next call works",
  async (name) => {
    const failing = name === "onRetry" || name === "onError";
    const first = failing ? [response("503 Busy")] : name === "onResponse" ? [ok()] : [];
    const baseUrl = await server.script([...first, ok({ total: 8 })]);
    using client = createSyncClient({ apiKey: "k", baseUrl });
    const thrown = new RangeError("the hook's own");
    const hooks = {
      [name]: () => {
        throw thrown;
      },
    };
    const retry = name === "onError" ? 0 : { max: 1, minDelay: 1 };
    expect(failure(() => client.batch.jobs.list({}, { hooks, retry }))).toBe(thrown);
    expect(client.batch.jobs.list()).toEqual({ total: 8 });
  },
);

test.each(["onRequest", "onResponse"] as const)(
  "%s that returns a promise is refused, since nothing can wait for it",
  async (name) => {
    const baseUrl = await server.script(name === "onRequest" ? [] : [ok()]);
    using client = createSyncClient({ apiKey: "k", baseUrl });
    const hooks = { [name]: async () => {} };
    expect(failure(() => client.batch.jobs.list({}, { hooks }))).toMatchObject({
      name: "ParameterError",
      parameter: `hooks.${name}`,
    });
  },
);

test("a client that is closed in the middle of a download, or of a walk, says so", async () => {
  const jobs = { ...PAGE, data: [{ id: "a" }, { id: "b" }], total: 100 };
  const baseUrl = await server.script([head([CHUNKED], "4\r\none\n\r\n", silence), ok(jobs)]);
  const client = createSyncClient({ apiKey: "k", baseUrl, ...once });
  const lines = client.files.download("f").lines()[Symbol.iterator]();
  expect(lines.next().value).toBe("one");
  const walk = client.batch.jobs.listAll({ page_size: 2 })[Symbol.iterator]();
  expect(walk.next().value).toEqual({ id: "a" });
  client.close();
  const start = performance.now();
  expect(String(failure(() => lines.next()))).toMatch(/closed/);
  expect(walk.next().value).toEqual({ id: "b" });
  expect(String(failure(() => walk.next()))).toMatch(/closed/);
  expect(performance.now() - start).toBeLessThan(BOUND);
});

test.each([
  ["a value", [ok()], "client.batch.jobs.list();"],
  ["an error", [response("404 Not Found")], "try { client.batch.jobs.list(); } catch {}"],
  [
    "a deadline that was missed",
    [{ steps: [silence] }],
    "try { client.batch.jobs.list({}, { timeout: { headers: 200 } }); } catch {}",
  ],
  [
    "a download that nobody reads",
    [head(["content-length: 100"], "0123456789", silence)],
    'client.files.download("f");',
  ],
  [
    "a download that is left in the middle",
    [head([CHUNKED], "4\r\none\n\r\n", silence)],
    'for (const line of client.files.download("f").lines()) break;',
  ],
])(
  "a process exits by itself after %s, although the client is not closed",
  async (_, answers, code) => {
    const baseUrl = await server.script(answers);
    const options = JSON.stringify({ apiKey: "k", baseUrl, ...once });
    const program = `
    import { createSyncClient } from "mistral-batch-files/sync";
    const client = createSyncClient(${options});
    ${code}
    console.log("done");`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", program],
      { cwd: root, timeout: BOUND },
    );
    expect(stdout.trim()).toBe("done");
  },
);

test("a worker that is killed in the middle of a download ends it with an error", async () => {
  const file = join(folder, "killed.mjs");
  const trigger = join(folder, "kill");
  writeFileSync(
    file,
    `import { existsSync, rmSync } from "node:fs";
     const kill = () => {
       if (!existsSync(${JSON.stringify(trigger)})) return;
       rmSync(${JSON.stringify(trigger)});
       process.exit(9);
     };
     export const fetch = async (url, init) => {
       const response = await globalThis.fetch(url, init);
       setInterval(kill, 10);
       return response;
     };`,
  );
  const baseUrl = await server.script([head([CHUNKED], "4\r\none\n\r\n", silence), ok()]);
  using client = createSyncClient({
    apiKey: "k",
    baseUrl,
    ...once,
    transport: pathToFileURL(file),
  });
  const lines = client.files.download("f").lines()[Symbol.iterator]();
  expect(lines.next().value).toBe("one");
  writeFileSync(trigger, "");
  expect(failure(() => lines.next())).toMatchObject({
    name: "ConnectionError",
    operationId: "files.download",
    message: expect.stringContaining("exit code 9"),
  });
  expect(client.batch.jobs.list()).toEqual(PAGE);
});
