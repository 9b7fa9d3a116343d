/** A package that is generated for a test, and its calls in all styles. */

import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll } from "vitest";
import { generate } from "../../generator/generate.ts";
import type { OutputFile } from "../../generator/source.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Starts the server that echoes; returns its port. */
export async function startEcho(): Promise<string> {
  const server = spawn(process.execPath, [new URL("server.mjs", import.meta.url).pathname], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  afterAll(() => {
    server.kill();
  });
  return new Promise((resolve) =>
    server.stdout.once("data", (data) => resolve(String(data).trim())),
  );
}

export interface Generated {
  /** Where the package lies. */
  readonly folder: string;
  readonly files: readonly OutputFile[];
}

/** Generates the package of a document and writes it to a folder of its own. */
export async function generated(document: object): Promise<Generated> {
  const folder = await mkdtemp(join(tmpdir(), "options-"));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const spec = join(folder, "openapi.json");
  await writeFile(spec, JSON.stringify(document));
  const { files } = await generate({ spec, name: "options", format: "none" });
  for (const { path, text } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  return { folder, files };
}

export type Style = "promise" | "callback" | "sync";

/** What comes of a call: a value or an error, the responses that were reported, and what was sent again. */
export interface Outcome {
  readonly value?: unknown;
  readonly error?: unknown;
  readonly statuses: readonly number[];
  readonly retries: readonly unknown[];
}

type Method = (...args: unknown[]) => unknown;
type Tree = { readonly [name: string]: Tree & Method };

/** Makes a call of `client.calls` with options of the client and of the call. */
export type Call = (
  method: string,
  options: object,
  args?: readonly unknown[],
  own?: object,
) => Promise<Outcome>;

/** The three styles of a package. A synchronous client is closed after its call. */
export async function stylesOf({ folder }: Generated): Promise<Readonly<Record<Style, Call>>> {
  const load = (path: string): Promise<Tree> =>
    import(/* @vite-ignore */ pathToFileURL(join(folder, "dist", path)).href) as Promise<Tree>;
  const { createClient } = await load("promise/index.js");
  const { createCallbackClient } = await load("callback/index.js");
  const { createSyncClient } = await load("sync/index.js");
  const run = async (
    act: (onResponse: object, retries: unknown[]) => unknown,
  ): Promise<Outcome> => {
    const statuses: number[] = [];
    const retries: unknown[] = [];
    const onResponse = (meta: { readonly status: number }): void => void statuses.push(meta.status);
    try {
      return { value: await act({ onResponse }, retries), statuses, retries };
    } catch (error) {
      return { error, statuses, retries };
    }
  };
  const callsOf = (client: unknown): Tree => (client as Tree)["calls"]!;
  return {
    promise: (method, options, args = [undefined], own = {}) =>
      run((report) => callsOf(createClient!(options))[method]!(...args, { ...report, ...own })),
    callback: (method, options, args = [undefined], own = {}) =>
      run(
        (report, retries) =>
          new Promise((resolve, reject) => {
            const callbacks = {
              onRetry: (retry: unknown) => retries.push(retry),
              onSuccess: resolve,
              onError: reject,
            };
            callsOf(createCallbackClient!(options))[method]!(...args, callbacks, {
              ...report,
              ...own,
            });
          }),
      ),
    sync: (method, options, args = [undefined], own = {}) =>
      run((report) => {
        const client = createSyncClient!(options) as unknown as Tree & Disposable;
        try {
          return callsOf(client)[method]!(...args, { ...report, ...own });
        } finally {
          client[Symbol.dispose]();
        }
      }),
  };
}
