import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Entries, methodOf } from "../contract/entries.ts";
import { isDownload, readAsync, readSync } from "../contract/reading.ts";
import type { Behaviour, Call, Layer } from "./behaviour.ts";

/** What no error may show. */
export const KEY = "sk-8f1c-recognisable-secret";

export type Outcome = ({ readonly value: unknown } | { readonly error: unknown }) & {
  /** How many requests the last response counts. */
  readonly attempts: number | undefined;
};

interface Meta {
  readonly attempts: number;
}

/** Makes waiting short, and keeps one behaviour from using up what another may use. */
const PATIENCE = { retry: { minDelay: 1, maxDelay: 2, budget: Infinity } };

/** Puts calls to the layers of a package. */
export class Layers implements Disposable {
  readonly #entries: Entries;
  readonly #blocking: Map<string, Disposable> = new Map();

  constructor(entries: Entries) {
    this.#entries = entries;
  }

  /** Makes the call of a behaviour; its outcome is told, whatever it is. */
  async run(behaviour: Behaviour, layer: Layer, baseUrl: string): Promise<Outcome> {
    const options = { ...PATIENCE, ...behaviour.client, apiKey: KEY };
    const call = behaviour.call ?? { stem: "batch.jobs.list" };
    const send = this.#sender(layer, options, baseUrl);
    if (behaviour.warm === true) {
      await send(call);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    return send(call);
  }

  [Symbol.dispose](): void {
    for (const client of this.#blocking.values()) client[Symbol.dispose]();
  }

  #sender(
    layer: Layer,
    options: { readonly apiKey: string },
    baseUrl: string,
  ): (call: Call) => Promise<Outcome> {
    const { createCallbackClient, createClient } = this.#entries;
    if (layer === "sync") {
      const client = this.#blockingClient(options);
      return (call) => block(client, { ...call, options: { ...call.options, baseUrl } });
    }
    if (layer === "callback") {
      const client = createCallbackClient({ ...options, baseUrl });
      return (call) => callBack(client, call);
    }
    const more =
      layer === "fetch" ? { fetch: (url: string, init: RequestInit) => fetch(url, init) } : {};
    const client = createClient({ ...options, baseUrl, ...more });
    return (call) => settle(client, call);
  }

  /** Clients of the same options share their thread, as in an application. */
  #blockingClient(options: { readonly apiKey: string }): Disposable {
    const key = JSON.stringify(options, (_, value: unknown) =>
      value === Infinity ? "Infinity" : value,
    );
    const client =
      this.#blocking.get(key) ??
      this.#entries.createSyncClient({ ...options, baseUrl: "http://127.0.0.1:9" });
    this.#blocking.set(key, client);
    return client;
  }
}

function argumentsOf(
  { path = [], params, options }: Call,
  noted: Meta[],
): {
  readonly before: readonly unknown[];
  readonly options: object;
} {
  return {
    before: [
      ...path,
      ...(params === null ? [] : [typeof params === "function" ? params() : params]),
    ],
    options: { ...options, onResponse: (meta: Meta) => void noted.push(meta) },
  };
}

async function settle(client: object, call: Call): Promise<Outcome> {
  const noted: Meta[] = [];
  const { before, options } = argumentsOf(call, noted);
  return conclude(noted, async () => {
    const promise = methodOf(client, call.stem)(...before, options);
    return call.walk === true ? collect(promise) : read(call, await promise);
  });
}

async function callBack(client: object, call: Call): Promise<Outcome> {
  const noted: Meta[] = [];
  const { before, options } = argumentsOf(call, noted);
  return conclude(noted, async () => {
    const value = await new Promise((resolve, reject) => {
      const items: unknown[] = [];
      const callbacks = {
        onSuccess: (value: unknown) => resolve(call.walk === true ? items : value),
        onError: reject,
        ...(call.walk === true && { onItem: (item: unknown) => void items.push(item) }),
      };
      methodOf(client, call.stem)(...before, callbacks, options);
    });
    return read(call, value);
  });
}

async function block(client: object, call: Call): Promise<Outcome> {
  const noted: Meta[] = [];
  const { before, options } = argumentsOf(call, noted);
  const folder = await mkdtemp(join(tmpdir(), "faults-"));
  try {
    return await conclude(noted, async () => {
      const stem = call.walk === true ? `${call.stem}All` : call.stem;
      const value = methodOf(client, stem)(...before, options);
      if (call.walk === true) return [...(value as Iterable<unknown>)];
      return isDownload(value)
        ? readSync(value, call.read ?? "bytes", { folder, input: "" })
        : value;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function collect(list: unknown): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const item of list as AsyncIterable<unknown>) items.push(item);
  return items;
}

async function read(call: Call, value: unknown): Promise<unknown> {
  if (!isDownload(value)) return value;
  const folder = await mkdtemp(join(tmpdir(), "faults-"));
  try {
    return await readAsync(value, call.read ?? "bytes", { folder, input: "" }, () => {});
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function conclude(noted: readonly Meta[], act: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await act(), attempts: noted.at(-1)?.attempts };
  } catch (error) {
    return { error, attempts: noted.at(-1)?.attempts };
  }
}
