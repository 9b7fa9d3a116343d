import { describe, expect, test } from "vitest";
import {
  apply,
  checkCredential,
  needed,
  takeCredentials,
} from "../../templates/package/src/runtime/credentials.ts";
import type { Api, Operation } from "../../templates/package/src/runtime/uses.ts";
import { prepare } from "../../templates/package/src/runtime/request.ts";
import { api, ping, secret } from "./sample.ts";
import { parameterError } from "./serve.ts";
import { apiUses } from "./uses.ts";

const schemes: Api = {
  title: "All",
  security: {
    token: { type: "bearer" },
    login: { type: "basic" },
    digest: { type: "http", scheme: "Digest" },
    key: { type: "apiKey", in: "header", name: "X-Key" },
    query: { type: "apiKey", in: "query", name: "k" },
    cookie: { type: "apiKey", in: "cookie", name: "sid" },
  },
  uses: apiUses,
};

const wire = prepare(schemes, { baseUrl: "https://h" }, ping, [], {}, undefined);

describe("a credential is put where its scheme says", () => {
  test.each([
    ["token", "t", { authorization: "Bearer t" }],
    ["login", "u:pä", { authorization: `Basic ${Buffer.from("u:pä").toString("base64")}` }],
    ["digest", 'username="u"', { authorization: 'Digest username="u"' }],
    ["key", "k1", { "x-key": "k1" }],
    ["cookie", "s%3Aabc.d/e+f==", { cookie: "sid=s%3Aabc.d/e+f==" }],
    ["cookie", 'a b;c,"é\\', { cookie: "sid=a%20b%3Bc%2C%22%C3%A9%5C" }],
  ])("%s %s", (option, value, headers) => {
    expect(apply(wire, schemes, { [option]: value })).toMatchObject({
      ...wire,
      headers: { ...wire.headers, ...headers },
    });
  });

  test("in the query, encoded", () => {
    expect(apply(wire, schemes, { query: "a b&c" }).url).toBe("https://h/ping?k=a%20b%26c");
    const asked = { ...wire, url: "https://h/ping?a=1" };
    expect(apply(asked, schemes, { query: "x" }).url).toBe("https://h/ping?a=1&k=x");
  });

  test("together; of two in one header the first", () => {
    expect(
      apply(wire, schemes, { login: "u:p", token: "t", key: "k", cookie: "c" }).headers,
    ).toEqual({ ...wire.headers, authorization: "Basic dTpw", "x-key": "k", cookie: "sid=c" });
    const own = { ...wire, headers: { cookie: "a=1" } };
    expect(apply(own, schemes, { cookie: "c" }).headers).toEqual({ cookie: "a=1; sid=c" });
  });
});

describe("which credentials are sent", () => {
  const operation: Operation = {
    ...ping,
    security: [["token", "key"], ["login"], [{ option: "key", scopes: ["read"] }]],
  };

  test("those of the first alternative that can be met", () => {
    const options = (credentials: Record<string, string>): unknown =>
      needed(schemes, operation, credentials, wire).map(({ option }) => option);
    expect(options({ login: "u:p", key: "k" })).toEqual(["login"]);
    expect(options({ token: "t", key: "k" })).toEqual(["token", "key"]);
    expect(needed(schemes, operation, { key: "k" }, wire)).toEqual([
      { option: "key", scopes: ["read"] },
    ]);
  });

  test("none, where none is needed", () => {
    expect(needed(schemes, { ...ping, security: [["token"], []] }, {}, wire)).toEqual([]);
    expect(needed(schemes, ping, { token: "t" }, wire)).toEqual([]);
  });

  test("not those whose place the caller has taken", () => {
    const security = [["token", "key", "query", "cookie"]];
    const own = {
      ...wire,
      url: "https://h/ping?k=mine",
      headers: { authorization: "Mine", "x-key": "mine", cookie: "a=1; sid=mine" },
    };
    expect(needed(schemes, { ...ping, security }, {}, own)).toEqual([]);
    const other = { ...own, url: "https://h/ping?kk=1", headers: { cookie: "asid=1" } };
    const all = { token: "t", key: "k", query: "q", cookie: "c" };
    expect(needed(schemes, { ...ping, security }, all, other)).toHaveLength(4);
  });

  test("if none can be met, the error names all ways", () => {
    expect(() => needed(schemes, operation, {}, wire)).toThrow(
      parameterError("token", /needs token and key, or login, or key: give it to the client$/),
    );
  });
});

describe("a secret", () => {
  test.each(["", "  ", 7, "a\nb", "日", { username: "u", password: "p" }])(
    "of a bearer scheme is not %j",
    (apiKey) => {
      expect(() => takeCredentials(api, { apiKey })).toThrow(parameterError("apiKey"));
    },
  );

  test.each([
    ["u:p", "u:p"],
    ["u:", "u:"],
    [":p", ":p"],
    ["u:p:q", "u:p:q"],
    [{ username: "日", password: "本:" }, "日:本:"],
  ])("of a basic scheme may be %j", (login, text) => {
    expect(takeCredentials(schemes, { login })).toEqual({ login: text });
  });

  test.each([
    "",
    ":",
    "dTpw",
    "u:p\n",
    7,
    {},
    { username: "u:v", password: "p" },
    { username: "", password: "" },
    { username: "u" },
    { username: "u", password: 7 },
  ])("of a basic scheme is not %j", (login) => {
    expect(() => takeCredentials(schemes, { login })).toThrow(
      parameterError("login", /login must/),
    );
  });

  test("of a query or a cookie is any text", () => {
    const credentials = { query: "日\n", cookie: "日 ;" };
    expect(takeCredentials(schemes, credentials)).toEqual(credentials);
    expect(() => takeCredentials(schemes, { query: "\ud800" })).toThrow(parameterError("query"));
  });

  test("has an option of any name", () => {
    const named: Api = { ...schemes, security: { schlüssel: { type: "bearer" } } };
    expect(checkCredential(named, "schlüssel", "k")).toBe("k");
  });

  test("is not repeated where it is refused", () => {
    for (const given of [{ token: `${secret}\n` }, { login: secret }, { login: `${secret}:\n` }]) {
      expect(() => takeCredentials(schemes, given)).toThrow(
        expect.not.objectContaining({ message: expect.stringContaining(secret) as unknown }),
      );
    }
  });

  test("is missed if all that were given are undefined", () => {
    expect(() => takeCredentials(api, { apiKey: undefined })).toThrow(
      parameterError("apiKey", /apiKey is undefined/),
    );
    expect(takeCredentials(schemes, { token: undefined, key: "k" })).toEqual({ key: "k" });
    expect(takeCredentials(api, {})).toEqual({});
  });
});
