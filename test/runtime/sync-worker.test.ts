import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect, promisify } from "node:util";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { isPermanent } from "../../templates/package/src/runtime/connection-failure.ts";
import {
  ClientError,
  ConnectionError,
  ParameterError,
} from "../../templates/package/src/runtime/errors.ts";
import type { SyncBaseOptions } from "../../templates/package/src/runtime/options.ts";
import { Bridge, type BridgeSettings } from "../../templates/package/src/runtime/sync-bridge.ts";
import { SyncCore } from "../../templates/package/src/runtime/sync-core.ts";
import { api, bundle, get, makeFolder, startServer, thrown } from "./sync/support.ts";

let baseUrl: string;
let folder: string;
let worker: string;
let core: string;
const open: { close(): void }[] = [];

beforeAll(async () => {
  baseUrl = await startServer();
  folder = await makeFolder();
  worker = await bundle("sync-worker.ts", join(folder, "worker.mjs"));
  core = await bundle("sync-core.ts", join(folder, "core.mjs"));
});

afterEach(() => {
  vi.unstubAllGlobals();
  for (const client of open.splice(0)) client.close();
});

function openCore(options: SyncBaseOptions = {}): SyncCore {
  const client = new SyncCore(api, { baseUrl, worker, retry: 0, ...options });
  open.push(client);
  return client;
}

/** Sends GET through a bridge. */
function sender(settings: BridgeSettings): (path: string, total?: number) => number {
  const bridge = new Bridge({ worker, ...settings });
  open.push(bridge);
  return (path, total = 5_000) =>
    bridge.exchange({
      wire: { operation: "test.get", method: "GET", url: baseUrl + path, headers: {} },
      deadlines: { headers: total, idle: total, total },
      stream: false,
      nameOf: () => "body",
    }).status;
}

let modules = 0;

/** Writes a transport module. */
function transport(code: string): URL {
  const path = join(folder, `transport-${++modules}.mjs`);
  writeFileSync(path, code);
  return pathToFileURL(path);
}

/** Runs a script in a process of its own, with SyncCore and a client's options at hand. */
async function run(script: string, ...flags: string[]): Promise<string> {
  const options = JSON.stringify({ baseUrl, worker });
  const prelude = `const { SyncCore } = await import(${JSON.stringify(pathToFileURL(core).href)});
    const core = new SyncCore(${JSON.stringify(api)}, ${options});
    const echo = ${JSON.stringify(get("/echo"))};`;
  const file = join(folder, `script-${++modules}.mjs`);
  writeFileSync(file, `${prelude}\n${script}`);
  const args = flags.length > 0 ? [...flags, `${prelude}\n${script}`] : [file];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 });
  return stdout.trim();
}

const finish = `console.log(core.send(echo, []).method);`;

test("a process ends by itself while a client is open", async () => {
  expect(await run(finish)).toBe("GET");
});

test("a process ends by itself while a download is half read", async () => {
  const script = `
    const download = core.send({ ...echo, path: "/endless", response: "binary" }, []);
    for (const chunk of download) { console.log(chunk.length > 0); globalThis.kept = download; break; }
    const other = core.send({ ...echo, path: "/endless", response: "binary" }, []);
    other[Symbol.iterator]().next();`;
  expect(await run(script)).toBe("true");
});

test("a call can be made while the process exits", async () => {
  const script = `process.on("exit", () => { ${finish} }); process.exit();`;
  expect(await run(script)).toBe("GET");
});

test("a call can be made where modules are loaded through hooks", async () => {
  const hooks = `export const resolve = (name, context, next) => next(name, context);`;
  const preload = join(folder, "hooks.mjs");
  writeFileSync(
    preload,
    `import { register } from "node:module"; register(${JSON.stringify(`data:text/javascript,${hooks}`)});`,
  );
  const flag = pathToFileURL(preload).href;
  expect(await run(finish, "--import", flag, "--input-type=module", "-e")).toBe("GET");
});

