import { beforeAll, describe, expect, test } from "vitest";
import { unusedUrl } from "../runtime/serve.ts";
import { compile } from "../stages/fixtures/compile.ts";
import { type Call, type Generated, generated, startEcho, type Style, stylesOf } from "./layers.ts";

const securitySchemes = {
  token: { type: "http", scheme: "Bearer" },
  login: { type: "http", scheme: "basic" },
  custom: { type: "http", scheme: "Custom" },
  "x-key": { type: "apiKey", in: "header", name: "X-Key" },
  query_key: { type: "apiKey", in: "query", name: "key" },
  cookie: { type: "apiKey", in: "cookie", name: "sid" },
  oauth: { type: "oauth2", flows: {} },
  certificate: { type: "mutualTLS" },
};

const text = { "text/plain": { schema: { type: "string" } } };

function operation(stem: string, security: unknown, parts: object = {}): object {
  const responses = { 200: { description: "", content: { "application/json": { schema: {} } } } };
  return { "x-triptych": { stem: `calls.${stem}` }, security, responses, ...parts };
}

function documentFor(port: string): object {
  const get = (stem: string, security: unknown, parts?: object): object => ({
    get: operation(stem, security, parts),
  });
  return {
    openapi: "3.1.0",
    info: { title: "Options", version: "1" },
    servers: [
      { url: `http://127.0.0.1:${port}/v1`, description: "Production server" },
      {
        url: `http://127.0.0.1:{port}/{stage}`,
        description: "Test",
        variables: { port: { default: port }, stage: { default: "a", enum: ["a", "b"] } },
      },
    ],
    components: { securitySchemes },
    paths: {
      "/token": get("token", [{ token: [] }]),
      "/login": get("login", [{ login: [] }]),
      "/custom": get("custom", [{ custom: [] }]),
      "/header": get("header", [{ "x-key": [] }]),
      "/query": get("query", [{ query_key: [] }], {
        parameters: [{ name: "a", in: "query", schema: { type: "string" } }],
      }),
      "/cookie": get("cookie", [{ cookie: [] }]),
      "/scoped": get("scoped", [{ oauth: ["read", "write"] }]),
      "/certificate": get("certificate", [{ certificate: [] }]),
      "/all": get("all", [{ token: [], "x-key": [], query_key: [], cookie: [] }]),
      "/either": get("either", [{}, { "x-key": [], cookie: [] }, { token: [] }]),
      "/open": get("open", []),
      "/upload": {
        post: operation("upload", [{ token: [] }], {
          requestBody: { required: true, content: { "application/octet-stream": {} } },
        }),
      },
      "/text": {
        post: operation("text", [{ token: [] }], {
          requestBody: { required: true, content: text },
        }),
      },
      "/own": get("own", [], { servers: [{ url: `http://localhost:${port}/own` }] }),
      "/beside": get("beside", [], { servers: [{ url: "/beside" }] }),
    },
  };
}

let port: string;
let made: Generated;
let styles: Readonly<Record<Style, Call>>;

beforeAll(async () => {
  port = await startEcho();
  made = await generated(documentFor(port));
  styles = await stylesOf(made);
});

test("the package compiles, and its options are typed", () => {
  const use = `
    import { createClient, type ServerVariables } from "options";
    import { createSyncClient } from "options/sync";
    createClient();
    const serverVariables: ServerVariables = { stage: "b", port: "1" };
    createClient({ server: "test", serverVariables, baseUrl: "https://h" });
    createClient({ login: { username: "u", password: "p" }, oauth: async ({ scopes, refresh }) => scopes.join() + refresh });
    createClient({ login: async () => "u:p" }).calls.open({}, { baseUrl: "https://h" });
    createSyncClient({ login: ({ refresh }) => ({ username: String(refresh), password: "p" }), token: () => "t" });
    // @ts-expect-error
    createClient({ server: "prod" });
    // @ts-expect-error
    createClient({ serverVariables: { stage: "c" } });
    // @ts-expect-error
    createClient({ serverVariables: { other: "c" } });
    // @ts-expect-error
    createClient({ token: { username: "u", password: "p" } });
    // @ts-expect-error
    createClient({ certificate: "c" });
    // @ts-expect-error
    createSyncClient({ token: async () => "t" });
  `;
  const files = [...made.files, { path: "src/use.ts", text: use }];
  expect(compile(files, "options", { isolatedDeclarations: false })).toEqual([]);
});

