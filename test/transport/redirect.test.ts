import { beforeAll, describe, expect, test } from "vitest";
import { unusedUrl } from "../runtime/serve.ts";
import { operation, type Send, type Servers, startServer, styles, upload } from "./layers.ts";

let servers: Servers;
let senders: Readonly<Record<string, Send>>;

beforeAll(async () => {
  servers = await startServer();
  senders = await styles();
});

const to = (status: number, location: string): string =>
  `/redirect/${status}/${encodeURIComponent(location)}`;

const refusal = (message: RegExp): object => ({
  error: {
    name: "ConnectionError",
    causeCode: "ERR_REDIRECT",
    mayHaveArrived: true,
    operationId: "wire.call",
    message: expect.stringMatching(message) as unknown,
  },
});

describe.each(["promise", "fetch", "callback", "sync"])("%s", (style) => {
  const send: Send = (...args) =>
    senders[style]!({ ...args[0] }, { baseUrl: servers.url, ...args[1] }, args[2], args[3]);

  test.each([
    [301, "get", "GET"],
    [301, "post", "GET"],
    [302, "post", "GET"],
    [302, "put", "PUT body"],
    [303, "put", "GET"],
    [303, "delete", "GET"],
    [307, "post", "POST body"],
    [308, "patch", "PATCH body"],
  ])("%i after %s is followed by %s", async (status, method, want) => {
    const path = to(status, "/echo");
    const { value } = await (method === "get" || method === "delete"
      ? send(operation(path, { method }), {})
      : send(
          upload(path, { method }),
          { headers: { "content-language": "la" } },
          { body: "body" },
        ));
    const { headers, ...got } = value as { method: string; body: string; headers: object };
    expect(`${got.method} ${got.body}`.trim()).toBe(want);
    const described = Object.keys(headers).filter((name) => name.startsWith("content-"));
    expect(described.sort()).toEqual(
      want.endsWith("body") ? ["content-language", "content-length", "content-type"] : [],
    );
  });

  test("303 after HEAD is followed by HEAD", async () => {
    let url = "";
    const onResponse = (meta: { url: string }): void => void (url = meta.url);
    const head = operation(to(303, "/echo"), { method: "head", response: "none" });
    expect(await send(head, {}, undefined, { onResponse })).toEqual({ value: undefined });
    expect(url).toBe(`${servers.url}/echo`);
  });

  test("the origin alone gets the credentials", async () => {
    const client = {
      token: "t-secret",
      key: "k-secret",
      headers: { cookie: "sid=c", "x-api-key": "a", "X-Trace": "1", host: "own.example" },
    };
    const security = [["token", "key"]];
    const same = await send(operation(to(307, "/echo"), { security }), client);
    expect(same).toMatchObject({
      value: {
        headers: {
          authorization: "Bearer t-secret",
          "x-tenant": "k-secret",
          cookie: "sid=c",
          "x-api-key": "a",
          "x-trace": "1",
        },
      },
    });
    const away = await send(operation(to(307, `${servers.other}/echo`), { security }), client);
    const { headers } = away.value as { headers: Record<string, string> };
    expect(headers).toMatchObject({ "x-trace": "1", host: new URL(servers.other).host });
    expect(JSON.stringify(headers)).not.toMatch(/secret|sid=|x-api-key/);
    const back = to(307, `${servers.other}${to(307, `${servers.url}/echo`)}`);
    const { value } = await send(operation(back, { security }), client);
    expect(JSON.stringify(value)).not.toMatch(/secret|sid=/);
  });

  test("a credential of the query is in the first URL only", async () => {
    const signed = operation(to(302, "/echo"), { security: [["query"]] });
    const { value } = await send(signed, { query: "q-secret" });
    expect(value).toMatchObject({ url: "/echo" });
  });

  test("ten redirects are followed, and no more", async () => {
    expect(await send(operation("/hops/10"), {})).toMatchObject({ value: { url: "/echo" } });
    expect(await send(operation("/hops/11"), {})).toMatchObject(
      refusal(/redirects more than 10 times$/),
    );
  });

  test.each([
    ["ftp://h/file", /scheme ftp:$/],
    ["data:application/json,1", /scheme data:$/],
    ["http://u:p@127.0.0.1/", /a user name or a password$/],
    ["http://[", /no URL$/],
  ])("a redirect to %s is refused", async (location, message) => {
    expect(await send(operation(to(302, location)), {})).toMatchObject(refusal(message));
  });

  test("a redirect that names no place is the answer", async () => {
    expect(await send(operation("/redirect/302"), {})).toMatchObject({
      error: { name: "ApiError", status: 302, body: "moved" },
    });
    expect(await send(operation(to(300, "/echo")), {})).toMatchObject({
      error: { name: "ApiError", status: 300 },
    });
  });

  test("a place is relative to the one before, and may be UTF-8", async () => {
    const twice = to(302, to(302, "../../echo?a=%20ü"));
    expect(await send(operation(twice), {})).toMatchObject({
      value: { url: "/echo?a=%20%C3%BC" },
    });
  });

  test("a body that can be read once does not follow", async () => {
    const once = (function* () {
      yield "body";
    })();
    expect(await send(upload(to(307, "/echo")), {}, { body: once })).toMatchObject(
      refusal(/whose body cannot be sent again$/),
    );
    const other = (function* () {
      yield "body";
    })();
    expect(await send(upload(to(303, "/echo")), {}, { body: other })).toMatchObject({
      value: { method: "GET", body: "" },
    });
  });

  test("where the last of the redirects leads nowhere, the request may have arrived", async () => {
    expect(await send(operation(to(302, await unusedUrl())), {})).toMatchObject({
      error: { name: "ConnectionError", causeCode: "ECONNREFUSED", mayHaveArrived: true },
    });
  });
});

describe.each(["promise", "callback", "sync"])("%s", (style) => {
  test("303 is followed without a body, also after a GET that has one", async () => {
    const { value } = await senders[style]!(
      upload(to(303, `${servers.other}/echo`), { method: "get" }),
      { baseUrl: servers.url, headers: { "content-language": "la" } },
      { body: "body" },
    );
    expect(value).toMatchObject({ method: "GET", body: "" });
    const { headers } = value as { headers: object };
    expect(Object.keys(headers).filter((name) => /^(?:content|transfer)-/.test(name))).toEqual([]);
  });

  test("303 is followed without a body, also after a HEAD that has one", async () => {
    let length: string | null = null;
    const onResponse = (meta: { headers: Headers }): void =>
      void (length = meta.headers.get("x-length"));
    const once = new Set(["body"]).values();
    const head = upload(to(303, "/length"), { method: "head", response: "none" });
    const client = { baseUrl: servers.url };
    expect(await senders[style]!(head, client, { body: once }, { onResponse })).toEqual({});
    expect(length).toBe("0");
  });
});

test("a redirect from https to http is refused", async () => {
  const fetch = async (): Promise<Response> =>
    new Response(null, { status: 302, headers: { location: "http://h/echo" } });
  expect(await senders["promise"]!(operation("/"), { baseUrl: "https://h", fetch })).toMatchObject(
    refusal(/from https to http:\/\/h$/),
  );
});
