import { expect, test } from "vitest";
import { apply, needed, takeCredentials } from "../../templates/package/src/runtime/credentials.ts";
import type { Api, Operation } from "../../templates/package/src/runtime/operation.ts";
import { redactHeaders, redactUrl } from "../../templates/package/src/runtime/redact.ts";
import { prepare } from "../../templates/package/src/runtime/request.ts";
import { resolveSettings } from "../../templates/package/src/runtime/settings.ts";
import { resolveDeadlines } from "../../templates/package/src/runtime/watchdog.ts";
import { api, createItem, getItem, listItems, ping, secret } from "./sample.ts";

const client = { baseUrl: "https://api.example.com", headers: {} };

function parameterError(parameter: string, message?: RegExp): unknown {
  return expect.objectContaining({
    name: "ParameterError",
    parameter,
    ...(message === undefined ? {} : { message: expect.stringMatching(message) }),
  });
}

test("makes a GET request", () => {
  const params = { page: 0, page_size: undefined, status: ["QUEUED", "RUNNING"], metadata: { run: "a b" } };
  expect(prepare(api, client, listItems, [], params, undefined)).toEqual({
    operation: "items.list",
    method: "GET",
    url: "https://api.example.com/v1/items?page=0&status=QUEUED&status=RUNNING&metadata=%7B%22run%22%3A%22a%20b%22%7D",
    headers: { accept: "application/json" },
  });
});

test("leaves out null and undefined, adds no defaults", () => {
  expect(prepare(api, client, listItems, [], { page: null, status: undefined }, undefined).url).toBe(
    "https://api.example.com/v1/items",
  );
});

test("makes a JSON request", () => {
  const params = { endpoint: "/v1/ocr", input_files: null, requests: [{ custom_id: "a", body: { x: undefined, y: null } }] };
  expect(prepare(api, client, createItem, [], params, undefined)).toEqual({
    operation: "items.create",
    method: "POST",
    url: "https://api.example.com/v1/items",
    headers: { accept: "application/json", "content-type": "application/json" },
    body: ['{"endpoint":"/v1/ocr","input_files":null,"requests":[{"custom_id":"a","body":{"y":null}}]}'],
  });
});

test.each([
  { params: {}, parameter: "endpoint", message: /endpoint is required/ },
  { params: { endpoint: "e", requests: [], input_files: ["f"] }, parameter: "input_files, requests", message: /exactly one/ },
  { params: { endpoint: "e" }, parameter: "input_files, requests", message: /exactly one/ },
  { params: { endpoint: "e", input_files: ["f"], timeout_hours: 9999 }, parameter: "timeout_hours", message: /^items.create: timeout_hours must be at most 168$/ },
  { params: { endpoint: "e", input_files: ["f"], metadata: { ["k".repeat(99)]: "v" } }, parameter: `metadata.${"k".repeat(99)}`, message: /at most 32 characters/ },
  { params: { endpoint: "e", input_files: ["f"], metadata: { run: "" } }, parameter: "metadata.run", message: /at least 1 character/ },
  { params: { endpoint: "e", requests: [{ custom_id: "a" }] }, parameter: "requests.0.body", message: /is required/ },
  { params: { endpoint: "e", requests: [{ body: {} }], modle: "x" }, parameter: "modle", message: /"modle" is not a parameter/ },
  { params: { endpoint: "e", requests: [{ body: { n: 1n } }] }, parameter: "body", message: /cannot be written as JSON/ },
])("refuses $params", ({ params, parameter, message }) => {
  expect(() => prepare(api, client, createItem, [], params, undefined)).toThrow(parameterError(parameter, message));
});

test("refuses ids that name another path", () => {
  for (const id of ["", ".", ".."]) {
    expect(() => prepare(api, client, getItem, [id], {}, undefined)).toThrow(parameterError("item_id"));
  }
  expect(() => prepare(api, client, getItem, [], {}, undefined)).toThrow(parameterError("item_id", /is required/));
  expect(prepare(api, client, getItem, ["a/../b c"], { inline: false }, undefined).url).toBe(
    "https://api.example.com/v1/items/a%2F..%2Fb%20c?inline=false",
  );
});

