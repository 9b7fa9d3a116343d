import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anyParameters } from "../../templates/package/src/runtime/any-parameters.ts";
import type { Parameter, Style } from "../../templates/package/src/runtime/operation.ts";
import { plainParameters } from "../../templates/package/src/runtime/parameter.ts";

const array = ["blue", "black", "brown"];
const object = { R: 100, G: 200, B: 150 };

/** The value of one parameter, as the parts of the runtime write it that know all styles. */
function written(parameter: Parameter, value: unknown): string | undefined {
  return anyParameters[parameter.in]?.(parameter, value, "op");
}

/** The rows of OpenAPI 3.2.0, Style Examples, in each place that the style may have; 3.0.4 and 3.1.1 have the same. */
test.each<[Style, boolean, Parameter["in"], unknown, string]>([
  ["matrix", false, "path", "", ";color"],
  ["matrix", false, "path", "blue", ";color=blue"],
  ["matrix", false, "path", array, ";color=blue,black,brown"],
  ["matrix", false, "path", object, ";color=R,100,G,200,B,150"],
  ["matrix", true, "path", "", ";color"],
  ["matrix", true, "path", "blue", ";color=blue"],
  ["matrix", true, "path", array, ";color=blue;color=black;color=brown"],
  ["matrix", true, "path", object, ";R=100;G=200;B=150"],
  ["label", false, "path", "", "."],
  ["label", false, "path", "blue", ".blue"],
  ["label", false, "path", array, ".blue,black,brown"],
  ["label", false, "path", object, ".R,100,G,200,B,150"],
  ["label", true, "path", "blue", ".blue"],
  ["label", true, "path", array, ".blue.black.brown"],
  ["label", true, "path", object, ".R=100.G=200.B=150"],
  ["simple", false, "path", "blue", "blue"],
  ["simple", false, "path", array, "blue,black,brown"],
  ["simple", false, "path", object, "R,100,G,200,B,150"],
  ["simple", true, "path", "blue", "blue"],
  ["simple", true, "path", array, "blue,black,brown"],
  ["simple", true, "path", object, "R=100,G=200,B=150"],
  ["simple", false, "header", "", ""],
  ["simple", false, "header", "blue", "blue"],
  ["simple", false, "header", array, "blue,black,brown"],
  ["simple", false, "header", object, "R,100,G,200,B,150"],
  ["simple", true, "header", array, "blue,black,brown"],
  ["simple", true, "header", object, "R=100,G=200,B=150"],
  ["form", false, "query", "", "color="],
  ["form", false, "query", "blue", "color=blue"],
  ["form", false, "query", array, "color=blue,black,brown"],
  ["form", false, "query", object, "color=R,100,G,200,B,150"],
  ["form", true, "query", "", "color="],
  ["form", true, "query", "blue", "color=blue"],
  ["form", true, "query", array, "color=blue&color=black&color=brown"],
  ["form", true, "query", object, "R=100&G=200&B=150"],
  ["spaceDelimited", false, "query", array, "color=blue%20black%20brown"],
  ["spaceDelimited", false, "query", object, "color=R%20100%20G%20200%20B%20150"],
  ["pipeDelimited", false, "query", array, "color=blue%7Cblack%7Cbrown"],
  ["pipeDelimited", false, "query", object, "color=R%7C100%7CG%7C200%7CB%7C150"],
  ["deepObject", false, "query", object, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"],
  ["deepObject", true, "query", object, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"],
  ["form", false, "cookie", "blue", "color=blue"],
  ["form", false, "cookie", array, "color=blue,black,brown"],
  ["form", false, "cookie", object, "color=R,100,G,200,B,150"],
  // Of cookies "neither the `&` nor `?` delimiters are ever correct" (3.2.0, Serialization and Examples).
  ["form", true, "cookie", array, "color=blue; color=black; color=brown"],
  ["form", true, "cookie", object, "R=100; G=200; B=150"],
  ["cookie", false, "cookie", "", "color="],
  ["cookie", false, "cookie", "blue", "color=blue"],
  ["cookie", false, "cookie", array, "color=blue,black,brown"],
  ["cookie", false, "cookie", object, "color=R,100,G,200,B,150"],
  ["cookie", true, "cookie", array, "color=blue; color=black; color=brown"],
  ["cookie", true, "cookie", object, "R=100; G=200; B=150"],
])("%s, explode %s, in %s: %o is %s", (style, explode, place, value, want) => {
  expect(written({ name: "color", in: place, style, explode }, value)).toBe(want);
});

/** What RFC 6570, 2.3 calls undefined is left out of queries, headers and cookies; a path has a place for each value. */
test.each<[Parameter["in"], unknown, string | undefined]>([
  ["query", [], ""],
  ["query", {}, ""],
  ["query", [null, undefined], ""],
  ["query", { R: null }, ""],
  ["cookie", [], ""],
  ["header", [], undefined],
  ["header", { R: undefined }, undefined],
])("in %s nothing is sent for %o", (place, value, want) => {
  expect(written({ name: "color", in: place }, value)).toBe(want);
});

/** What the tables call n/a, and values within values. */
test.each<[Style, boolean, Parameter["in"], unknown, string]>([
  ["spaceDelimited", true, "query", array, "color=blue&color=black&color=brown"],
  ["pipeDelimited", true, "query", object, "R=100&G=200&B=150"],
  ["pipeDelimited", false, "query", "blue", "color=blue"],
  ["deepObject", true, "query", "blue", "color=blue"],
  ["deepObject", true, "query", array, "color=blue&color=black&color=brown"],
  [
    "deepObject",
    true,
    "query",
    { a: { b: [1, 2], c: null } },
    "color%5Ba%5D%5Bb%5D=1&color%5Ba%5D%5Bb%5D=2",
  ],
  ["form", true, "query", [{ a: 1 }, [2]], "color=%7B%22a%22%3A1%7D&color=%5B2%5D"],
  ["form", true, "query", { R: { a: 1 } }, "R=%7B%22a%22%3A1%7D"],
  ["simple", false, "path", [[1, 2]], "%5B1%2C2%5D"],
  ["simple", false, "header", [{ a: "é" }], String.raw`{"a":"\u00e9"}`],
])("undefined: %s, explode %s, in %s: %o is %s", (style, explode, place, value, want) => {
  expect(written({ name: "color", in: place, style, explode }, value)).toBe(want);
});

/** RFC 6570, 3.2.7 and 3.2.8: what is empty has no equals sign in a path, and one in a query. */
test.each<[Partial<Parameter> & Pick<Parameter, "in">, unknown, string]>([
  [{ in: "path", style: "matrix", explode: true }, { R: "", G: 1 }, ";R;G=1"],
  [{ in: "path", style: "matrix", explode: true }, ["", "a"], ";color;color=a"],
  [{ in: "path", style: "label", explode: true }, { R: "" }, ".R="],
  [{ in: "path", style: "matrix" }, "a;b=c,d/e", ";color=a%3Bb%3Dc%2Cd%2Fe"],
  [{ in: "path", style: "label", explode: true }, ["a.b", "c"], ".a.b.c"],
  [{ in: "path" }, ["a,b", "c"], "a%2Cb,c"],
  [{ in: "path" }, { "a,b": "c=d" }, "a%2Cb,c%3Dd"],
  [{ in: "path", name: "a b", style: "matrix" }, 1, ";a%20b=1"],
  [{ in: "path", allowReserved: true }, "a:b@c/d?e#f[g]%2F", "a:b@c%2Fd%3Fe%23f%5Bg%5D%2F"],
  [{ in: "path" }, true, "true"],
  [{ in: "path" }, 0, "0"],
  [{ in: "path" }, 12n, "12"],
  [{ in: "path", content: "application/json" }, { a: [1] }, "%7B%22a%22%3A%5B1%5D%7D"],
  [{ in: "query" }, { "a b": "c&d" }, "a%20b=c%26d"],
  [{ in: "query", explode: false }, { "a,b": "c" }, "color=a%2Cb,c"],
  [{ in: "query", style: "pipeDelimited" }, ["a|b", "c d"], "color=a%7Cb%7Cc%20d"],
  [{ in: "query", style: "deepObject" }, { "a]b": "c" }, "color%5Ba%5Db%5D=c"],
  [{ in: "header" }, 'a%2F, "é"', 'a%2F, "é"'],
  [{ in: "header", content: "text/plain" }, "a, b", "a, b"],
  [{ in: "cookie" }, "Hello, world!", "color=Hello%2C%20world%21"],
  [
    { in: "cookie", style: "cookie" },
    { greeting: "Hello%2C world!", code: 42 },
    "greeting=Hello%2C world!; code=42",
  ],
  [{ in: "cookie", allowReserved: true }, "a:b/c;d,e", "color=a:b/c%3Bd%2Ce"],
  [{ in: "cookie", content: "application/json" }, { a: 1 }, "color=%7B%22a%22%3A1%7D"],
  [
    { in: "querystring", content: "application/x-www-form-urlencoded" },
    { foo: "a + b", bar: true },
    "foo=a+%2B+b&bar=true",
  ],
  [
    { in: "querystring", content: "application/json" },
    { numbers: [1, 2], flag: null },
    "%7B%22numbers%22%3A%5B1%2C2%5D%2C%22flag%22%3Anull%7D",
  ],
  [{ in: "querystring", content: "application/jsonpath" }, "$.a.b[1:1]", "%24.a.b%5B1%3A1%5D"],
])("%o: %o is %s", (parameter, value, want) => {
  expect(written({ name: "color", ...parameter }, value)).toBe(want);
});

test.each<[Partial<Parameter>, unknown, string]>([
  [{}, true, "q=true"],
  [{}, 1.5, "q=1.5"],
  [{}, 12345678901234567890n, "q=12345678901234567890"],
  [{}, new Date("2030-01-02T03:04:05.678Z"), "q=2030-01-02T03%3A04%3A05.678Z"],
  [{}, "a b&c=d+é😀!'()*~", "q=a%20b%26c%3Dd%2B%C3%A9%F0%9F%98%80%21%27%28%29%2A~"],
  [{}, ["a", null, undefined, "b"], "q=a&q=b"],
  [{ name: "a b[]" }, 1, "a%20b%5B%5D=1"],
  [{ allowReserved: true }, "/a?b=c:d,%2F é%&e=+#[", "q=/a?b=c:d,%2F%20%C3%A9%25&e=+%23%5B"],
  [
    { content: "application/json" },
    { run: "a&b", n: null },
    "q=%7B%22run%22%3A%22a%26b%22%2C%22n%22%3Anull%7D",
  ],
  [{ content: "text/plain" }, "a b", "q=a%20b"],
])("query %o: %o is %s", (parameter, value, want) => {
  expect(written({ name: "q", in: "query", ...parameter }, value)).toBe(want);
});

test.each(["a/b", "a%2Fb", "../x", "é 😀", "%2e", "..;", "a?b#c", "\\..\\", "a\0b"])(
  "an id %j stays one segment",
  (id) => {
    const segment = written({ name: "id", in: "path" }, id);
    const url = new URL(`https://h/v1/${segment}`);
    expect(url.pathname.split("/")).toHaveLength(3);
    expect(decodeURIComponent(url.pathname.slice("/v1/".length))).toBe(id);
  },
);

test.each(["", [], {}])("an id %j is refused", (id) => {
  expect(() => written({ name: "id", in: "path" }, id)).toThrow(
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
  [Number.NaN],
  [1n, [1n]],
])("%s cannot be written", (value) => {
  expect(() => written({ name: "q", in: "query" }, value)).toThrow(
    expect.objectContaining({ code: "parameter" }),
  );
});

test("a circular value cannot be written as JSON", () => {
  const value: { self?: unknown } = {};
  value.self = value;
  const parameter: Parameter = { name: "q", in: "query", content: "application/json" };
  expect(() => written(parameter, value)).toThrow(/op: q cannot be written as JSON: /);
});

test.each(["a\r\nx-evil: 1", "a\nb", "a\0b", "日本"])(
  "a header %j is refused without repeating it",
  (value) => {
    let message = "";
    try {
      written({ name: "x-run", in: "header" }, value);
    } catch (error) {
      message = String(error);
    }
    expect(message).toMatch(/^ParameterError: op: the value of the header x-run must be/);
    expect(message).not.toContain(value);
  },
);

test.each(["a;b", "a\r\nb", "a\0b", "日本"])(
  "a cookie that is not encoded cannot be %j",
  (value) => {
    const parameter: Parameter = { name: "c", in: "cookie", style: "cookie" };
    expect(() => written(parameter, value)).toThrow(expect.objectContaining({ code: "parameter" }));
  },
);

test("a header of JSON is ASCII", () => {
  const parameter: Parameter = { name: "x", in: "header", content: "application/json" };
  expect(written(parameter, { a: "é😀" })).toBe(String.raw`{"a":"\u00e9\ud83d\ude00"}`);
});

test("a query value survives any text", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "grapheme", minLength: 1 }),
      (value, name) => {
        const url = new URL(`https://h/?${written({ name, in: "query" }, value)}`);
        expect([...url.searchParams]).toEqual([[name, value]]);
      },
    ),
  );
});

