import { expect, test } from "vitest";
import { Core } from "../../templates/package/src/runtime/core.ts";
import {
  redactHeaders,
  redactUrl,
  scrubbed,
  scrubber,
  secretsInUrl,
} from "../../templates/package/src/runtime/redact.ts";
import type { Api } from "../../templates/package/src/runtime/uses.ts";
import { resolveSettings } from "../../templates/package/src/runtime/settings.ts";
import { SyncCore } from "../../templates/package/src/runtime/sync-core.ts";
import { resolveDeadlines } from "../../templates/package/src/runtime/watchdog.ts";
import { api, ping, secret } from "./sample.ts";
import { parameterError } from "./serve.ts";

test("checks the options of a client", () => {
  const settings = resolveSettings(api, { baseUrl: "https://h/v1//", headers: { "X-A": "1" } });
  expect(settings).toMatchObject({ headers: { "x-a": "1" }, timeout: undefined });
  expect(settings.baseUrlOf(ping)).toBe("https://h/v1");
  for (const none of [undefined, null, "key"]) {
    const refusal = parameterError("options", /must be an object/);
    expect(() => new Core(api, none as never)).toThrow(refusal);
    expect(() => new SyncCore(api, none as never)).toThrow(refusal);
  }
  expect(() => resolveSettings(api, { timeout: 0 })).toThrow(parameterError("timeout.total"));
  expect(() => resolveSettings(api, { timeout: { idle: Number.NaN } })).toThrow(
    parameterError("timeout.idle"),
  );
});

test("puts timeouts over each other", () => {
  expect(resolveDeadlines(false, undefined, undefined)).toEqual({
    headers: 60_000,
    idle: 60_000,
    total: 600_000,
  });
  expect(resolveDeadlines(true, undefined, undefined)).toEqual({
    headers: 60_000,
    idle: 60_000,
    total: Infinity,
  });
  expect(resolveDeadlines(true, 5, { idle: 7 })).toEqual({ headers: 60_000, idle: 7, total: 5 });
  expect(resolveDeadlines(false, { headers: 1, total: 2 }, 3)).toEqual({
    headers: 1,
    idle: 60_000,
    total: 3,
  });
});

const schemes: Api = {
  title: "All",
  security: {
    key: { type: "apiKey", in: "header", name: "X-Key" },
    query: { type: "apiKey", in: "query", name: "k" },
  },
};

test("redacts", () => {
  const headers = {
    authorization: `Bearer ${secret}`,
    "x-key": "1",
    cookie: "a",
    "x-api-key": "2",
    "x-auth-token": "3",
    accept: "*/*",
  };
  expect(redactHeaders(schemes, headers)).toEqual({
    authorization: "Bearer ***",
    "x-key": "***",
    cookie: "***",
    "x-api-key": "***",
    "x-auth-token": "***",
    accept: "*/*",
  });
  expect(redactHeaders(api, { authorization: secret })).toEqual({ authorization: "***" });
  expect(redactUrl(schemes, "https://h/?a=1&k=abc&kk=2")).toBe("https://h/?a=1&k=***&kk=2");
  expect(redactUrl(api, "https://h/?k=abc")).toBe("https://h/?k=abc");
});

test.each([
  ["token", true],
  ["access_token", true],
  ["refreshToken", true],
  ["X-Amz-Security-Token", true],
  ["X-Amz-Signature", true],
  ["sig", true],
  ["client_secret", true],
  ["newPassword", true],
  ["api_key", true],
  ["apikey", true],
  ["access%5Ftoken", true],
  ["page_token", false],
  ["pageToken", false],
  ["nextPageToken", false],
  ["continuation-token", false],
  ["$skiptoken", false],
  ["sync_token", false],
  ["max_tokens", false],
  ["sort_key", false],
  ["design", false],
])("a parameter in the query called %s is a secret: %s", (name, isSecret) => {
  const url = (value: string): string => `https://h/a&b=c/d?q=a?b&${name}=${value}&z=1`;
  expect(redactUrl(api, url("abc%20def"))).toBe(url(isSecret ? "***" : "abc%20def"));
  expect(secretsInUrl(url("abc%20def"))).toEqual(isSecret ? ["abc%20def", "abc def"] : []);
});

test("takes secrets out of JSON, whatever of it they are", () => {
  const scrub = scrubber(["12345678", "a/b/c/d", "short"]);
  const body: unknown = JSON.parse(
    '{"__proto__":{"a\\/b\\/c\\/d":12345678},"short":["x12345678y",1,null,true]}',
  );
  expect(JSON.stringify(scrubbed(body, scrub))).toBe(
    '{"__proto__":{"***":"***"},"short":["x***y",1,null,true]}',
  );
});

test("what a server sends does not make the search for secrets slow", () => {
  const scrub = scrubber(["/".repeat(40), "&<".repeat(20)]);
  for (const text of ["\\", "%25", "&#", "&lt", "%", "/\\"]) {
    const long = text.repeat(200_000);
    expect(scrub(long).length).toBeLessThanOrEqual(long.length);
  }
});
