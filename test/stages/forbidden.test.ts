import { expect, test } from "vitest";

import { codes, planned } from "./stage-helpers.ts";

const responses = { 204: { description: "" } };
const json = {
  "application/json": { schema: { type: "object", required: ["a"], properties: { a: {} } } },
};

test.each([
  ["get", "warning forbidden-body"],
  ["head", "warning forbidden-body"],
  ["delete", undefined],
  ["query", undefined],
])("a body of %s: %s", (method, code) => {
  const operation = { requestBody: { required: true, content: json }, responses };
  const { operations, diagnostics } = planned({ paths: { "/x": { [method]: operation } } });
  expect(codes(diagnostics)).toEqual(code === undefined ? [] : [code]);
  const [plan] = Object.values(operations);
  expect(plan?.params.required).toBe(true);
  expect(plan?.facts.body?.mediaType).toBe("application/json");
});

test.each([["trace"], ["TRACK"], ["CONNECT"]])("the method %s is reported", (method) => {
  const item =
    method === "trace"
      ? { trace: { responses } }
      : { additionalOperations: { [method]: { responses } } };
  const { operations, diagnostics } = planned({ paths: { "/x": item } });
  expect(codes(diagnostics)).toEqual(["warning forbidden-method"]);
  expect(/only on Node.* without a body/.test(diagnostics[0]?.message ?? "")).toBe(
    method !== "CONNECT",
  );
  expect(Object.values(operations)[0]?.httpMethod).toBe(method.toUpperCase());
});

test.each([
  ["header", "Connection", "warning forbidden-header"],
  ["header", "transfer-encoding", "warning forbidden-header"],
  ["header", "Content-Length", "warning forbidden-header"],
  ["header", "Host", "info forbidden-header"],
  ["header", "Sec-Fetch-Mode", "info forbidden-header"],
  ["header", "Accept-Encoding", "info forbidden-header"],
  ["cookie", "session", "info forbidden-header"],
  ["header", "X-Secret", undefined],
  ["header", "User-Agent", undefined],
  ["query", "host", undefined],
])("the %s %s: %s", (place, name, code) => {
  const parameters = [{ name, in: place }];
  const { operations, diagnostics } = planned({
    paths: { "/x": { get: { parameters, responses } } },
  });
  expect(codes(diagnostics)).toEqual(code === undefined ? [] : [code]);
  expect(Object.values(operations)[0]?.facts.parameters).toMatchObject([{ name, in: place }]);
});
