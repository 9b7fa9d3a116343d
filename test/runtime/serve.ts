import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from "node:net";
import { expect, onTestFinished } from "vitest";
import { ClosedPort } from "../closed-port.ts";
import { certificate } from "./certificate.ts";

/** Starts a server on a free port of 127.0.0.1 for the length of the test; returns its URL. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return listen(server);
}

/** The same for a server that writes to the connection by hand. */
export async function serveTcp(onData: (socket: Socket, data: Buffer) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("data", (data: Buffer) => onData(socket, data));
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return listen(server);
}

/** A server behind TLS, whose certificate only those trust who are told to; returns its URL. */
export async function serveTls(listener: RequestListener): Promise<string> {
  const server = createTlsServer(certificate, listener);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (await listen(server)).replace("http:", "https:");
}

/** A URL at which nobody listens for the length of the test. */
export async function unusedUrl(): Promise<string> {
  const port = await ClosedPort.take();
  onTestFinished(() => port[Symbol.dispose]());
  return port.url;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** All bytes of a request's body. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Answers with JSON. */
export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("The promise was not rejected.");
}

/** Matches a `ParameterError` about a parameter. */
export function parameterError(parameter: string, message: RegExp = /./): unknown {
  return expect.objectContaining({
    name: "ParameterError",
    parameter,
    message: expect.stringMatching(message) as unknown,
  });
}
