import { type CauseRecord, describeCause } from "./client-error.js";
import { toRecord } from "./error-record.js";
import { exchange } from "./exchange.js";
import { foreignDispatcher } from "./global-fetch.js";
import { openSent } from "./sent-body.js";
import { builtin } from "./node.js";
import { defaultTransport } from "./platform.js";
import { readWhole } from "./response-body.js";
import { saveChunks, type SaveOptions } from "./save.js";
import {
  flag,
  type FromWorker,
  heartbeatInterval,
  type PortSource,
  type ToWorker,
  type WorkerSettings,
} from "./sync-protocol.js";
import { type Transport, viaFetch } from "./transport.js";
import { Watchdog } from "./watchdog.js";
import type { BodySource, WireResponse } from "./wire.js";

type CallMessage = Extract<ToWorker, { type: "call" }>;

/** What the worker knows of a call that is not over. */
interface PendingCall {
  readonly id: number;
  readonly operation: string;
  readonly watchdog: Watchdog;
  /** Of a response whose body is left. */
  head?: Omit<WireResponse, "url" | "body">;
  /** The rest of a streamed response. */
  chunks?: AsyncIterator<Uint8Array>;
  /** Takes the next piece of the request's body. */
  take?: (piece: Uint8Array | undefined) => void;
  /** Ends the request's body as one that is not complete. */
  breakBody?: (reason: Error) => void;
}

/** Sends the requests of one blocking client. Everything it throws, it posts. */
class SyncWorker {
  readonly #settings: WorkerSettings;
  readonly #transport: Transport;
  readonly #calls: Map<number, PendingCall> = new Map();
  #heart: ReturnType<typeof setInterval> | undefined;

  constructor(settings: WorkerSettings, transport: Transport) {
    this.#settings = settings;
    this.#transport = transport;
  }

  handle(message: ToWorker): void {
    if (message.type === "call") {
      const call: PendingCall = {
        id: message.id,
        operation: message.request.operation,
        watchdog: new Watchdog(message.request.operation, message.deadlines),
      };
      this.#run(call, message).catch((error: unknown) => this.#fail(call, error));
      return;
    }
    const call = this.#calls.get(message.id);
    if (call === undefined) return;
    const fail = (error: unknown): void => this.#fail(call, error);
    if (message.type === "piece") call.take?.(message.piece);
    else if (message.type === "read") this.#read(call, message.all, message.maxSize).catch(fail);
    else if (message.type === "save") this.#save(call, message.path, message.options).catch(fail);
    else this.#cancel(call);
  }

