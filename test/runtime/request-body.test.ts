import { expect, test } from "vitest";
import type { RequestBody } from "../../templates/package/src/runtime/operation.ts";
import { anyBody } from "../../templates/package/src/runtime/any-body.ts";
import { checkLimits } from "../../templates/package/src/runtime/limits.ts";
import type { EncodedBody } from "../../templates/package/src/runtime/uses.ts";
import { parameterError } from "./serve.ts";

function encoded(body: RequestBody, params: object): EncodedBody | undefined {
  const given = new Map<string, unknown>(Object.entries(params));
  const written = anyBody.encode(body, given, "op", checkLimits);
  expect([...given]).toEqual([]);
  return written;
}

const several: RequestBody = {
  mediaType: "application/json",
  encoding: "json",
  contentType: "contentType",
  others: [
    { mediaType: "application/merge-patch+json", encoding: "json" },
    { mediaType: "application/xml", encoding: "text" },
    { mediaType: "image/*", encoding: "binary" },
  ],
};

test.each([
  [{}, "application/json", '{"a":1}'],
  [{ contentType: undefined }, "application/json", '{"a":1}'],
  [{ contentType: "application/json" }, "application/json", '{"a":1}'],
  [
    { contentType: "Application/JSON; charset=utf-8" },
    "Application/JSON; charset=utf-8",
    '{"a":1}',
  ],
  [{ contentType: "application/merge-patch+json" }, "application/merge-patch+json", '{"a":1}'],
])("of several media types %j chooses", (params, mediaType, text) => {
  expect(encoded(several, { ...params, body: { a: 1 } })).toEqual({ mediaType, sources: [text] });
});

test("each media type has its own encoding", () => {
  expect(encoded(several, { contentType: "application/xml", body: "<a/>" })).toEqual({
    mediaType: "application/xml",
    sources: ["<a/>"],
  });
  const bytes = new Uint8Array([1]);
  expect(encoded(several, { contentType: "image/png", body: bytes })).toEqual({
    mediaType: "image/png",
    sources: [bytes],
  });
  expect(encoded(several, { contentType: "application/xml" })).toBeUndefined();
});

test.each(["text/plain", "image/*", "", "application/json\r\nx: y", 7])(
  "a media type that is none of them is refused: %j",
  (contentType) => {
    expect(() => encoded(several, { contentType, body: {} })).toThrow(
      parameterError("contentType"),
    );
  },
);

test("a body that is refused is the one of the media type that was chosen", () => {
  const body: RequestBody = {
    ...several,
    others: [{ mediaType: "text/plain", encoding: "text", limits: { maxLength: 1 } }],
  };
  expect(encoded(body, { body: "long" })?.sources).toEqual(['"long"']);
  expect(() => encoded(body, { contentType: "text/plain", body: "long" })).toThrow(
    parameterError("body", /at most 1/),
  );
});

test.each<[RequestBody["encoding"], string, unknown, object, string]>([
  ["json", "application/*+json", { a: 1 }, {}, "application/json"],
  ["text", "text/*", "x", {}, "text/plain"],
  ["text", "text/*", "x", { contentType: "text/csv" }, "text/csv"],
  ["binary", "image/*", "x", {}, "application/octet-stream"],
  ["binary", "image/*", { path: "a.png" }, {}, "image/png"],
  ["binary", "image/*", { path: "a.pdf" }, {}, "application/octet-stream"],
  ["binary", "image/*", new Blob([], { type: "image/gif" }), {}, "image/gif"],
  ["binary", "image/*", new Blob([], { type: "image/gif" }), { contentType: "image/x" }, "image/x"],
  ["binary", "*/*", "x", { contentType: "a/b" }, "a/b"],
  ["binary", "application/octet-stream", new Blob([], { type: "image/gif" }), {}, "image/gif"],
  ["binary", "image/png", new Blob([], { type: "image/gif" }), {}, "image/png"],
])("%s in %s: %o with %j is sent as %s", (encoding, mediaType, value, params, want) => {
  const body: RequestBody = { mediaType, encoding, contentType: "contentType" };
  expect(encoded(body, { ...params, body: value })?.mediaType).toBe(want);
});

