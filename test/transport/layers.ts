/** Calls on the server of `server.mjs`, the same in all styles. */

import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll } from "vitest";
import { call } from "../../templates/package/src/runtime/callback.ts";
import { Core } from "../../templates/package/src/runtime/core.ts";
import type { Api, Operation } from "../../templates/package/src/runtime/uses.ts";
import { SyncCore } from "../../templates/package/src/runtime/sync-core.ts";
import { bundle, makeFolder } from "../runtime/sync/support.ts";
import { apiUses, uses } from "../runtime/uses.ts";

export const api: Api = {
  title: "Wire",
  security: {
    token: { type: "bearer" },
    key: { type: "apiKey", in: "header", name: "X-Tenant" },
    query: { type: "apiKey", in: "query", name: "sig" },
  },
  uses: apiUses,
};

export interface Servers {
  readonly url: string;
  /** The same server at another origin. */
  readonly other: string;
}

/** Starts the server in a process of its own. */
export async function startServer(): Promise<Servers> {
  const server = spawn(process.execPath, [new URL("server.mjs", import.meta.url).pathname], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  afterAll(() => {
    server.kill();
  });
  const printed = await new Promise<string>((resolve) =>
    server.stdout.once("data", (data) => resolve(String(data))),
  );
  const [one, two] = printed.trim().split(" ");
  return { url: `http://127.0.0.1:${one}`, other: `http://127.0.0.1:${two}` };
}

export interface Outcome {
  readonly value?: unknown;
  readonly error?: unknown;
}

/** Makes one call by a client of its own. */
export type Send = (
  operation: Operation,
  client: object,
  params?: object,
  options?: object,
) => Promise<Outcome>;

/** The path of an operation is on the server, and encoded already. */
export function operation(path: string, more: Partial<Operation> = {}): Operation {
  return { id: "wire.call", method: "get", path, response: "json", retry: "safe", uses, ...more };
}

/** An operation whose param `body` is sent as it is. */
export function upload(path: string, more: Partial<Operation> = {}): Operation {
  const body = { mediaType: "text/x", encoding: "binary" } as const;
  return operation(path, { method: "post", body, ...more });
}

/** The path at which the server sends bytes as they are: text is Latin-1, numbers are pauses in ms. */
export function raw(
  ...steps: readonly (
    string | number | { end: "stall" | "reset" } | { text: string; times: number }
  )[]
): string {
  return `/raw/${encodeURIComponent(JSON.stringify(steps))}`;
}

/** A head of a response, for `raw`; the connection is not kept. */
export function head(status: string, ...headers: readonly string[]): string {
  return [`HTTP/1.1 ${status}`, "connection: close", ...headers, "", ""].join("\r\n");
}

/** The styles, and of the promise style also the one that goes through the global `fetch`. */
export async function styles(): Promise<Readonly<Record<string, Send>>> {
  const worker = await bundle("sync-worker.ts", join(await makeFolder(), "worker.mjs"));
  const promise: Send = async (to, client, params, options) => {
    try {
      return { value: await new Core(api, client).send(to, [], params, options) };
    } catch (error) {
      return { error };
    }
  };
  return {
    promise,
    fetch: (to, client, params, options) =>
      promise(
        to,
        { fetch: (url: string, init: RequestInit) => globalThis.fetch(url, init), ...client },
        params,
        options,
      ),
    callback: (to, client, params, options) =>
      new Promise((resolve) => {
        const callbacks = {
          onSuccess: (value: unknown) => resolve({ value }),
          onError: (error: unknown) => resolve({ error }),
        };
        call(new Core(api, client), to, [], params, callbacks, options);
      }),
    sync: async (to, client, params, options) => {
      const core = new SyncCore(api, { worker, ...client });
      try {
        return { value: core.send(to, [], params, options) };
      } catch (error) {
        return { error };
      } finally {
        core.close();
      }
    },
  };
}
