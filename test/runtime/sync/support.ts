import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll } from "vitest";
import type { Api, Operation } from "../../../templates/package/src/runtime/uses.ts";
import { apiUses, uses } from "../uses.ts";

const runtime = new URL("../../../templates/package/src/runtime/", import.meta.url);

/** A folder for the files of one test file. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sync-"));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Bundles a module of the runtime into one file, as the package's build does with the worker. */
export async function bundle(
  module: string,
  outfile: string,
  format: "esm" | "cjs" = "esm",
): Promise<string> {
  await build({
    entryPoints: [new URL(module, runtime).pathname],
    outfile,
    bundle: true,
    platform: "node",
    format,
    logLevel: "error",
    logOverride: { "empty-import-meta": "silent" },
  });
  return outfile;
}

/** Starts a server in a process of its own: that of `server.mjs`, or of another module beside this one. */
export async function startServer(module = "server.mjs"): Promise<string> {
  const server = spawn(process.execPath, [new URL(module, import.meta.url).pathname], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  afterAll(() => {
    server.kill();
  });
  const port = await new Promise<string>((resolve) =>
    server.stdout.once("data", (data) => resolve(String(data).trim())),
  );
  return `http://127.0.0.1:${port}`;
}

export const api: Api = {
  title: "Test",
  security: { apiKey: { type: "bearer" } },
  uses: apiUses,
};

/** An operation on one of the server's routes, for instance `get("/status/404")`. */
export function get(path: string, more: Partial<Operation> = {}): Operation {
  const id = `test.${path.split("/")[1]}`;
  return { id, method: "get", path, response: "json", retry: "safe", uses, ...more };
}

/** An operation that sends its param `body` as it is. */
export function upload(route = "/echo"): Operation {
  return get(route, { method: "post", body: { mediaType: "text/plain", encoding: "binary" } });
}

export const download = (path: string): Operation => get(path, { response: "binary" });

/** What a function throws. */
export function thrown(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
