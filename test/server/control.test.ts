// The embedded server under control: records, scripted answers and faults, violations, and its end.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { startServer } from "./start.js";
import type { ServerHandle } from "./types.ts";

let server: ServerHandle;

beforeAll(async () => {
  server = await startServer({ requestMs: 0 });
});
beforeEach(() => server.reset());
afterAll(() => server.close());

const authorization = "Bearer test-key";
const get = (path: string, signal?: AbortSignal) =>
  fetch(server.url + path, { headers: { authorization }, signal: signal ?? null });

it("records requests as they were sent, on both origins", async () => {
  await new Promise((resolve, reject) => {
    const headers = ["Host", "x", "X-Twice", "1", "x-twice", "2", "Content-Length", "3"];
    const sent = request(
      `${server.url}/v1/files?b=%20&a=+`,
      { method: "DELETE", headers },
      (response) => response.resume().on("end", resolve),
    );
    sent.on("error", reject).end("a\0b");
  });
  await (await fetch(`${server.storageUrl}/files/none`)).text();
  const [first, second] = await server.requests();
  expect(first).toMatchObject({
    origin: "api",
    method: "DELETE",
    target: "/v1/files?b=%20&a=+",
    status: 404,
    aborted: false,
    scripted: false,
    bodyLength: 3,
  });
  expect(first?.headers.slice(0, 4)).toEqual([
    ["Host", "x"],
    ["X-Twice", "1"],
    ["x-twice", "2"],
    ["Content-Length", "3"],
  ]);
  expect(Buffer.from(first?.body ?? []).toString()).toBe("a\0b");
  expect(second).toMatchObject({ origin: "storage", target: "/files/none", status: 403 });
  expect(second?.connection).not.toBe(first?.connection);
});

it("records large uploads up to a limit and stores them whole", async () => {
  await server.configure({ recordBodyBytes: 1000 });
  const body = new FormData();
  body.append("file", new Blob([new Uint8Array(3_000_000).fill(65)]), "big.bin");
  const response = await fetch(`${server.url}/v1/files`, {
    method: "POST",
    headers: { authorization },
    body,
  });
  expect(await response.json()).toMatchObject({ bytes: 3_000_000 });
  const [recorded] = await server.requests();
  expect(recorded?.body).toHaveLength(1000);
  expect(recorded?.bodyLength).toBeGreaterThan(3_000_000);
});

it("refuses files over the limit", async () => {
  await server.configure({ maxFileBytes: 1000 });
  const body = new FormData();
  body.append("file", new Blob([new Uint8Array(2000)]), "big.bin");
  const response = await fetch(`${server.url}/v1/files`, {
    method: "POST",
    headers: { authorization },
    body,
  });
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({ detail: [{ loc: ["body", "file"] }] });
});

