/**
 * No error shows a secret: every kind of credential, every kind of failure, and whatever a console, a log, JSON or another
 * thread could make of the error. The server repeats the whole request wherever it can.
 */

import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { call } from "../../templates/package/src/runtime/callback.ts";
import { createLogger } from "../../templates/package/src/runtime/logger.ts";
import { Core } from "../../templates/package/src/runtime/core.ts";
import type { Api, Operation } from "../../templates/package/src/runtime/uses.ts";
import { SyncCore } from "../../templates/package/src/runtime/sync-core.ts";
import { apiUses } from "../runtime/uses.ts";
import { renderings } from "./check.ts";
import { FaultServer } from "./start.ts";
import type { Answer } from "./types.ts";

const api: Api = {
  title: "Secrets",
  security: {
    bearer: { type: "bearer" },
    login: { type: "basic" },
    digest: { type: "http", scheme: "Digest" },
    headerKey: { type: "apiKey", in: "header", name: "X-Own-Key" },
    queryKey: { type: "apiKey", in: "query", name: "code" },
    cookieKey: { type: "apiKey", in: "cookie", name: "session" },
  },
  uses: apiUses,
};

const secrets: Readonly<Record<string, string | { username: string; password: string }>> = {
  bearer: "bearer-5ecret/aaaa+&<b=",
  login: { username: "ada", password: "login 5ecret/bbbb" },
  digest: "digest-5ecret-cccc",
  headerKey: "header-5ecret-dddd",
  queryKey: "query 5ecret+eeee",
  cookieKey: "cookie 5ecret;ffff",
};

/** One that the document does not call a credential. */
const token = "param 5ecret/hhhh";

/** What a server may repeat of each. */
const texts: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(secrets).map(([option, secret]) => [
      option,
      typeof secret === "string" ? secret : secret.password,
    ]),
  ),
  "a param": token,
};

/** What is looked for, as it was given and as it stands in a request. */
const shapes = ["5ecret", Buffer.from("ada:login 5ecret/bbbb").toString("base64")];

/** The ways in which servers write a text in what they send. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
const inPhp = (text: string): string => inJson(text).replaceAll("/", "\\/");
const spellings: Readonly<Record<string, (text: string) => string>> = {
  "as it is": (text) => text,
  "in JSON": inJson,
  "in JSON of PHP": inPhp,
  "in JSON of Rails": (text) =>
    text.replaceAll(/\W/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`),
  "in JSON in JSON": (text) => inJson(inPhp(text)),
  "in a URL": encodeURIComponent,
  "in a form": (text) => new URLSearchParams({ "": text }).toString().slice(1),
  "in a URL in a URL": (text) => encodeURIComponent(encodeURIComponent(text)),
  "in HTML": (text) =>
    text.replaceAll(/[&<>"'/+]/g, (char) => `&#x${char.charCodeAt(0).toString(16)};`),
  "in named HTML": (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;"),
};

const worker = fileURLToPath(
  new URL("../../generated/mistral/dist/sync/worker.js", import.meta.url),
);

/** The request's head, as a text in JSON. */
const ECHO = "{head}";

const failures: readonly (readonly [string, Answer["steps"] | "closed"])[] = [
  ["nobody listens", "closed"],
  ["a reset", ["reset!"]],
  ["no HTTP", [`${ECHO}\r\n`, "end!"]],
  ["a body that is cut off", ["HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n", ECHO, "end!"]],
  [
    "an error in JSON",
    [
      "HTTP/1.1 401 No\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n",
      `{"message":${ECHO},"request_id":${ECHO},"type":${ECHO},"detail":[{"loc":["body"],"msg":${ECHO},"input":${ECHO}}]}`,
      "end!",
    ],
  ],
  ["an error in text", ["HTTP/1.1 500 No\r\nconnection: close\r\n\r\n", ECHO, "end!"]],
  [
    "an error with headers",
    ["HTTP/1.1 409 No\r\ncontent-length: 0\r\nx-request-id: {line}\r\nlink: <{line}>\r\n\r\n"],
  ],
  [
    "a page instead of JSON",
    ["HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n", ECHO, "end!"],
  ],
  [
    "JSON that is none",
    [
      "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\nx",
      ECHO,
      "end!",
    ],
  ],
  [
    "a redirect that is refused",
    ["HTTP/1.1 302 No\r\ncontent-length: 0\r\nlocation: ftp://h{line}\r\n\r\n"],
  ],
  [
    "a redirect that is none",
    ["HTTP/1.1 302 No\r\ncontent-length: 0\r\nlocation: http://[{line}\r\n\r\n"],
  ],
  ["silence", [{ wait: 0 }]],
];