test("a download that nobody holds any more is closed", async () => {
  const script = `
    core.send({ ...echo, path: "/endless", response: "binary" }, [])[Symbol.iterator]().next();
    const open = () => core.send({ ...echo, path: "/open" }, []);
    const before = open();
    for (let i = 0; i < 50 && open() === before; i++) {
      globalThis.gc();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    console.log(before - open());`;
  expect(await run(script, "--expose-gc", "--input-type=module", "-e")).toBe("1");
});

test.each([
  ["--input-type=module", "-e"],
  ["--enable-source-maps", "--input-type=module", "-e"],
])("a program given by %s can block", async (...flags) => {
  expect(await run(finish, ...flags)).toBe("GET");
});

test("a client works within a worker thread", async () => {
  const file = join(folder, "nested.mjs");
  writeFileSync(
    file,
    `import { parentPort, workerData } from "node:worker_threads";
    const { SyncCore } = await import(workerData.core);
    const core = new SyncCore(workerData.api, workerData.options);
    parentPort.postMessage(core.send(workerData.operation, []).method);`,
  );
  const workerData = {
    core: pathToFileURL(core).href,
    options: { baseUrl, worker },
    // Of an API and its operations, the facts can be cloned.
    api: { ...api, uses: {} },
    operation: { ...get("/echo"), uses: {} },
  };
  const thread = new Worker(file, { workerData });
  const method = await new Promise((resolve, reject) =>
    thread.once("message", resolve).once("error", reject),
  );
  expect(method).toBe("GET");
  await new Promise((resolve) => thread.once("exit", resolve));
});

test("a transport module does the sending", () => {
  const url = transport(`export async function fetch(url, init) {
    return new Response(JSON.stringify({ url, method: init.method, accept: new Headers(init.headers).get("accept") }));
  }`);
  for (const place of [url, url.href, url.pathname]) {
    const client = openCore({ transport: place });
    expect(client.send(get("/none"), [])).toEqual({
      url: `${baseUrl}/none`,
      method: "GET",
      accept: "application/json",
    });
  }
});

test("a transport module can give the same bytes again", () => {
  const client = openCore({
    transport: transport(`const bytes = new TextEncoder().encode("[1]");
      const start = (controller) => { controller.enqueue(bytes); controller.close(); };
      export const fetch = async () => new Response(new ReadableStream({ start }));`),
  });
  expect(client.send(get("/echo"), [])).toEqual([1]);
  expect(client.send(get("/echo"), [])).toEqual([1]);
});

test("what a transport throws is the cause of a ConnectionError", () => {
  const url = transport(`export const fetch = async () => {
    throw new TypeError("fetch failed", { cause: Object.assign(new Error("no route"), { code: "EHOSTUNREACH" }) });
  };`);
  const error = thrown(() => openCore({ transport: url }).send(get("/echo"), []));
  expect(error).toBeInstanceOf(ConnectionError);
  expect(error).toMatchObject({
    causeCode: "EHOSTUNREACH",
    cause: {
      name: "TypeError",
      message: "fetch failed",
      cause: { message: "no route", code: "EHOSTUNREACH" },
    },
  });
});

test("an uncaught exception of a transport ends the worker, and its message is not shown", () => {
  const code = `export const fetch = (url, init) => new Promise(() => {
    setTimeout(() => { throw Object.assign(new TypeError(JSON.stringify(init.headers)), { code: "E_OWN" }); });
  });`;
  const client = openCore({ transport: transport(code) });
  const error = thrown(() =>
    client.send(get("/echo"), [], undefined, { headers: { "x-token": "secret" }, retry: 0 }),
  );
  expect(error).toMatchObject({
    name: "ConnectionError",
    message: expect.stringMatching(/has ended: TypeError \(E_OWN\) at .*\.mjs:2:/) as string,
  });
  expect(inspect(error, { depth: 9 })).not.toContain("secret");
});