test("an exploded query of an array survives any texts", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" })), (values) => {
      const url = new URL(`https://h/?${written({ name: "a", in: "query" }, values)}`);
      expect(url.searchParams.getAll("a")).toEqual(values);
    }),
  );
});

test("a path value survives any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 1 }), (value) => {
      fc.pre(value !== "." && value !== "..");
      const url = new URL(`https://h/a/${written({ name: "id", in: "path" }, value)}/b`);
      expect(url.pathname.split("/").map(decodeURIComponent)).toEqual(["", "a", value, "b"]);
    }),
  );
});

test("what is written in the usual way is the same without the parts that know all styles", () => {
  const scalar = fc.oneof(
    fc.string(),
    fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
    fc.boolean(),
  );
  const value = fc.oneof(
    scalar,
    fc.array(fc.option(scalar)),
    fc.dictionary(fc.string(), fc.option(scalar)),
    fc.array(fc.jsonValue()),
  );
  const parameter = fc.oneof(
    fc.record({ in: fc.constant("query" as const), explode: fc.boolean() }),
    fc.constant({ in: "query" as const, content: "application/json" }),
    fc.record({ in: fc.constant("header" as const), explode: fc.boolean() }),
    fc.constant({ in: "header" as const, content: "application/json" }),
  );
  const outcome = (write: () => string | undefined): unknown => {
    try {
      return write();
    } catch (error) {
      return String(error);
    }
  };
  const same = (given: Omit<Parameter, "name">, sent: unknown): void => {
    const named = { name: "p", ...given };
    expect(outcome(() => plainParameters[named.in]?.(named, sent, "op"))).toEqual(
      outcome(() => written(named, sent)),
    );
  };
  fc.assert(fc.property(parameter, value, same));
  fc.assert(fc.property(scalar, (sent) => same({ in: "path" }, sent)));
});
