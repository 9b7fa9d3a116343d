import { openBody } from "./body.js";
import { toRecord } from "./error-record.js";
import { exchange } from "./exchange.js";
import { builtin } from "./node.js";
import { defaultTransport } from "./platform.js";
import { readWhole } from "./response-body.js";
import { saveChunks } from "./save.js";
import { flag, heartbeatInterval } from "./sync-protocol.js";
import { viaFetch } from "./transport.js";
/** Sends the requests of one blocking client. Everything it throws, it posts. */
class SyncWorker {
  #settings;
  #transport;
  #calls = new Map();
  #heart;
  constructor(settings, transport) {
    this.#settings = settings;
    this.#transport = transport;
  }
  handle(message) {
    if (message.type === "call") {
      const call = {
        id: message.id,
        operation: message.request.operation,
        abort: new AbortController(),
      };
      this.#run(call, message).catch((error) => this.#fail(call, error));
      return;
    }
    const call = this.#calls.get(message.id);
    if (call === undefined) return;
    const fail = (error) => this.#fail(call, error);
    if (message.type === "piece") call.take?.(message.piece);
    else if (message.type === "read") this.#read(call, message.all, message.maxSize).catch(fail);
    else if (message.type === "save") this.#save(call, message.path, message.options).catch(fail);
    else this.#cancel(call);
  }
  async #run(call, { request, deadlines, stream, maxSize, progress }) {
    const { id } = call;
    this.#calls.set(id, call);
    this.#heart ??= setInterval(() => this.#beat(), heartbeatInterval);
    const { body: sources, ...head } = request;
    const body = sources?.map((source) => this.#open(call, source));
    const response = await exchange(
      body === undefined
        ? head
        : {
            ...head,
            body,
          },
      {
        transport: this.#transport,
        open: openBody,
        deadlines,
        signal: call.abort.signal,
        stream,
        maxSize,
        onProgress: progress
          ? (progress) =>
              post(this.#settings, {
                type: "progress",
                id,
                progress,
              })
          : undefined,
      },
    );
    const { status, headers, setCookie, url } = response;
    call.head = {
      status,
      headers,
      secrets: request.secrets,
    };
    if (response.body instanceof Uint8Array) {
      const bytes = movable(response.body, this.#settings);
      this.#finish(call);
      post(
        this.#settings,
        {
          type: "response",
          id,
          response: {
            status,
            headers,
            setCookie,
            url,
            body: bytes,
          },
        },
        bytes,
      );
    } else {
      call.chunks = response.body[Symbol.asyncIterator]();
      post(this.#settings, {
        type: "response",
        id,
        response: {
          status,
          headers,
          setCookie,
          url,
        },
      });
    }
  }
  async #read(call, all, maxSize = Infinity) {
    const { head, operation } = call;
    const next =
      all && head !== undefined
        ? { value: await readWhole(head, rest(call), maxSize, operation) }
        : await call.chunks?.next();
    const { value } = next ?? {};
    if (all || value === undefined) this.#finish(call);
    const chunk = value && movable(value, this.#settings);
    post(
      this.#settings,
      {
        type: "chunk",
        id: call.id,
        chunk,
      },
      chunk,
    );
  }
  async #save(call, path, options) {
    const { id } = call;
    let isBegun = false;
    const open = () => {
      isBegun = true;
      return rest(call);
    };
    try {
      const size = await saveChunks(open, path, options, call.operation);
      this.#finish(call);
      post(this.#settings, {
        type: "saved",
        id,
        size,
      });
    } catch (error) {
      if (isBegun) throw error;
      post(this.#settings, {
        type: "refused",
        id,
        error: toRecord(error),
      });
    }
  }
  #fail(call, error) {
    this.#cancel(call);
    post(this.#settings, {
      type: "error",
      id: call.id,
      error: toRecord(error),
    });
  }
  #cancel(call) {
    this.#finish(call);
    call.abort.abort();
    call.chunks?.return?.().catch(() => {});
  }
  #finish(call) {
    call.breakBody?.(new Error("the call is over"));
    this.#calls.delete(call.id);
  }
  #open(call, source) {
    return typeof source === "object" && "pull" in source ? this.#pull(call, source.pull) : source;
  }
  /** The pieces of an iterable of the caller's thread. */
  async *#pull(call, source) {
    for (;;) {
      const piece = await new Promise((resolve, reject) => {
        call.take = resolve;
        call.breakBody = reject;
        post(this.#settings, {
          type: "pull",
          id: call.id,
          source,
        });
      });
      if (piece === undefined) return;
      yield piece;
    }
  }
  /** Stops by itself once there is no call, so that short calls one after the other share a timer. */
  #beat() {
    Atomics.add(this.#settings.flags, flag.heartbeat, 1);
    if (this.#calls.size > 0) return;
    clearInterval(this.#heart);
    this.#heart = undefined;
  }
}
/** Posts a message and wakes the caller's thread; the buffer of `moved` is moved. */
function post({ port, flags }, message, moved) {
  port.postMessage(message, moved === undefined ? [] : [moved.buffer]);
  Atomics.add(flags, flag.messages, 1);
  Atomics.notify(flags, flag.messages);
}
/** What has not been read of a streamed response. */
function rest({ chunks }) {
  if (chunks === undefined) throw new TypeError("the response is not a stream");
  return { [Symbol.asyncIterator]: () => chunks };
}
/** Bytes that have their buffer to themselves, so that it can be moved; a transport module may keep what it gave. */
function movable(bytes, { transport }) {
  const { buffer } = bytes;
  const isOwn = transport === undefined && buffer instanceof ArrayBuffer;
  return isOwn && bytes.byteLength === buffer.byteLength ? bytes : new Uint8Array(bytes);
}
/** The transport module's `fetch`, else what all clients have. */
async function chooseTransport(transport) {
  if (transport === undefined) return defaultTransport;
  const module = await import(transport);
  const { fetch } = module;
  if (typeof fetch !== "function")
    throw new TypeError(`${transport} does not export a function "fetch"`);
  return viaFetch((input, init) => fetch(input, init));
}
async function start(settings) {
  const { port, flags } = settings;
  const process = builtin("node:process");
  process?.on("uncaughtException", (error) => {
    post(settings, {
      type: "broken",
      id: 0,
      error: toRecord(error),
    });
    process.exit(1);
  });
  process?.on("exit", (code) => {
    Atomics.store(flags, flag.exitCode, code);
    Atomics.store(flags, flag.ended, 1);
    Atomics.add(flags, flag.messages, 1);
    Atomics.notify(flags, flag.messages);
  });
  let transport;
  try {
    transport = await chooseTransport(settings.transport);
  } catch (error) {
    post(settings, {
      type: "broken",
      id: 0,
      error: toRecord(error),
      option: "transport",
    });
    return;
  }
  const worker = new SyncWorker(settings, transport);
  port.on("message", (message) => worker.handle(message));
  post(settings, {
    type: "ready",
    id: 0,
  });
}
void start(builtin("node:worker_threads")?.workerData);