test("a sequence has a line per element, or a record of RFC 7464", () => {
  const body = [{ a: "x\ny" }, null, 7];
  expect(encoded({ mediaType: "application/jsonl", encoding: "json-lines" }, { body })).toEqual({
    mediaType: "application/jsonl",
    sources: ['{"a":"x\\ny"}\nnull\n7\n'],
  });
  expect(
    encoded({ mediaType: "application/json-seq", encoding: "json-seq" }, { body: [1] }),
  ).toEqual({
    mediaType: "application/json-seq",
    sources: ["\u001e1\n"],
  });
  const lines: RequestBody = { mediaType: "application/jsonl", encoding: "json-lines" };
  expect(() => encoded(lines, { body: {} })).toThrow(parameterError("body", /must be an array/));
});

test("a multipart body names its boundary, and what is related its root", () => {
  const related: RequestBody = {
    mediaType: "multipart/related; boundary=x",
    encoding: "multipart",
    items: { file: true },
    prefix: [{ contentType: "text/html" }],
  };
  expect(encoded(related, { body: ["<p>", "x"] })?.mediaType).toMatch(
    /^multipart\/related; type="text\/html"; boundary=----triptych-[\w-]+$/,
  );
  const form: RequestBody = { mediaType: "multipart/form-data", encoding: "multipart" };
  expect(encoded(form, { body: {} })?.mediaType).toMatch(
    /^multipart\/form-data; boundary=----triptych-[\w-]+$/,
  );
});

/** OpenAPI 3.2, Encoding the `x-www-form-urlencoded` Media Type; WHATWG URL, 5.2. */
test.each<[RequestBody["parts"], object, string]>([
  [
    undefined,
    {
      id: "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
      address: {
        streetAddress: "123 Example Dr.",
        city: "Somewhere",
        state: "CA",
        zip: "99999+1234",
      },
    },
    "id=f81d4fae-7dec-11d0-a765-00a0c91e6bf6&address=%7B%22streetAddress%22%3A%22123+Example+Dr.%22%2C%22city%22%3A%22Somewhere%22%2C%22state%22%3A%22CA%22%2C%22zip%22%3A%2299999%2B1234%22%7D",
  ],
  [{ id: { contentType: "application/json" } }, { id: "f81d" }, "id=%22f81d%22"],
  [undefined, { icon: "iVBORw==", tags: ["a b", 1, null] }, "icon=iVBORw%3D%3D&tags=a+b&tags=1"],
  [{ a: { style: "form", explode: false } }, { a: ["x y", "z"] }, "a=x%20y,z"],
  [{ a: { style: "deepObject" } }, { a: { b: { c: 1 } }, d: "é" }, "a%5Bb%5D%5Bc%5D=1&d=%C3%A9"],
  [{ a: { style: "form", allowReserved: true } }, { a: "x/y?" }, "a=x/y?"],
  [{ a: { style: "form" } }, { a: [], b: 1 }, "b=1"],
])("a form with the parts %j: %j", (parts, value, want) => {
  const body: RequestBody = {
    mediaType: "application/x-www-form-urlencoded",
    encoding: "urlencoded",
    ...(parts === undefined ? {} : { parts }),
  };
  expect(encoded(body, { body: value })?.sources).toEqual([want]);
});

test("what is in responses alone is left out, beside other params and in a body as a whole", () => {
  const form = { mediaType: "application/json", encoding: "json", readOnly: ["id"] } as const;
  const joined: RequestBody = { ...form, properties: ["name"], limits: { required: ["name"] } };
  const user = { id: 1, name: "a" };
  expect(encoded(joined, user)?.sources).toEqual(['{"name":"a"}']);
  expect(encoded(form, { body: user })?.sources).toEqual(['{"name":"a"}']);
  expect(encoded(form, { body: [user] })?.sources).toEqual(['[{"id":1,"name":"a"}]']);
  expect(encoded(joined, { id: 1 })).toBeUndefined();
});
