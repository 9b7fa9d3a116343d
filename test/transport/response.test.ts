import { inspect } from "node:util";
import { deflateRawSync, gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { ApiError, ConnectionError } from "../../templates/package/src/runtime/errors.ts";
import { isPermanent } from "../../templates/package/src/runtime/connection-failure.ts";
import type { ResponseMeta } from "../../templates/package/src/runtime/options.ts";
import { head, operation, raw, type Send, type Servers, startServer, styles } from "./layers.ts";

let servers: Servers;
let senders: Readonly<Record<string, Send>>;

beforeAll(async () => {
  servers = await startServer();
  senders = await styles();
});

const json = "content-type: application/json";
const ok = (body: string, ...headers: readonly string[]): string =>
  head("200 OK", json, `content-length: ${body.length}`, ...headers) + body;
// Node's own fetch takes chunks without an end for the whole, unless the connection is kept.
const announced = head("200 OK", json, "transfer-encoding: chunked");
const chunked = kept(announced);
function kept(response: string): string {
  return response.replace("connection: close\r\n", "");
}

const encoded = (bytes: Buffer, encoding: string): string =>
  ok(bytes.toString("latin1"), `content-encoding: ${encoding}`);

const unparsable = (message: RegExp, excerpt: RegExp | string = /./): object => ({
  error: {
    name: "ResponseParseError",
    status: 200,
    operationId: "wire.call",
    message: expect.stringMatching(message) as unknown,
    excerpt: typeof excerpt === "string" ? excerpt : (expect.stringMatching(excerpt) as unknown),
  },
});
const lost = { error: { name: "ConnectionError", mayHaveArrived: true } };

describe.each(["promise", "fetch", "callback", "sync"])("%s", (style) => {
  const send = (
    what: ReturnType<typeof operation> | string,
    client: object = {},
    params?: object,
  ): ReturnType<Send> =>
    senders[style]!(
      typeof what === "string" ? operation(what) : what,
      { baseUrl: servers.url, retry: 0, ...client },
      params,
    );

  test.each(["200 OK", "404 Not Found"])(
    "cookies that are set by a %s stay apart",
    async (status) => {
      const cookies = ["a=1; Expires=Thu, 26 Nov 2026 05:00:00 GMT", "b=2"];
      const headers = [json, "content-length: 2", "x-a: 1", "X-A: 2"];
      const fields = cookies.map((cookie) => `Set-Cookie: ${cookie}`);
      const seen: Headers[] = [];
      const onResponse = (meta: ResponseMeta): void => void seen.push(meta.headers);
      const outcome = await send(raw(`${head(status, ...headers, ...fields)}{}`), {
        hooks: { onResponse },
      });
      if (ApiError.is(outcome.error)) seen.push(outcome.error.headers);
      expect(seen).toHaveLength(status === "200 OK" ? 1 : 2);
      for (const all of seen) {
        expect(all.getSetCookie()).toEqual(cookies);
        expect(all.get("x-a")).toBe("1, 2");
      }
    },
  );

  test.each<[name: string, path: string, outcome: object]>([
    ["JSON", raw(ok("[1]")), { value: [1] }],
    [
      "HTML with status 200",
      raw(`${head("200 OK", "content-type: text/html", "content-length: 13")}<h1>Hello</h1>`),
      unparsable(/HTTP 200 with text\/html instead of JSON: <h1>Hello<\/h1?$/, /^<h1>Hello/),
    ],
    ["JSON that is cut off", raw(ok('{"a":')), unparsable(/malformed JSON: \{"a":$/, '{"a":')],
    ["an empty body", raw(ok("")), unparsable(/an empty body instead of JSON$/, "")],
    ["fewer bytes than announced", raw(ok("[1]").replace("h: 3", "h: 9")), lost],
    ["chunks without an end", raw(chunked, "3\r\n[1,\r\n"), lost],
    ["chunks that are reset", raw(chunked, "3\r\n[1,\r\n", 50, { end: "reset" }), lost],
    ["a chunk of no size", raw(chunked, "zz\r\n[1]\r\n"), lost],
    ["no HTTP", raw("SSH-2.0-OpenSSH_9.6\r\n"), lost],
    ["nothing", raw(), lost],
    ["a body that the close ends", raw(head("200 OK", json), "[1]"), { value: [1] }],
    ["trailers", raw(announced, "3\r\n[1]\r\n0\r\nx-sum: 1\r\n\r\n"), { value: [1] }],
    [
      "interim responses",
      raw("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n", ok("[1]")),
      { value: [1] },
    ],
    ["gzip", raw(encoded(gzipSync("[1]"), "gzip")), { value: [1] }],
    ["deflate without its header", raw(encoded(deflateRawSync("[1]"), "deflate")), { value: [1] }],
    ["gzip that is broken", raw(encoded(gzipSync("[1,2,3]").fill(7, 12, 16), "gzip")), lost],
    ["no content", raw(head("204 No Content")), { value: undefined }],
    [
      "a status that has no body",
      raw(head("304 Not Modified", "content-length: 5")),
      { error: { name: "ApiError", status: 304, body: undefined } },
    ],
  ])("%s", async (_, path, outcome) => {
    expect(await send(path)).toMatchObject(outcome);
  });

  // Node's own fetch takes what there is of it for the whole.
  test.skipIf(style === "fetch")("gzip that is cut off", async () => {
    const cut = encoded(gzipSync("[1,2,3]").subarray(0, 20), "gzip");
    expect(await send(raw(cut))).toMatchObject(lost);
  });

  // Node's own fetch takes it for the whole.
  test.skipIf(style === "fetch")("a body without a length that is reset", async () => {
    const reset = raw(head("200 OK", json), "[1]", 50, { end: "reset" });
    expect(await send(reset)).toMatchObject(lost);
  });

  test("a HEAD has headers and no body", async () => {
    const head304 = operation(raw(ok("").replace("h: 0", "h: 9")), {
      method: "head",
      response: "none",
    });
    expect(await send(head304)).toEqual({ value: undefined });
  });

  test("headers without end are an error that trying again does not change", async () => {
    const { error } = await send(
      raw("HTTP/1.1 200 OK\r\n", { text: "x-a: 123456789\r\n", times: 20_000 }),
    );
    expect(error).toMatchObject(lost.error);
    expect(isPermanent(error as ConnectionError)).toBe(true);
  });

  test("values of a repeated header are joined", async () => {
    let headers: Headers | undefined;
    const onResponse = (meta: { headers: Headers }): void => void (headers = meta.headers);
    await senders[style]!(
      operation(raw(ok("[1]", "set-cookie: a=1", "set-cookie: b=2", "x-a: 1", "x-a: 2"))),
      { baseUrl: servers.url },
      undefined,
      { onResponse },
    );
    expect(headers?.get("x-a")).toBe("1, 2");
    expect(headers?.get("set-cookie")).toBe("a=1, b=2");
  });

  const open = async (): Promise<unknown> => (await send("/open")).value;

  test("a body beyond maxResponseSize is an error, and is not read on", async () => {
    const small = { maxResponseSize: 1_000 };
    expect(await send(raw(ok(`"${"x".repeat(998)}"`)), small)).toEqual({ value: "x".repeat(998) });
    expect(await send(raw(ok(`"${"x".repeat(999)}"`)), small)).toMatchObject(
      unparsable(/HTTP 200 with more than 1000 bytes: "x+…$/, /^"x+…$/),
    );
    const endless = raw(head("200 OK", json), { text: "x".repeat(999), times: 1e9 });
    expect(await send(endless, small)).toMatchObject(unparsable(/more than 1000 bytes/, /^x+…$/));
    await expect.poll(open).toBe(0);
  });

  test("what is quoted of it has no secret", async () => {
    const client = { token: "sk-very-secret", maxResponseSize: 10 };
    const what = operation(
      raw(ok('{"a":"Bearer sk-very-secret"}', "x-request-id: sk-very-secret")),
      {
        security: [["token"]],
      },
    );
    const { error } = await send(what, client);
    expect(error).toMatchObject({ name: "ResponseParseError" });
    expect(`${JSON.stringify(error)} ${inspect(error)}`).not.toContain("very-secret");
  });

  test("a body counts as it is when decoded", async () => {
    const bomb = raw(encoded(gzipSync(Buffer.alloc(1_000_000, 32)), "gzip"));
    expect(await send(bomb, { maxResponseSize: 100_000 })).toMatchObject(
      unparsable(/more than 100000 bytes$/, ""),
    );
  });

  test("of a response that may be a download, JSON is bounded as well", async () => {
    const either = operation(raw(ok(`"${"x".repeat(5_000)}"`)), {
      response: "binary",
      responses: [{ mediaType: "application/json", response: "json" }],
    });
    expect(await send(either)).toEqual({ value: "x".repeat(5_000) });
    expect(await send(either, { maxResponseSize: 1_000 })).toMatchObject(
      unparsable(/more than 1000 bytes/),
    );
  });

  test("the body of an error is cut after a mebibyte", async () => {
    const endless = raw(head("400 Bad Request"), { text: "x".repeat(1_024), times: 1e9 });
    const { error } = await send(endless);
    expect(error).toMatchObject({ name: "BadRequestError", status: 400 });
    expect((error as { body: string }).body).toBe("x".repeat(1_048_576));
    const small = await send(endless, { maxResponseSize: 10 });
    expect(small).toMatchObject({ error: { body: "xxxxxxxxxx" } });
    await expect.poll(open).toBe(0);
  });

  test("__proto__ is data", async () => {
    const text = '{"__proto__":{"polluted":true},"constructor":1,"a":{"__proto__":null}}';
    const { value } = (await send(raw(ok(text)))) as { value: object };
    expect(Object.keys(value)).toEqual(["__proto__", "constructor", "a"]);
    expect(JSON.stringify(value)).toBe(text);
    expect(({ ...value } as { polluted?: unknown }).polluted).toBeUndefined();
    const body = { mediaType: "application/json", encoding: "json" } as const;
    const post = operation("/echo", { method: "post", body });
    expect(await send(post, {}, { body: value })).toMatchObject({ value: { body: text } });
    const joined = operation("/echo", {
      method: "post",
      body: { ...body, properties: ["__proto__", "constructor", "a"], set: { b: 2 } },
    });
    expect(await send(joined, {}, value)).toMatchObject({
      value: { body: `${text.slice(0, -1)},"b":2}` },
    });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test.each(['{"then":"x"}', '{"then":{"then":null}}', "null", "0"])(
    "%s is a value",
    async (text) => {
      expect(await send(raw(ok(text)))).toEqual({ value: JSON.parse(text) });
    },
  );

  test("a connection that the server closes after an answer does no harm", async () => {
    const closing = raw(kept(ok("[1]")));
    const retry = { minDelay: 1 };
    for (let call = 0; call < 5; call++)
      expect(await send(closing, { retry })).toEqual({ value: [1] });
  });
});