it("gives scripted answers in order to the requests they are for", async () => {
  await server.script([
    {
      match: { method: "GET", path: "/v1/batch/*" },
      status: 503,
      headers: [["Retry-After", "7"]],
      body: "down",
      times: 2,
    },
    { body: { object: "list", data: [] } },
    { match: { path: "/never" }, times: "always" },
  ]);
  expect(await server.pendingScripts()).toBe(3);
  expect(await (await get("/v1/files")).json()).toEqual({ object: "list", data: [] });
  for (let time = 0; time < 2; time++) {
    const down = await get("/v1/batch/jobs");
    expect([down.status, down.headers.get("retry-after"), await down.text()]).toEqual([
      503,
      "7",
      "down",
    ]);
  }
  expect(await server.pendingScripts()).toBe(0);
  expect((await get("/v1/batch/jobs")).status).toBe(200);
  expect((await server.requests()).map(({ scripted }) => scripted)).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

it("resets connections before, after and within an exchange", async () => {
  for (const fault of [{ resetBefore: true }, { resetAfterRequest: true }]) {
    await server.script(fault);
    await expect(get("/v1/files")).rejects.toMatchObject({
      cause: { code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) },
    });
  }
  await server.script({ body: "x".repeat(1000), resetInBody: true });
  const response = await get("/v1/files");
  expect(response.headers.get("content-length")).toBe("1000");
  await expect(response.text()).rejects.toThrow("terminated");
  expect((await server.requests()).map(({ status, aborted }) => [status, aborted])).toEqual([
    [null, true],
    [null, true],
    [200, true],
  ]);
});

it("delays, splits and stalls", async () => {
  await server.script([
    { body: "late", delayHeadersMs: 60 },
    { body: "late", delayBodyMs: 60 },
    { body: "abcdef", pieces: { count: 3, everyMs: 30 } },
    { body: "half", stallBody: true },
    { silent: true },
    { raw: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort" },
  ]);
  const timed = async () => {
    const start = performance.now();
    const response = await get("/v1/files");
    const headers = performance.now() - start;
    return { text: await response.text(), headers, total: performance.now() - start };
  };
  expect((await timed()).headers).toBeGreaterThan(55);
  expect((await timed()).total).toBeGreaterThan(55);
  const pieces = await timed();
  expect([pieces.text, pieces.total > 55]).toEqual(["abcdef", true]);
  const stalled = await get("/v1/files", AbortSignal.timeout(1_500));
  await expect(stalled.text()).rejects.toMatchObject({ name: "TimeoutError" });
  await expect(get("/v1/files", AbortSignal.timeout(1_000))).rejects.toMatchObject({
    name: "TimeoutError",
  });
  await expect(get("/v1/files").then((response) => response.text())).rejects.toThrow("terminated");
  await expect
    .poll(async () => (await server.requests()).map(({ status, aborted }) => [status, aborted]))
    .toEqual([
      [200, false],
      [200, false],
      [200, false],
      [200, true],
      [null, true],
      [null, true],
    ]);
});

it("notes faulty requests behind scripted answers, unless told otherwise", async () => {
  await server.script([{ status: 200 }, { requestCheck: "refuse" }, { requestCheck: "skip" }, {}]);
  expect((await get("/v1/files?page=x")).status).toBe(200);
  expect((await get("/v1/files?page=x")).status).toBe(422);
  expect((await get("/v1/files?page=x")).status).toBe(200);
  const body = new FormData();
  body.append("file", new Blob(["x"]), "x");
  body.append("expiry", "5");
  await fetch(`${server.url}/v1/files`, { method: "POST", body });
  expect(await server.violations()).toMatchObject([
    {
      kind: "request",
      method: "GET",
      target: "/v1/files?page=x",
      status: 200,
      issues: [{ loc: ["query", "page"] }],
    },
  ]);
});

it("notes responses that break the spec", async () => {
  const id = crypto.randomUUID();
  await server.script([
    {
      match: { path: "/v1/files" },
      body: { object: "list", data: [{ id }] },
      responseCheck: "record",
    },
    { status: 418, body: {}, responseCheck: "record" },
    { status: 200, body: "{}", headers: { "content-type": "text/html" }, responseCheck: "record" },
    { body: { id, object: "file", deleted: true }, responseCheck: "record" },
    { body: 5 },
  ]);
  await get("/v1/files");
  await get(`/v1/files/${id}`);
  await get(`/v1/files/${id}`);
  await fetch(`${server.url}/v1/files/${id}`, { method: "DELETE", headers: { authorization } });
  await get("/v1/files");
  const violations = await server.violations();
  expect(violations.map(({ kind, issues }) => [kind, issues[0]?.type])).toEqual([
    ["response", "missing"],
    ["response", "status"],
    ["response", "content_type"],
  ]);
  expect(violations[0]?.issues.map(({ loc }) => loc)).toContainEqual([
    "response",
    "body",
    "data",
    0,
    "bytes",
  ]);
});

it("notes an API key that reaches the storage", async () => {
  expect((await fetch(`${server.storageUrl}/files/x`, { headers: { authorization } })).status).toBe(
    400,
  );
  expect(await server.violations()).toMatchObject([
    { kind: "request", issues: [{ loc: ["header", "authorization"] }] },
  ]);
});

it("ends when it is closed, and says so", async () => {
  const other = await startServer({ keys: { mine: { user: "me" } } });
  expect(other.apiKey).toBe("mine");
  expect(other.url).not.toBe(server.url);
  await other.close();
  await other.close();
  expect(() => process.kill(other.pid, 0)).toThrow("ESRCH");
  await expect(other.requests()).rejects.toThrow("closed");
});

it("ends with the process that started it", async () => {
  const start = new URL("start.js", import.meta.url).href;
  const program = `import { startServer } from ${JSON.stringify(start)}; console.log((await startServer()).pid); setInterval(() => {}, 1000)`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [output] = await once(parent.stdout, "data");
  const pid = Number(output);
  process.kill(pid, 0);
  parent.kill("SIGKILL");
  await expect.poll(() => isRunning(pid)).toBe(false);
});

it("does not keep a process alive", async () => {
  const start = new URL("start.js", import.meta.url).href;
  const program = `import { startServer } from ${JSON.stringify(start)}; console.log((await (await startServer()).requests()).length)`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [[output], [code]] = await Promise.all([once(parent.stdout, "data"), once(parent, "exit")]);
  expect([String(output), code]).toEqual(["0\n", 0]);
});

function isRunning(pid: number) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