test("takes a body as one argument", () => {
  const operation: Operation = {
    id: "raw",
    method: "put",
    path: "/raw",
    body: { mediaType: "application/json", encoding: "json", limits: { maxItems: 1 } },
    response: "none",
    retry: "safe",
  };
  expect(prepare(api, client, operation, [], { body: null }, undefined).body).toEqual(["null"]);
  expect(prepare(api, client, operation, [], {}, undefined).body).toBeUndefined();
  expect(prepare(api, client, operation, [], {}, undefined).headers).toEqual({ accept: "*/*" });
  expect(() => prepare(api, client, operation, [], { body: [1, 2] }, undefined)).toThrow(parameterError("body", /body must have/));
  const required: Operation = { ...operation, body: { mediaType: "application/json", encoding: "json", required: true } };
  expect(() => prepare(api, client, required, [], {}, undefined)).toThrow(parameterError("body", /is required/));
});

test("writes forms, text and bytes", () => {
  const base = { method: "post", path: "/x", response: "none", retry: "unsafe" } as const;
  const form: Operation = { ...base, id: "form", body: { mediaType: "application/x-www-form-urlencoded", encoding: "urlencoded" } };
  expect(prepare(api, client, form, [], { body: { a: [1, 2], b: "x &", c: null, d: { e: 1 } } }, undefined)).toMatchObject({
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: ["a=1&a=2&b=x+%26&d=%7B%22e%22%3A1%7D"],
  });
  const text: Operation = { ...base, id: "text", body: { mediaType: "text/plain", encoding: "text" } };
  expect(prepare(api, client, text, [], { body: "hé" }, undefined).body).toEqual(["hé"]);
  const bytes: Operation = { ...base, id: "bytes", body: { mediaType: "application/octet-stream", encoding: "binary" } };
  const blob = new Blob(["x"], { type: "image/png" });
  expect(prepare(api, client, bytes, [], { body: blob }, undefined)).toMatchObject({
    headers: { "content-type": "image/png" },
    body: [blob],
  });
  expect(() => prepare(api, client, bytes, [], { body: 7 }, undefined)).toThrow(parameterError("body", /must be \{ path \}/));
});

test("puts headers and cookies together", () => {
  const operation: Operation = {
    ...ping,
    parameters: [
      { name: "X-Run", in: "header" },
      { name: "session", in: "cookie" },
      { name: "tags", in: "cookie", explode: false },
    ],
  };
  const settings = { baseUrl: "https://h/base", headers: { "x-app": "1", cookie: "a=b", "x-drop": "1" } };
  const wire = prepare(
    api,
    settings,
    operation,
    [],
    { "X-Run": "r1", session: "s;1", tags: ["x", "y"] },
    { headers: { "X-Drop": null, Accept: "text/html", "content-type": "x/y", "Content-Length": "9" } },
  );
  expect(wire.url).toBe("https://h/base/ping");
  expect(wire.headers).toEqual({ "x-app": "1", "x-run": "r1", accept: "text/html", cookie: "a=b; session=s%3B1; tags=x,y" });
  expect(() => prepare(api, settings, operation, [], {}, { headers: { "x-a": "b\r\nc: d" } })).toThrow(parameterError("x-a"));
  expect(() => prepare(api, settings, operation, [], {}, { headers: { "x a": "b" } })).toThrow(parameterError("x a"));
});

test.each([
  ["not a url", /absolute URL/],
  ["/v1", /absolute URL/],
  ["ftp://h", /must begin with https/],
  ["https://u:p@h", /user name/],
  ["https://h/?a=1", /query/],
])("refuses the base URL %s", (baseUrl, message) => {
  expect(() => resolveSettings(api, { baseUrl })).toThrow(parameterError("baseUrl", message));
});

