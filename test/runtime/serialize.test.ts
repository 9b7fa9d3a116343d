import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Parameter } from "../../templates/package/src/runtime/operation.ts";
import {
  cookieValue,
  headerValue,
  pathValue,
  queryValue,
} from "../../templates/package/src/runtime/serialize.ts";

const array = ["blue", "black", "brown"];
const object = { R: 100, G: 200, B: 150 };

type Style = NonNullable<Parameter["style"]>;

/** The table of OpenAPI 3.1, 4.8.12.4 Style Examples; delimiters of non-RFC6570 styles percent-encoded as in 3.1.1. */
test.each<[Style, boolean, Parameter["in"], unknown, string]>([
  ["matrix", false, "path", "", ";color"],
  ["matrix", false, "path", "blue", ";color=blue"],
  ["matrix", false, "path", array, ";color=blue,black,brown"],
  ["matrix", false, "path", object, ";color=R,100,G,200,B,150"],
  ["matrix", true, "path", array, ";color=blue;color=black;color=brown"],
  ["matrix", true, "path", object, ";R=100;G=200;B=150"],
  ["label", false, "path", "blue", ".blue"],
  ["label", false, "path", array, ".blue,black,brown"],
  ["label", false, "path", object, ".R,100,G,200,B,150"],
  ["label", true, "path", array, ".blue.black.brown"],
  ["label", true, "path", object, ".R=100.G=200.B=150"],
  ["simple", false, "path", "blue", "blue"],
  ["simple", false, "path", array, "blue,black,brown"],
  ["simple", false, "path", object, "R,100,G,200,B,150"],
  ["simple", true, "path", array, "blue,black,brown"],
  ["simple", true, "path", object, "R=100,G=200,B=150"],
  ["simple", true, "header", object, "R=100,G=200,B=150"],
  ["simple", false, "header", array, "blue,black,brown"],
  ["form", false, "query", "", "color="],
  ["form", false, "query", "blue", "color=blue"],
  ["form", false, "query", array, "color=blue,black,brown"],
  ["form", false, "query", object, "color=R,100,G,200,B,150"],
  ["form", true, "query", array, "color=blue&color=black&color=brown"],
  ["form", true, "query", object, "R=100&G=200&B=150"],
  ["form", true, "query", [], ""],
  ["form", false, "query", [], ""],
  ["form", true, "query", {}, ""],
  ["form", true, "cookie", "blue", "color=blue"],
  ["form", true, "cookie", array, "color=blue; color=black; color=brown"],
  ["form", false, "cookie", array, "color=blue,black,brown"],
  ["spaceDelimited", false, "query", array, "color=blue%20black%20brown"],
  ["spaceDelimited", false, "query", object, "color=R%20100%20G%20200%20B%20150"],
  ["pipeDelimited", false, "query", array, "color=blue%7Cblack%7Cbrown"],
  ["deepObject", true, "query", object, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"],
  [
    "deepObject",
    true,
    "query",
    { a: { b: [1, 2] } },
    "color%5Ba%5D%5Bb%5D=1&color%5Ba%5D%5Bb%5D=2",
  ],
])("%s, explode %s, in %s: %o is %s", (style, explode, place, value, want) => {
  const write = { path: pathValue, query: queryValue, header: headerValue, cookie: cookieValue }[
    place
  ];
  expect(write({ name: "color", in: place, style, explode }, value, "op")).toBe(want);
});

test.each<[Partial<Parameter>, unknown, string]>([
  [{}, true, "q=true"],
  [{}, 1.5, "q=1.5"],
  [{}, 12345678901234567890n, "q=12345678901234567890"],
  [{}, new Date("2030-01-02T03:04:05.678Z"), "q=2030-01-02T03%3A04%3A05.678Z"],
  [{}, "a b&c=d+é😀!'()*~", "q=a%20b%26c%3Dd%2B%C3%A9%F0%9F%98%80%21%27%28%29%2A~"],
  [{}, ["a", null, undefined, "b"], "q=a&q=b"],
  [{ name: "a b[]" }, 1, "a%20b%5B%5D=1"],
  [{ allowReserved: true }, "/a?b=c:d,%2F é#&[", "q=/a?b=c:d,%2F%20%C3%A9%23%26%5B"],
  [
    { content: "application/json" },
    { run: "a&b", n: null },
    "q=%7B%22run%22%3A%22a%26b%22%2C%22n%22%3Anull%7D",
  ],
  [{ content: "text/plain" }, "a b", "q=a%20b"],
])("query %o: %o is %s", (parameter, value, want) => {
  expect(queryValue({ name: "q", in: "query", ...parameter }, value, "op")).toBe(want);
});

test.each(["a/b", "a%2Fb", "../x", "é 😀", "%2e", "..;", "a?b#c", "\\..\\", "a\0b"])(
  "an id %j stays one segment",
  (id) => {
    const segment = pathValue({ name: "id", in: "path" }, id, "op");
    const url = new URL(`https://h/v1/${segment}`);
    expect(url.pathname.split("/")).toHaveLength(3);
    expect(decodeURIComponent(url.pathname.slice("/v1/".length))).toBe(id);
  },
);

test.each(["", ".", "..", []])("an id %j is refused", (id) => {
  expect(() => pathValue({ name: "id", in: "path" }, id, "op")).toThrow(
    expect.objectContaining({ code: "parameter", parameter: "id" }),
  );
});

test.each([
  Number.NaN,
  Infinity,
  Symbol("x"),
  () => 1,
  new Date(Number.NaN),
  "\ud800",
  { a: { b: 1 } },
  [[1]],
])("%s cannot be written", (value) => {
  expect(() => queryValue({ name: "q", in: "query" }, value, "op")).toThrow(
    expect.objectContaining({ code: "parameter" }),
  );
});

test("a circular value cannot be written as JSON", () => {
  const value: { self?: unknown } = {};
  value.self = value;
  const parameter: Parameter = { name: "q", in: "query", content: "application/json" };
  expect(() => queryValue(parameter, value, "op")).toThrow(/op: q cannot be written as JSON: /);
});

test.each(["a\r\nx-evil: 1", "a\nb", "a\0b", "日本"])(
  "a header %j is refused without repeating it",
  (value) => {
    let message = "";
    try {
      headerValue({ name: "x-run", in: "header" }, value, "op");
    } catch (error) {
      message = String(error);
    }
    expect(message).toMatch(/^ParameterError: op: the value of the header x-run must be/);
    expect(message).not.toContain(value);
  },
);

test("a header of JSON is ASCII", () => {
  const parameter: Parameter = { name: "x", in: "header", content: "application/json" };
  expect(headerValue(parameter, { a: "é😀" }, "op")).toBe(String.raw`{"a":"\u00e9\ud83d\ude00"}`);
});

test("a query value survives any text", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "grapheme", minLength: 1 }),
      (value, name) => {
        const url = new URL(`https://h/?${queryValue({ name, in: "query" }, value, "op")}`);
        expect([...url.searchParams]).toEqual([[name, value]]);
      },
    ),
  );
});

test("an exploded query of an array survives any texts", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" })), (values) => {
      const url = new URL(`https://h/?${queryValue({ name: "a", in: "query" }, values, "op")}`);
      expect(url.searchParams.getAll("a")).toEqual(values);
    }),
  );
});

test("a path value survives any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 1 }), (value) => {
      fc.pre(value !== "." && value !== "..");
      const url = new URL(`https://h/a/${pathValue({ name: "id", in: "path" }, value, "op")}/b`);
      expect(url.pathname.split("/").map(decodeURIComponent)).toEqual(["", "a", value, "b"]);
    }),
  );
});