test.each([
  ["throws", `throw new Error("no licence");`, "no licence"],
  ["does not export fetch", `export const get = 1;`, 'does not export a function "fetch"'],
  ["cannot be parsed", `export const fetch = ;`, "Unexpected token"],
  ["imports what does not exist", `import "missing-package";`, "missing-package"],
])("a transport module that %s is named", (_, code, message) => {
  const client = openCore({ transport: transport(code) });
  const error = thrown(() => client.send(get("/echo"), []));
  expect(error).toBeInstanceOf(ParameterError);
  expect(error).toMatchObject({
    parameter: "transport",
    message: expect.stringContaining(message),
  });
  expect(thrown(() => client.send(get("/echo"), []))).toMatchObject({ parameter: "transport" });
});

test.each(["worker", "transport"])("a missing file is named at once: %s", (option) => {
  const place = join(folder, "missing.mjs");
  const error = thrown(() => openCore({ [option]: place }).send(get("/echo"), []));
  expect(error).toBeInstanceOf(ParameterError);
  expect(error).toMatchObject({
    parameter: option,
    message: expect.stringContaining("missing.mjs"),
  });
});

test("without the option, the program beside the sync layer is used, as the build leaves it there", () => {
  const core = new SyncCore(api, { baseUrl, worker: undefined });
  expect(core.send(get("/echo"), [])).toMatchObject({ method: "GET" });
  core.close();
});

test("a worker program that fails is named", () => {
  const path = join(folder, "bad-worker.mjs");
  writeFileSync(path, `throw new Error("not this one")`);
  const error = thrown(() => openCore({ worker: path }).send(get("/echo"), []));
  expect(error).toBeInstanceOf(ParameterError);
  expect(error).toMatchObject({
    parameter: "worker",
    message: expect.stringContaining("not this one"),
  });
});

test("a worker that does not start is given up", () => {
  const path = join(folder, "idle-worker.mjs");
  writeFileSync(path, `setInterval(() => {}, 1000)`);
  const send = sender({ worker: path, patience: { start: 200, silence: 1000, grace: 100 } });
  const error = thrown(() => send("/echo"));
  expect(error).toBeInstanceOf(ConnectionError);
  expect(error).toMatchObject({ message: expect.stringContaining("did not start within 200 ms") });
});

const realFetch = `
  const send = globalThis.fetch;
  export const fetch = async (url, init) => {
    if (url.endsWith("/die")) die();
    return send(url, init);
  };`;

test.each([
  ["exits", `const die = () => process.exit(3);`, "exit code 3", undefined],
  [
    "throws where nothing catches",
    `const die = () => { setImmediate(() => { throw new Error("oh") }); return new Promise(() => {}); };`,
    "has ended: Error at ",
    "Error",
  ],
  [
    "leaves a rejection unhandled",
    `const die = () => { Promise.reject(new RangeError("oh")); };`,
    "has ended: RangeError at ",
    "RangeError",
  ],
])("a worker that %s is an error, and the next call starts another", (_, die, message, cause) => {
  const client = openCore({
    transport: transport(
      die + realFetch.replace("die();", "{ die(); await new Promise(() => {}); }"),
    ),
  });
  expect(client.send<{ method: string }>(get("/echo"), []).method).toBe("GET");
  const start = performance.now();
  const error = thrown(() => client.send(get("/die"), []));
  expect(performance.now() - start).toBeLessThan(20_000);
  expect(error).toBeInstanceOf(ConnectionError);
  expect(error).toMatchObject({
    operationId: "test.die",
    message: expect.stringContaining(message),
  });
  expect((error as { cause?: Error }).cause?.name).toBe(cause);
  expect(client.send<{ method: string }>(get("/echo"), []).method).toBe("GET");
});

test("a worker that ended between two calls is replaced", async () => {
  const client = openCore({
    transport: transport(`export const fetch = async (url, init) => {
      const response = await globalThis.fetch(url, init);
      setTimeout(() => process.exit(1), 200);
      return response;
    };`),
  });
  const call = (): string => client.send<{ method: string }>(get("/echo"), []).method;
  expect(call()).toBe("GET");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  expect(call()).toBe("GET");
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(call()).toBe("GET");
});