test("checks the options of a client", () => {
  expect(resolveSettings(api, { baseUrl: "https://h/v1//", headers: { "X-A": "1" } })).toEqual({
    baseUrl: "https://h/v1",
    headers: { "x-a": "1" },
    timeout: undefined,
  });
  expect(resolveSettings(api, {}).baseUrl).toBe("https://api.example.com");
  expect(() => resolveSettings({ title: "", security: {} }, {})).toThrow(parameterError("baseUrl", /is required/));
  expect(() => resolveSettings(api, { timeout: 0 })).toThrow(parameterError("timeout.total"));
  expect(() => resolveSettings(api, { timeout: { idle: Number.NaN } })).toThrow(parameterError("timeout.idle"));
});

test("puts timeouts over each other", () => {
  expect(resolveDeadlines(false, undefined, undefined)).toEqual({ headers: 60_000, idle: 60_000, total: 600_000 });
  expect(resolveDeadlines(true, undefined, undefined)).toEqual({ headers: 60_000, idle: 60_000, total: Infinity });
  expect(resolveDeadlines(true, 5, { idle: 7 })).toEqual({ headers: 60_000, idle: 7, total: 5 });
  expect(resolveDeadlines(false, { headers: 1, total: 2 }, 3)).toEqual({ headers: 1, idle: 60_000, total: 3 });
});

const schemes: Api = {
  title: "All",
  security: {
    token: { type: "bearer" },
    login: { type: "basic" },
    key: { type: "apiKey", in: "header", name: "X-Key" },
    query: { type: "apiKey", in: "query", name: "k" },
    cookie: { type: "apiKey", in: "cookie", name: "sid" },
  },
};

test("puts each credential where its scheme says", () => {
  const wire = prepare(schemes, { baseUrl: "https://h" }, ping, [], {}, undefined);
  const values = { login: "u:pä", key: "k1", query: "a b", cookie: "c;1" };
  expect(apply(wire, schemes, values)).toMatchObject({
    url: "https://h/ping?k=a%20b",
    headers: { authorization: `Basic ${Buffer.from("u:pä").toString("base64")}`, "x-key": "k1", cookie: "sid=c%3B1" },
  });
  expect(apply(wire, schemes, { token: "t" }).headers).toMatchObject({ authorization: "Bearer t" });
  const own = { ...wire, headers: { authorization: "Mine" } };
  expect(apply(own, schemes, { token: "t" }).headers).toMatchObject({ authorization: "Mine" });
});

test("chooses the first alternative that can be met", () => {
  const operation: Operation = { ...ping, security: [["token", "key"], ["login"], ["key"]] };
  expect(needed(operation, { login: "u:p", key: "k" })).toEqual(["login"]);
  expect(needed(operation, { token: "t", key: "k" })).toEqual(["token", "key"]);
  expect(needed({ ...ping, security: [["token"], []] }, {})).toEqual([]);
  expect(needed(ping, { token: "t" })).toEqual([]);
  expect(() => needed(operation, {})).toThrow(parameterError("token", /needs token and key, or login, or key/));
});

test.each(["", "  ", 7, "a\nb", "日"])("refuses the credential %j without repeating it", (value) => {
  let error: unknown;
  try {
    takeCredentials(api, { apiKey: value });
  } catch (caught) {
    error = caught;
  }
  expect(error).toMatchObject({ code: "parameter", parameter: "apiKey" });
  if (typeof value === "string" && value.trim() !== "") expect(String(error)).not.toContain(value);
});

test("refuses credentials that are all undefined", () => {
  expect(() => takeCredentials(api, { apiKey: undefined })).toThrow(parameterError("apiKey", /apiKey is undefined/));
  expect(takeCredentials(schemes, { token: undefined, key: "k" })).toEqual({ key: "k" });
  expect(takeCredentials(api, {})).toEqual({});
});

test("redacts", () => {
  const headers = { authorization: `Bearer ${secret}`, "x-key": "1", cookie: "a", "x-api-key": "2", "x-auth-token": "3", accept: "*/*" };
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