describe.each(["promise", "callback", "sync"] as const)("%s", (style) => {
  const call: Call = (...args) => styles[style](...args);

  test.each<[method: string, options: object, sent: object]>([
    ["token", { token: "t" }, { url: "/v1/token", authorization: "Bearer t" }],
    ["login", { login: "u:p:q" }, { authorization: "u:p:q" }],
    ["login", { login: { username: "ü", password: "" } }, { authorization: "ü:" }],
    ["login", { login: () => ({ username: "u", password: "日" }) }, { authorization: "u:日" }],
    ["custom", { custom: "abc" }, { authorization: "Custom abc" }],
    ["header", { xKey: "k" }, { key: "k", authorization: "" }],
    ["query", { queryKey: "a b&" }, { url: "/v1/query?key=a%20b%26" }],
    ["cookie", { cookie: "a=b%20" }, { cookie: "sid=a=b%20" }],
    ["certificate", {}, { authorization: "" }],
    [
      "all",
      { token: "t", xKey: "k", queryKey: "q", cookie: "c" },
      { url: "/v1/all?key=q", authorization: "Bearer t", key: "k", cookie: "sid=c" },
    ],
    ["either", {}, { authorization: "", url: "/v1/either" }],
    ["either", { token: "t", xKey: "k" }, { authorization: "Bearer t" }],
    ["either", { token: "t", xKey: "k", cookie: "c" }, { authorization: "", key: "k" }],
    ["open", { token: "t" }, { authorization: "" }],
  ])("%s, given %j, sends %j", async (method, options, sent) => {
    expect(await call(method, options)).toMatchObject({ value: sent, statuses: [200] });
  });

  test("a header of the caller's own is left, and needs no credential", async () => {
    const headers = { authorization: "Mine" };
    expect(await call("token", { headers })).toMatchObject({ value: { authorization: "Mine" } });
    expect(await call("token", { token: "t" }, [{}], { headers })).toMatchObject({
      value: { authorization: "Mine" },
    });
  });

  test("what is missing is named", async () => {
    const { error } = await call("all", { token: "t" });
    expect(error).toMatchObject({
      parameter: "token",
      message: expect.stringMatching(/needs token and xKey and queryKey and cookie: give it/),
    });
  });

  test("a function is told the scopes", async () => {
    const seen: unknown[] = [];
    const oauth = (context: object): string => {
      seen.push(context);
      return "t";
    };
    expect(await call("scoped", { oauth })).toMatchObject({ value: { authorization: "Bearer t" } });
    expect(seen).toEqual([{ scopes: ["read", "write"], refresh: false }]);
  });

  const renewed = ({ refresh }: { readonly refresh: boolean }): string =>
    refresh ? "new:1" : "stale:1";

  test.each([
    ["token", { token: renewed }, { authorization: "Bearer new:1" }],
    ["login", { login: renewed }, { authorization: "new:1" }],
    ["header", { xKey: renewed }, { key: "new:1" }],
    ["query", { queryKey: renewed }, { url: "/v1/query?a=1&key=new%3A1" }, [{ a: "1" }]],
    ["cookie", { cookie: renewed }, { cookie: "sid=new:1" }],
    ["all", { token: renewed, xKey: "k", queryKey: "q", cookie: "c" }, { key: "k" }],
    ["text", { token: renewed }, { method: "POST", body: "äb" }, [{ body: "äb" }]],
    ["upload", { token: renewed }, { body: "ab" }, [{ body: new Uint8Array([97, 98]) }]],
    ["upload", { token: renewed }, { body: "ab" }, [{ body: ["a", "b"] }]],
  ] as [string, object, object, unknown[]?][])(
    "%s: a credential is asked for once more after a 401",
    async (method, options, sent, args) => {
      const outcome = await call(method, options, args);
      expect(outcome).toMatchObject({ value: sent, statuses: [401, 200] });
      expect(outcome.retries).toMatchObject(
        style === "callback"
          ? [{ attempt: 2, delayMs: 0, error: { status: 401, attempt: 1 } }]
          : [],
      );
    },
  );

  test("it is asked once, and what the server says then is final", async () => {
    let count = 0;
    const outcome = await call("token", { token: () => `stale${++count}` });
    expect(outcome).toMatchObject({
      error: { name: "AuthenticationError", attempt: 2 },
      statuses: [401, 401],
    });
    expect(count).toBe(2);
  });

  test.each([
    ["the credential is a text", { token: "stale" }, [{ body: "a" }]],
    ["the function gives the same again", { token: () => "stale" }, [{ body: "a" }]],
    [
      "the body cannot be sent again",
      { token: renewed },
      [
        {
          body: (function* () {
            yield "a";
          })(),
        },
      ],
    ],
  ])("nothing is sent again if %s", async (_, options, args) => {
    expect(await call("upload", options, args)).toMatchObject({
      error: { name: "AuthenticationError", attempt: 1 },
      statuses: [401],
    });
  });

  test("a failure to renew is the call's failure", async () => {
    const token = ({ refresh }: { readonly refresh: boolean }): string => {
      if (refresh) throw new Error("signed out");
      return "stale";
    };
    expect(await call("token", { token })).toMatchObject({
      error: { name: "ParameterError", parameter: "token", cause: { message: "signed out" } },
      statuses: [401],
    });
  });

  test.each<[method: string, options: object, own: object, sent: object]>([
    ["open", {}, {}, { url: "/v1/open" }],
    ["open", { server: "test" }, {}, { url: "/a/open" }],
    ["open", { server: "test", serverVariables: { stage: "b" } }, {}, { url: "/b/open" }],
    ["own", {}, {}, { host: "localhost", url: "/own/own" }],
    ["own", { server: "test" }, {}, { host: "localhost", url: "/own/own" }],
    ["beside", {}, {}, { host: "127.0.0.1", url: "/beside/beside" }],
    ["own", { baseUrl: "/x" }, {}, { host: "127.0.0.1", url: "/x/own" }],
    ["open", { baseUrl: "/x" }, { baseUrl: "/y" }, { url: "/y/open" }],
    ["own", {}, { baseUrl: "/y" }, { host: "127.0.0.1", url: "/y/own" }],
  ])("%s is sent as its servers say, given %j and %j: %j", async (method, options, own, sent) => {
    const absolute = (given: object): object =>
      Object.fromEntries(
        Object.entries(given).map(([name, value]) =>
          name === "baseUrl" ? [name, `http://127.0.0.1:${port}${value}/`] : [name, value],
        ),
      );
    const { value } = await call(method, absolute(options), [undefined], absolute(own));
    const host = "host" in sent ? { host: `${String(sent.host)}:${port}` } : {};
    expect(value).toMatchObject({ ...sent, ...host });
  });

  test("an option of a server that is not acceptable is refused", async () => {
    expect(await call("open", { server: "prod" })).toMatchObject({
      error: { parameter: "server" },
    });
    expect(await call("open", {}, [undefined], { baseUrl: "nowhere" })).toMatchObject({
      error: { parameter: "baseUrl" },
    });
  });

  test("no error shows a credential", async () => {
    const { error } = await call(
      "all",
      { token: "secret-1", xKey: "secret-2", queryKey: "secret-3", cookie: "secret-4" },
      [undefined],
      { baseUrl: await unusedUrl() },
    );
    expect(error).toMatchObject({ name: "ConnectionError", causeCode: "ECONNREFUSED" });
    expect(`${(error as Error).stack} ${JSON.stringify(error)}`).not.toContain("secret");
  });
});