test("a worker that hangs is given up, and the next call starts another", () => {
  const send = sender({
    transport: transport(`const die = () => { for (;;); };${realFetch}`),
    patience: { start: 10_000, silence: 2_500, grace: 100 },
  });
  expect(send("/echo")).toBe(200);
  const start = performance.now();
  const error = thrown(() => send("/die"));
  expect(performance.now() - start).toBeLessThan(20_000);
  expect(error).toBeInstanceOf(ConnectionError);
  expect(error).toMatchObject({ message: expect.stringContaining("no sign of life") });
  // Else a call that may be sent again would hang as long once more.
  expect(isPermanent(error as ConnectionError)).toBe(true);
  expect(send("/echo")).toBe(200);
});

test("a transport that heeds no signal cannot exceed a call's deadline", () => {
  const client = openCore({
    transport: transport(`export const fetch = () => new Promise(() => {});`),
  });
  const start = performance.now();
  expect(thrown(() => client.send(get("/echo"), [], undefined, { timeout: 100 }))).toMatchObject({
    phase: "total",
  });
  expect(performance.now() - start).toBeLessThan(20_000);
});

test("two clients and their workers are independent", () => {
  const [one, two] = [openCore(), openCore()];
  one.send(get("/echo"), []);
  two.send(get("/echo"), []);
  one.close();
  expect(two.send<{ method: string }>(get("/echo"), []).method).toBe("GET");
});

test("where there are no worker threads, the call says so", () => {
  const client = openCore();
  vi.stubGlobal("process", {});
  const error = thrown(() => client.send(get("/echo"), []));
  expect(error).toBeInstanceOf(ClientError);
  expect(String(error)).toContain("use the promise or the callback client");
});

test("where the thread may not block, the call says so", () => {
  const client = openCore();
  vi.stubGlobal("SharedArrayBuffer", undefined);
  expect(String(thrown(() => client.send(get("/echo"), [])))).toContain(
    "use the promise or the callback client",
  );
});

test("a proxy that is set on the caller's thread alone is not bypassed", () => {
  class ProxyAgent {
    readonly uri = "http://127.0.0.1:9";
  }
  // undici's own one, with a certificate authority for instance.
  class Agent {
    readonly options = { connect: { ca: "own" } };
  }
  const symbol = Symbol.for("undici.globalDispatcher.1");
  const before: unknown = Reflect.get(globalThis, symbol);
  try {
    for (const dispatcher of [new ProxyAgent(), new Agent()]) {
      Reflect.set(globalThis, symbol, dispatcher);
      const error = thrown(() => openCore().send(get("/echo"), []));
      expect(error).toBeInstanceOf(ParameterError);
      expect(error).toMatchObject({
        parameter: "transport",
        message: expect.stringContaining(dispatcher.constructor.name),
      });
    }
  } finally {
    Reflect.set(globalThis, symbol, before);
  }
});

test("the worker uses the global fetch where that goes through something set by a preloaded module", async () => {
  const preload = join(folder, "preload.mjs");
  writeFileSync(
    preload,
    `class Agent { dispatch() {} }
    globalThis[Symbol.for("undici.globalDispatcher.1")] = new Agent();
    globalThis.fetch = async () => new Response('{"method":"by the global fetch"}');`,
  );
  expect(
    await run(finish, "--import", pathToFileURL(preload).href, "--input-type=module", "-e"),
  ).toBe("by the global fetch");
});

test("code that was bundled into CommonJS runs with the option worker, and names it without", async () => {
  const file = await bundle("sync-core.ts", join(folder, "core.cjs"), "cjs");
  const script = (more: object): string => `
    const { SyncCore } = require(${JSON.stringify(file)});
    const core = new SyncCore(${JSON.stringify(api)}, ${JSON.stringify({ baseUrl, ...more })});
    try { console.log(core.send(${JSON.stringify(get("/echo"))}, []).method); }
    catch (error) { console.log(error.code, error.parameter, error.message); }`;
  const execute = async (more: object): Promise<string> =>
    (await promisify(execFile)(process.execPath, ["-e", script(more)])).stdout.trim();
  expect(await execute({ worker })).toBe("GET");
  expect(await execute({})).toMatch(/^parameter worker .*by the option "worker"$/);
});
