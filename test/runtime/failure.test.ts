import { execFile } from "node:child_process";
import { getEventListeners } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import {
  CancelledError,
  ConnectionError,
  TimeoutError,
} from "../../templates/package/src/runtime/errors.ts";
import type { Fetch } from "../../templates/package/src/runtime/options.ts";
import { coreFor, getItem } from "./sample.ts";
import { answer, rejection, serve, serveTcp, unusedUrl } from "./serve.ts";

test("says why a connection failed", async () => {
  const refused = await rejection(coreFor(await unusedUrl()).send(getItem, ["a"]));
  expect(refused).toSatisfy(ConnectionError.is);
  expect(refused).toMatchObject({
    causeCode: "ECONNREFUSED",
    cause: expect.any(Error),
    message: expect.stringMatching(
      /^items.get: the connection failed: connect ECONNREFUSED 127\.0\.0\.1:\d+$/,
    ),
  });
  const closed = await serveTcp((socket) => socket.resetAndDestroy());
  const reset = await rejection(coreFor(closed).send(getItem, ["a"]));
  expect(reset).toMatchObject({
    name: "ConnectionError",
    causeCode: "ECONNRESET",
    message: expect.stringContaining("ECONNRESET"),
  });
  const cut = await serveTcp((socket) => {
    socket.end(
      'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"a":',
    );
  });
  expect(await rejection(coreFor(cut).send(getItem, ["a"]))).toSatisfy(ConnectionError.is);
});

test.each([
  ["headers", { headers: 40 }],
  ["total", 40],
  ["total", { total: 40, headers: 1000 }],
] as const)(
  "misses the deadline for %s while waiting for an answer: %j",
  async (phase, timeout) => {
    const url = await serve(() => {});
    const error = await rejection(coreFor(url).send(getItem, ["a"], {}, { timeout }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ phase, timeoutMs: 40, operationId: "items.get" });
  },
);

test.each([
  ["idle", { idle: 40 }],
  ["total", { total: 60 }],
] as const)("misses the deadline for %s while reading: %j", async (phase, timeout) => {
  const url = await serve((_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).write("[");
    if (phase === "idle") return;
    const timer = setInterval(() => response.write("1,"), 10);
    response.on("close", () => clearInterval(timer));
  });
  const error = await rejection(coreFor(url, { timeout }).send(getItem, ["a"]));
  expect(error).toMatchObject({ name: "TimeoutError", phase });
});

test("a slow answer in many pieces keeps the idle deadline", async () => {
  const url = await serve(async (_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    for (const piece of ["[1", ",2", ",3", "]"]) {
      response.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 600));
    }
    response.end();
  });
  expect(await coreFor(url).send(getItem, ["a"], {}, { timeout: { idle: 2_000 } })).toEqual([
    1, 2, 3,
  ]);
});

test("is cancelled before, during and after", async () => {
  const before = vi.fn<Fetch>();
  const error = await rejection(
    coreFor("https://h", { fetch: before }).send(
      getItem,
      ["a"],
      {},
      { signal: AbortSignal.abort("enough") },
    ),
  );
  expect(error).toMatchObject({
    name: "CancelledError",
    reason: "enough",
    message: "items.get: cancelled: enough",
  });
  expect(before).not.toHaveBeenCalled();

  const controller = new AbortController();
  const closed = vi.fn<() => void>();
  const silent = await serve((request) => {
    request.socket.on("close", closed);
    controller.abort("stop");
  });
  const during = coreFor(silent).send(getItem, ["a"], {}, { signal: controller.signal });
  expect(await rejection(during)).toSatisfy(CancelledError.is);
  await expect.poll(() => closed).toHaveBeenCalled();

  const late = new AbortController();
  const url = await serve((_, response) => answer(response, 200, 1));
  expect(await coreFor(url).send(getItem, ["a"], {}, { signal: late.signal })).toBe(1);
  late.abort();
});

test("is cancelled while the body is being read", async () => {
  const controller = new AbortController();
  const url = await serve((_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).write("[");
    setTimeout(() => controller.abort(), 30);
  });
  expect(
    await rejection(coreFor(url).send(getItem, ["a"], {}, { signal: controller.signal })),
  ).toSatisfy(CancelledError.is);
});

test("a deadline and a signal end a call whose fetch knows neither", async () => {
  const cancelled = vi.fn<() => void>();
  const responses: ((response: Response) => void)[] = [];
  const deaf = coreFor("https://h", {
    fetch: () =>
      new Promise((resolve) => {
        responses.push(resolve);
      }),
  });
  expect(await rejection(deaf.send(getItem, ["a"], {}, { timeout: 20 }))).toMatchObject({
    phase: "total",
  });
  responses[0]?.(new Response(new ReadableStream({ cancel: cancelled })));
  await expect.poll(() => cancelled).toHaveBeenCalled();
  const mute = coreFor("https://h", { fetch: async () => new Response(new ReadableStream()) });
  expect(await rejection(mute.send(getItem, ["a"], {}, { timeout: { idle: 20 } }))).toMatchObject({
    phase: "idle",
  });
});

test("leaves no listener and no timer behind", async () => {
  const url = await serve((_, response) => answer(response, 200, 1));
  const core = coreFor(url);
  const { signal } = new AbortController();
  const before = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  for (let call = 0; call < 20; call++) await core.send(getItem, ["a"], {}, { signal });
  await rejection(core.send(getItem, [""], {}, { signal }));
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
  expect(
    process.getActiveResourcesInfo().filter((name) => name === "Timeout").length,
  ).toBeLessThanOrEqual(before + 1);
});

/** What a process of its own prints, in which a client is sent by the given `fetch`. */
async function printed(fetch: string, code: string): Promise<string> {
  const program = `
    import { createClient } from "mistral-batch-files";
    const client = createClient({ apiKey: "k", fetch: ${fetch} });
    ${code}`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", program],
    { cwd: fileURLToPath(new URL("../..", import.meta.url)), timeout: 20_000 },
  );
  return stdout.trim();
}

test("a process waits for the deadline of a call, though nothing else is left to do", async () => {
  const code = "await client.files.list({}, { timeout: 50 }).catch((e) => console.log(e.name));";
  expect(await printed("() => new Promise(() => {})", code)).toBe("TimeoutError");
});

test("a process does not wait for the deadline of a download that nobody reads", async () => {
  const code = 'await client.files.download("f", {}, { timeout: 60_000 }); console.log("has it");';
  expect(await printed('async () => new Response("x")', code)).toBe("has it");
});
