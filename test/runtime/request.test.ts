import { expect, test } from "vitest";
import type { Operation } from "../../templates/package/src/runtime/uses.ts";
import { prepare } from "../../templates/package/src/runtime/request.ts";
import { api, createItem, getItem, listItems, ping, uploadFile } from "./sample.ts";
import { parameterError } from "./serve.ts";
import { uses } from "./uses.ts";

const client = { baseUrl: "https://api.example.com", headers: {} };

test("makes a GET request", () => {
  const params = {
    page: 0,
    page_size: undefined,
    status: ["QUEUED", "RUNNING"],
    metadata: { run: "a b" },
  };
  expect(prepare(api, client, listItems, [], params, undefined)).toEqual({
    operation: "items.list",
    method: "GET",
    url: "https://api.example.com/v1/items?page=0&status=QUEUED&status=RUNNING&metadata=%7B%22run%22%3A%22a%20b%22%7D",
    headers: { accept: "application/json" },
  });
});

test("leaves out null and undefined, adds no defaults", () => {
  expect(
    prepare(api, client, listItems, [], { page: null, status: undefined }, undefined).url,
  ).toBe("https://api.example.com/v1/items");
});

test("makes a JSON request", () => {
  const params = {
    endpoint: "/v1/ocr",
    input_files: null,
    requests: [{ custom_id: "a", body: { x: undefined, y: null } }],
  };
  expect(prepare(api, client, createItem, [], params, undefined)).toEqual({
    operation: "items.create",
    method: "POST",
    url: "https://api.example.com/v1/items",
    headers: { accept: "application/json", "content-type": "application/json" },
    body: [
      '{"endpoint":"/v1/ocr","input_files":null,"requests":[{"custom_id":"a","body":{"y":null}}]}',
    ],
  });
});

test.each([
  { params: {}, parameter: "endpoint", message: /endpoint is required/ },
  {
    params: { endpoint: "e", requests: [], input_files: ["f"] },
    parameter: "input_files, requests",
    message: /exactly one/,
  },
  { params: { endpoint: "e" }, parameter: "input_files, requests", message: /exactly one/ },
  {
    params: { endpoint: "e", input_files: ["f"], timeout_hours: 9999 },
    parameter: "timeout_hours",
    message: /^items.create: timeout_hours must be at most 168$/,
  },
  {
    params: { endpoint: "e", input_files: ["f"], metadata: { ["k".repeat(99)]: "v" } },
    parameter: `metadata.${"k".repeat(99)}`,
    message: /at most 32 characters/,
  },
  {
    params: { endpoint: "e", input_files: ["f"], metadata: { run: "" } },
    parameter: "metadata.run",
    message: /at least 1 character/,
  },
  {
    params: { endpoint: "e", requests: [{ custom_id: "a" }] },
    parameter: "requests.0.body",
    message: /is required/,
  },
  {
    params: { endpoint: "e", requests: [{ body: {} }], modle: "x" },
    parameter: "modle",
    message: /"modle" is not a parameter/,
  },
  {
    params: { endpoint: "e", requests: [{ body: { n: 1n } }] },
    parameter: "body",
    message: /cannot be written as JSON/,
  },
])("refuses $params", ({ params, parameter, message }) => {
  expect(() => prepare(api, client, createItem, [], params, undefined)).toThrow(
    parameterError(parameter, message),
  );
});

test("refuses ids that name another path", () => {
  for (const id of ["", ".", ".."]) {
    expect(() => prepare(api, client, getItem, [id], {}, undefined)).toThrow(
      parameterError("item_id"),
    );
  }
  expect(() => prepare(api, client, getItem, [], {}, undefined)).toThrow(
    parameterError("item_id", /is required/),
  );
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
    uses,
  };
  expect(prepare(api, client, operation, [], { body: null }, undefined).body).toEqual(["null"]);
  expect(prepare(api, client, operation, [], {}, undefined).body).toBeUndefined();
  expect(prepare(api, client, operation, [], {}, undefined).headers).toEqual({ accept: "*/*" });
  expect(() => prepare(api, client, operation, [], { body: [1, 2] }, undefined)).toThrow(
    parameterError("body", /body must have/),
  );
  const required: Operation = {
    ...operation,
    body: { mediaType: "application/json", encoding: "json", required: true },
  };
  expect(() => prepare(api, client, required, [], {}, undefined)).toThrow(
    parameterError("body", /is required/),
  );
});

test("writes forms, text and bytes", () => {
  const base = { method: "post", path: "/x", response: "none", retry: "unsafe", uses } as const;
  const form: Operation = {
    ...base,
    id: "form",
    body: { mediaType: "application/x-www-form-urlencoded", encoding: "urlencoded" },
  };
  expect(
    prepare(
      api,
      client,
      form,
      [],
      { body: { a: [1, 2], b: "x &", c: null, d: { e: 1 } } },
      undefined,
    ),
  ).toMatchObject({
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: ["a=1&a=2&b=x+%26&d=%7B%22e%22%3A1%7D"],
  });
  const text: Operation = {
    ...base,
    id: "text",
    body: { mediaType: "text/plain", encoding: "text" },
  };
  expect(prepare(api, client, text, [], { body: "hé" }, undefined).body).toEqual(["hé"]);
  const bytes: Operation = {
    ...base,
    id: "bytes",
    body: { mediaType: "application/octet-stream", encoding: "binary" },
  };
  const blob = new Blob(["x"], { type: "image/png" });
  expect(prepare(api, client, bytes, [], { body: blob }, undefined)).toMatchObject({
    headers: { "content-type": "image/png" },
    body: [blob],
  });
  expect(() => prepare(api, client, bytes, [], { body: 7 }, undefined)).toThrow(
    parameterError("body", /must be \{ path \}/),
  );
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
  const settings = {
    baseUrl: "https://h/base",
    headers: { "x-app": "1", cookie: "a=b", "x-drop": "1" },
  };
  const wire = prepare(
    api,
    settings,
    operation,
    [],
    { "X-Run": "r1", session: "s;1", tags: ["x", "y"] },
    {
      headers: {
        "X-Drop": null,
        Accept: "text/html",
        "content-type": "x/y",
        "Content-Length": "9",
      },
    },
  );
  expect(wire.url).toBe("https://h/base/ping");
  expect(wire.headers).toEqual({
    "x-app": "1",
    "x-run": "r1",
    accept: "text/html",
    cookie: "a=b; session=s%3B1; tags=x,y",
  });
  const given = new Headers({ "X-A": "1" }) as unknown as Record<string, string>;
  expect(prepare(api, settings, ping, [], {}, { headers: given }).headers).toMatchObject({
    "x-a": "1",
  });
  expect(() =>
    prepare(api, settings, operation, [], {}, { headers: { "x-a": "b\r\nc: d" } }),
  ).toThrow(parameterError("x-a"));
  expect(() => prepare(api, settings, operation, [], {}, { headers: { "x a": "b" } })).toThrow(
    parameterError("x a"),
  );
});

test("refuses an object in a path, such as params in the place of an id", () => {
  for (const id of [{ item_id: "a" }, ["a", "b"]]) {
    expect(() => prepare(api, client, getItem, [id as never], {}, undefined)).toThrow(
      parameterError("item_id", /must be text/),
    );
  }
});

test("null is not what a form requires, since nothing is sent for it", () => {
  expect(() => prepare(api, client, uploadFile, [], { file: null }, undefined)).toThrow(
    parameterError("file", /is required/),
  );
});
