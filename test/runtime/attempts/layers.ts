/** One call, put to the promise, the callback and the blocking core. */

import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { call } from "../../../templates/package/src/runtime/callback.ts";
import { Core } from "../../../templates/package/src/runtime/core.ts";
import type { Operation } from "../../../templates/package/src/runtime/uses.ts";
import type { ResponseMeta, Retry } from "../../../templates/package/src/runtime/options.ts";
import { SyncCore } from "../../../templates/package/src/runtime/sync-core.ts";
import { api, bundle, get, makeFolder, startServer } from "../sync/support.ts";

/** What the server answers: see `server.mjs`. */
export type Answer =
  | "reset"
  | "silence"
  | "cut"
  | "stall"
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    };

type Options = Readonly<Record<string, unknown>>;

export interface Attempted {
  readonly operation?: Partial<Operation>;
  readonly params?: object;
  readonly client?: Options;
  readonly options?: Options;
}

export interface Outcome {
  readonly value?: unknown;
  readonly error?: unknown;
  readonly meta: ResponseMeta | undefined;
  readonly retries: readonly Retry[];
}

/** Sends a call of a client that is made for it, or of the client that is given. */
export type Layer = (
  operation: Operation,
  attempted: Attempted,
  client?: Core | SyncCore,
) => Promise<Outcome>;

export const fast = { minDelay: 2, maxDelay: 5 };

let baseUrl = "";
let worker = "";
let number = 0;

/** Where the server is. */
export function place(): { readonly baseUrl: string } {
  return { baseUrl };
}

/** The server and the worker's program, for all tests of a file. */
export function prepareLayers(): void {
  beforeAll(async () => {
    baseUrl = await startServer("../attempts/server.mjs");
    worker = await bundle("sync-worker.ts", join(await makeFolder(), "worker.mjs"));
  });
}

/** An operation whose requests are answered like this, one after the other. */
export function scripted(
  answers: readonly Answer[],
  more: Partial<Operation> = {},
): { readonly operation: Operation; requests(): Promise<Logged[]> } {
  const id = String(++number);
  const query = encodeURIComponent(JSON.stringify(answers));
  return {
    operation: { ...get(`/script/${id}?answers=${query}`), id: "test", ...more },
    async requests() {
      const response = await fetch(`${baseUrl}/log/${id}`);
      return (await response.json()) as Logged[];
    },
  };
}

export interface Logged {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function coreFor(options: Options = {}): Core {
  return new Core(api, { baseUrl, retry: fast, ...options });
}

const open: SyncCore[] = [];

afterAll(() => {
  for (const core of open) core.close();
});

function syncCoreFor(options: Options = {}): SyncCore {
  const core = new SyncCore(api, { baseUrl, worker, retry: fast, ...options });
  open.push(core);
  return core;
}

const warmed = new WeakSet<SyncCore>();

/** Starts the worker of a blocking client, so that the deadline of a call need not last for that as well. */
function warm(core: SyncCore): void {
  if (warmed.has(core)) return;
  warmed.add(core);
  core.send(get("/log/none", { security: [] }), [], undefined, { baseUrl });
}

/** Collects what happens on the way; the call's own hooks come first in order. */
function collecting(options: Options = {}): {
  readonly options: Options;
  readonly retries: Retry[];
  meta(): ResponseMeta | undefined;
} {
  const retries: Retry[] = [];
  let meta: ResponseMeta | undefined;
  const own = { onRetry: (retry: Retry) => void retries.push(retry) };
  const { hooks = [] } = options;
  return {
    options: {
      ...options,
      hooks: [own, ...(Array.isArray(hooks) ? (hooks as object[]) : [hooks as object])],
      onResponse: (each: ResponseMeta) => void (meta = each),
    },
    retries,
    meta: () => meta,
  };
}

export const layers: Readonly<Record<"promise" | "callback" | "sync", Layer>> = {
  async promise(operation, { params, client, options }, core = coreFor(client)) {
    const { options: own, retries, meta } = collecting(options);
    try {
      const sent = (core as Core).send(operation, [], params, own);
      return { value: await sent, meta: meta(), retries };
    } catch (error) {
      return { error, meta: meta(), retries };
    }
  },
  async callback(operation, { params, client, options }, core = coreFor(client)) {
    const retries: Retry[] = [];
    let outcome: Outcome = { meta: undefined, retries };
    await call(
      core as Core,
      operation,
      [],
      params,
      {
        onRetry: (retry) => void retries.push(retry),
        onSuccess: (value, ctx) => void (outcome = { value, meta: ctx.response, retries }),
        onError: (error, ctx) => void (outcome = { error, meta: ctx.response, retries }),
      },
      options,
    ).done;
    return outcome;
  },
  async sync(operation, { params, client, options }, core = syncCoreFor(client)) {
    const { options: own, retries, meta } = collecting(options);
    if (options?.["timeout"] !== undefined) warm(core as SyncCore);
    try {
      const value = (core as SyncCore).send(operation, [], params, own);
      return { value, meta: meta(), retries };
    } catch (error) {
      return { error, meta: meta(), retries };
    }
  },
};

/** A client of the kind that a layer uses. */
export function clientFor(layer: keyof typeof layers, options: Options): Core | SyncCore {
  return layer === "sync" ? syncCoreFor(options) : coreFor(options);
}
