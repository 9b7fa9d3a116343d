import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import {
  ApiError,
  NotFoundError,
  ResponseParseError,
  UnprocessableEntityError,
} from "../../templates/package/src/runtime/errors.ts";
import { Download } from "../../templates/package/src/runtime/download.ts";
import type { Operation } from "../../templates/package/src/runtime/uses.ts";
import { coreFor, createItem, downloadFile, getItem, ping } from "./sample.ts";
import { answer, rejection, serve } from "./serve.ts";

test("turns a status into its error", async () => {
  const detail = [{ loc: ["body", "endpoint"], msg: "bad", type: "enum" }];
  const url = await serve((request, response) => {
    if (request.url === "/v1/items/html")
      response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad gateway</h1>");
    else if (request.url === "/v1/items/teapot") response.writeHead(418).end();
    else if (request.method === "POST") answer(response, 422, { detail });
    else answer(response, 404, { message: "no", request_id: "r9" });
  });
  const core = coreFor(url);
  expect(await rejection(core.send(getItem, ["x"]))).toSatisfy(NotFoundError.is);
  expect(await rejection(core.send(getItem, ["x"]))).toMatchObject({
    status: 404,
    requestId: "r9",
    operationId: "items.get",
    attempt: 1,
  });
  expect(await rejection(core.send(downloadFile, ["x"]))).toMatchObject({
    status: 404,
    body: { message: "no", request_id: "r9" },
  });
  expect(
    await rejection(core.send(createItem, [], { endpoint: "e", input_files: ["f"] })),
  ).toSatisfy(UnprocessableEntityError.is);
  expect(await rejection(core.send(getItem, ["html"]))).toMatchObject({
    status: 502,
    body: "<h1>Bad gateway</h1>",
  });
  const teapot = await rejection(core.send(getItem, ["teapot"]));
  expect(teapot).toMatchObject({ name: "ApiError", status: 418, body: undefined });
  expect((teapot as ApiError).headers.get("connection")).toBe("keep-alive");
});

test.each([
  [
    "malformed JSON",
    200,
    "application/json",
    '{"id": ',
    /^items.get: HTTP 200 with malformed JSON: \{"id":$/,
  ],
  [
    "HTML",
    200,
    "text/html; charset=utf-8",
    "<p>Hi\n</p>",
    /HTTP 200 with text\/html; charset=utf-8 instead of JSON: <p>Hi <\/p>$/,
  ],
  ["nothing", 200, "application/json", "", /HTTP 200 with an empty body instead of JSON$/],
])("refuses %s", async (_, status, type, body, message) => {
  const url = await serve((_request, response) =>
    response.writeHead(status, { "content-type": type }).end(body),
  );
  const error = await rejection(coreFor(url).send(getItem, ["a"]));
  expect(error).toBeInstanceOf(ResponseParseError);
  expect(error).toMatchObject({ status, message: expect.stringMatching(message) });
});

test("reads each response in its own way", async () => {
  const url = await serve((request, response) => {
    const [, , , status = "", type = ""] = (request.url ?? "").split("/");
    const contentType = decodeURIComponent(type);
    response.writeHead(Number(status), contentType === "" ? {} : { "content-type": contentType });
    response.end(contentType === "" ? "" : '{"a":1}');
  });
  const operation: Operation = {
    ...getItem,
    path: "/v1/items/{item_id}",
    response: "json",
    responses: [
      { status: "202", response: "none" },
      { status: "207", mediaType: "text/csv", response: "text" },
      { status: "207", mediaType: "image/*", response: "binary" },
      { status: "207", mediaType: "*/*", response: "json" },
      { status: "2XX", mediaType: "application/xml", response: "text" },
    ],
  };
  const core = coreFor(url);
  const get = async (status: number, type = ""): Promise<unknown> => {
    const path = `/v1/items/${status}/${encodeURIComponent(type)}`;
    const value = await core.send({ ...operation, path }, ["x"]);
    return value instanceof Download ? [value.contentType, await value.text()] : value;
  };
  expect(await get(200, "application/json; charset=utf-8")).toEqual({ a: 1 });
  expect(await get(200, "Application/XML; charset=utf-8")).toBe('{"a":1}');
  expect(await get(202, "application/json")).toBeUndefined();
  expect(await get(207, "text/csv")).toBe('{"a":1}');
  expect(await get(207, "image/png")).toEqual(["image/png", '{"a":1}']);
  expect(await get(207, "application/json")).toEqual({ a: 1 });
  // Where one response has no body, another one may come without.
  expect(await get(200)).toBeUndefined();
  expect(await rejection(get(200, "text/html"))).toMatchObject({
    message: expect.stringMatching(/HTTP 200 with text\/html instead of JSON/),
  });
});

test("reads what is a value without being `application/json`", async () => {
  const url = await serve((request, response) => {
    if (request.url === "/v1/items/204") response.writeHead(204).end();
    else if (request.url === "/v1/items/bom")
      response.writeHead(200, { "content-type": "application/x+json" }).end("\uFEFF[1]");
    else if (request.url === "/v1/items/gzip") {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync('{"a":"ü"}'));
    } else response.writeHead(200, { "content-type": "text/html" }).end("pong");
  });
  const core = coreFor(url);
  expect(await core.send(getItem, ["204"])).toBeUndefined();
  expect(await core.send(getItem, ["bom"])).toEqual([1]);
  expect(await core.send(getItem, ["gzip"])).toEqual({ a: "ü" });
  expect(await core.send(ping, [])).toBeUndefined();
  expect(await core.send({ ...ping, response: "text" }, [])).toBe("pong");
});