let server: FaultServer;

beforeAll(async () => {
  server = await FaultServer.start();
});

afterAll(() => server[Symbol.asyncDispose]());

type Send = (operation: Operation, params: object | undefined, baseUrl: string) => Promise<unknown>;

/** What each layer fails with. */
function senders(core: Core, blocking: SyncCore): Readonly<Record<string, Send>> {
  return {
    promise: (operation, params, baseUrl) =>
      core.send(operation, [], params, { baseUrl }).then(unexpected, (error: unknown) => error),
    callback: (operation, params, baseUrl) =>
      new Promise((resolve) => {
        const callbacks = { onSuccess: unexpected, onError: resolve };
        call(core, operation, [], params, callbacks, { baseUrl });
      }),
    sync: async (operation, params, baseUrl) => {
      try {
        return unexpected(blocking.send(operation, [], params, { baseUrl }));
      } catch (error) {
        return error;
      }
    },
  };
}

function unexpected(value: unknown): never {
  throw new Error(`a value came: ${JSON.stringify(value)}`);
}

describe.each([...Object.keys(secrets), "a param"])("with %s", (option) => {
  const isParam = option === "a param";
  const operation: Operation = {
    id: "things.get",
    method: "GET",
    path: "/things",
    response: "json",
    retry: "safe",
    ...(isParam
      ? { parameters: [{ name: "accessToken", in: "query" as const }] }
      : { security: [[option]] }),
  };
  const params = isParam ? { accessToken: token } : undefined;
  const logged: unknown[] = [];
  const note = (...line: readonly unknown[]): void => void logged.push(line);
  const options = {
    ...secrets,
    baseUrl: "http://127.0.0.1:9",
    headers: { "x-auth-token": "token-5ecret-gggg" },
    retry: 0,
    timeout: { headers: 200 },
    hooks: createLogger({ debug: note, warn: note, error: note }),
  };
  const blocking = new SyncCore(api, { ...options, worker });
  afterAll(() => blocking.close());

  /** Sends the operation in each layer: those in which it does not fail, or in which a secret is seen. */
  const leaks = async (steps: Answer["steps"] | "closed"): Promise<string[]> => {
    const found: string[] = [];
    for (const [layer, send] of Object.entries(senders(new Core(api, options), blocking))) {
      const url = steps === "closed" ? server.resets : await server.script([{ steps }]);
      const error = await send(operation, params, url);
      const shown = renderings(error) + renderings(logged.splice(0));
      if (!(error instanceof Error)) found.push(`${layer}: ${shown}`);
      if (shapes.some((shape) => shown.includes(shape))) found.push(`${layer}: ${shown}`);
    }
    return found;
  };

  test.each(failures)("%s", async (_, steps) => {
    expect(await leaks(steps)).toEqual([]);
  });

  test.each(Object.entries(spellings))("an answer that repeats it %s", async (_, spell) => {
    const text = spell(texts[option] ?? "");
    const body = text.replaceAll('"', "");
    for (const [type, content] of [
      ["application/json", `{"message":"bad ${body}","${body}":["${body}"]}`],
      ["text/html", `<p>bad ${body}</p>`],
    ] as const) {
      for (const status of ["200 OK", "400 No"]) {
        const head = `HTTP/1.1 ${status}\r\ncontent-type: ${type}\r\nconnection: close\r\n\r\n`;
        const end = status === "200 OK" ? "}" : "";
        expect(await leaks([head, content + end, "end!"])).toEqual([]);
      }
    }
  });
});