  async #run(
    call: PendingCall,
    { request, stream, maxSize, progress }: CallMessage,
  ): Promise<void> {
    const { id } = call;
    this.#calls.set(id, call);
    this.#heart ??= setInterval(() => this.#beat(), heartbeatInterval);
    const { body: sources, ...head } = request;
    const body = sources?.map((source) => this.#open(call, source));
    const wire = body === undefined ? head : { ...head, body };
    const response = await exchange(call.watchdog, wire, {
      transport: this.#transport,
      open: openSent,
      stream,
      maxSize,
      onProgress: progress
        ? (progress) => post(this.#settings, { type: "progress", id, progress })
        : undefined,
    });
    const { status, headers, setCookie, url } = response;
    call.head = { status, headers, secrets: request.secrets };
    if (response.body instanceof Uint8Array) {
      const bytes = movable(response.body, this.#settings);
      this.#finish(call);
      post(
        this.#settings,
        { type: "response", id, response: { status, headers, setCookie, url, body: bytes } },
        bytes,
      );
    } else {
      call.chunks = response.body[Symbol.asyncIterator]();
      post(this.#settings, { type: "response", id, response: { status, headers, setCookie, url } });
    }
  }

  async #read(call: PendingCall, all: boolean, maxSize: number = Infinity): Promise<void> {
    const { head, operation } = call;
    const next =
      all && head !== undefined
        ? { value: await readWhole(head, rest(call), maxSize, operation) }
        : await call.chunks?.next();
    const { value } = next ?? {};
    if (all || value === undefined) this.#finish(call);
    const chunk = value && movable(value, this.#settings);
    post(this.#settings, { type: "chunk", id: call.id, chunk }, chunk);
  }

  async #save(call: PendingCall, path: string, options: SaveOptions): Promise<void> {
    const { id } = call;
    let isBegun = false;
    const open = (): AsyncIterable<Uint8Array> => {
      isBegun = true;
      return rest(call);
    };
    try {
      const size = await saveChunks(open, path, options, call.operation);
      this.#finish(call);
      post(this.#settings, { type: "saved", id, size });
    } catch (error) {
      if (isBegun) throw error;
      post(this.#settings, { type: "refused", id, error: toRecord(error) });
    }
  }

  #fail(call: PendingCall, error: unknown): void {
    this.#cancel(call);
    post(this.#settings, { type: "error", id: call.id, error: toRecord(error) });
  }

  #cancel(call: PendingCall): void {
    this.#finish(call);
    call.watchdog.cancel(undefined);
    call.chunks?.return?.().catch(() => {});
  }

  #finish(call: PendingCall): void {
    call.breakBody?.(new Error("the call is over"));
    this.#calls.delete(call.id);
  }

  #open(call: PendingCall, source: PortSource): BodySource {
    return typeof source === "object" && "pull" in source ? this.#pull(call, source.pull) : source;
  }

  /** The pieces of an iterable of the caller's thread. */
  async *#pull(call: PendingCall, source: number): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const piece = await new Promise<Uint8Array | undefined>((resolve, reject) => {
        call.take = resolve;
        call.breakBody = reject;
        post(this.#settings, { type: "pull", id: call.id, source });
      });
      if (piece === undefined) return;
      yield piece;
    }
  }

  /** Stops by itself once there is no call, so that short calls one after the other share a timer. */
  #beat(): void {
    Atomics.add(this.#settings.flags, flag.heartbeat, 1);
    if (this.#calls.size > 0) return;
    clearInterval(this.#heart);
    this.#heart = undefined;
  }
}

/** Posts a message and wakes the caller's thread; the buffer of `moved` is moved. */
function post({ port, flags }: WorkerSettings, message: FromWorker, moved?: Uint8Array): void {
  port.postMessage(message, moved === undefined ? [] : [moved.buffer]);
  Atomics.add(flags, flag.messages, 1);
  Atomics.notify(flags, flag.messages);
}

/** What has not been read of a streamed response. */
function rest({ chunks }: PendingCall): AsyncIterable<Uint8Array> {
  if (chunks === undefined) throw new TypeError("the response is not a stream");
  return { [Symbol.asyncIterator]: () => chunks };
}

/** Bytes that have their buffer to themselves, so that it can be moved; a transport module may keep what it gave. */
function movable(bytes: Uint8Array, { transport }: WorkerSettings): Uint8Array {
  const { buffer } = bytes;
  const isOwn = transport === undefined && buffer instanceof ArrayBuffer;
  return isOwn && bytes.byteLength === buffer.byteLength ? bytes : new Uint8Array(bytes);
}

/** The transport module's `fetch`, else what all clients have. */
async function chooseTransport(transport: string | undefined): Promise<Transport> {
  if (transport === undefined) return defaultTransport;
  const module = (await import(transport)) as { readonly fetch?: unknown };
  const { fetch } = module;
  if (typeof fetch !== "function")
    throw new TypeError(`${transport} does not export a function "fetch"`);
  return viaFetch((input, init) => fetch(input, init) as Promise<Response>);
}

/** What is known of an error beside its message, which may hold anything. */
function sketch(error: unknown): CauseRecord {
  const { name, code } = describeCause(error);
  const place = error instanceof Error ? /\n\s+(at .*)/.exec(error.stack ?? "") : null;
  const message = [name, code && `(${code})`, place?.[1]].filter(Boolean).join(" ");
  return { name, message, ...(code === undefined ? {} : { code }) };
}

async function start(settings: WorkerSettings): Promise<void> {
  const { port, flags } = settings;
  const process = builtin("node:process");
  process?.on("uncaughtException", (error) => {
    const cause = sketch(error);
    const { message } = cause;
    post(settings, { type: "broken", id: 0, error: { code: "unknown", message, cause } });
    process.exit(1);
  });
  process?.on("exit", (code) => {
    Atomics.store(flags, flag.exitCode, code);
    Atomics.store(flags, flag.ended, 1);
    Atomics.add(flags, flag.messages, 1);
    Atomics.notify(flags, flag.messages);
  });
  let transport: Transport;
  try {
    transport = await chooseTransport(settings.transport);
  } catch (error) {
    post(settings, { type: "broken", id: 0, error: toRecord(error), option: "transport" });
    return;
  }
  const worker = new SyncWorker(settings, transport);
  port.on("message", (message: ToWorker) => worker.handle(message));
  post(settings, { type: "ready", id: 0, dispatcher: foreignDispatcher() });
}

void start(builtin("node:worker_threads")?.workerData as WorkerSettings);
