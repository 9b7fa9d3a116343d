/** A client that is generated for a test, and a server that says what it was sent. */

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import { generated, type Style, stylesOf } from "../options/layers.ts";

/** A request as it arrived. */
export interface Arrived {
  readonly method: string;
  /** As it stands in the request line. */
  readonly url: string;
  /** By lower-case name, as they stand in the request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Sender {
  readonly baseUrl: string;
  /** Calls an operation and returns what arrived; throws what the call throws. */
  send(style: Style, method: string, ...args: readonly unknown[]): Promise<Arrived>;
}

/** @param paths of which each operation has the stem `calls.<operationId>`. */
export async function senderOf(document: object): Promise<Sender> {
  const port = await start();
  const baseUrl = `http://127.0.0.1:${port}`;
  const calls = await stylesOf(await generated({ ...document, servers: [{ url: baseUrl }] }));
  return {
    baseUrl,
    async send(style, method, ...args) {
      const { value, error } = await calls[style](
        method,
        {},
        args.length === 0 ? [undefined] : args,
      );
      if (error !== undefined) throw error;
      const arrived = value as Arrived & { readonly body: unknown };
      return { ...arrived, body: Buffer.from(String(arrived.body), "base64") };
    },
  };
}

function start(): Promise<string> {
  const server = spawn(process.execPath, [fileURLToPath(new URL("server.mjs", import.meta.url))], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  afterAll(() => {
    server.kill();
  });
  return new Promise((resolve) => {
    server.stdout.once("data", (data) => resolve(String(data).trim()));
  });
}
