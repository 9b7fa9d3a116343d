import fc from "fast-check";
import { parseEvents } from "js-yaml";
import { describe, expect, test } from "vitest";

import { BLOCK, indexJson, readJsonObject } from "../../generator/base/json-bytes.ts";
import { placesIn } from "../../generator/base/locate.ts";
import { placesInBytes, placesInJson } from "../../generator/base/locate-json.ts";
import { findByEvents } from "../../generator/base/locate-yaml.ts";
import { DiagnosticError } from "../../generator/diagnostic.ts";
import { parse } from "../../generator/base/parse.ts";

const yaml = (text: string) => parse({ uri: "a.yaml", text });
const json = (text: string) => parse({ uri: "a.json", text });

async function failure(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => new Error("nothing was thrown"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiagnosticError)) throw error as Error;
  const [{ code, location, excerpt } = { code: "", location: undefined, excerpt: undefined }] =
    error.diagnostics;
  return `${code} ${location?.line}:${location?.column} ${excerpt?.[0]}`;
}

describe("values", () => {
  test.each([
    ["JSON", '{"a": [1, "x", null, true]}', { a: [1, "x", null, true] }],
    ["a byte order mark", '\ufeff{"a": 1}', { a: 1 }],
    ["YAML", "a:\n  - 1\n  - x", { a: [1, "x"] }],
    ["YAML in flow style", "{a: [1, x], }", { a: [1, "x"] }],
    ["dates stay text", "a: 2024-01-31", { a: "2024-01-31" }],
    ["YAML 1.2: no and on are text", "a: [no, on, 0o17, 012]", { a: ["no", "on", 15, 12] }],
    ["numeric keys", "responses:\n  200: ok", { responses: { 200: "ok" } }],
    ["merge keys", "x: &x {b: 1}\ny: {<<: *x, c: 2}", { x: { b: 1 }, y: { b: 1, c: 2 } }],
  ])("%s", async (_, text, value) => {
    expect((await yaml(text)).value).toEqual(value);
  });

  test("`__proto__` is a key like others", async () => {
    for (const text of ['{"__proto__": {"a": 1}}', "__proto__:\n  a: 1"]) {
      const { value } = await yaml(text);
      expect(Object.keys(value as object)).toEqual(["__proto__"]);
      expect((value as { a?: number }).a).toBeUndefined();
    }
  });

  test("aliases become separate copies", async () => {
    const value = (await yaml("a: &a {b: [1]}\nc: *a")).value as Record<string, { b: number[] }>;
    expect(value["c"]).toEqual(value["a"]);
    expect(value["c"]?.b).not.toBe(value["a"]?.b);
  });

  test("indentation that strict parsers refuse is tolerated with a warning", async () => {
    const { value, diagnostics, place } = await yaml("a:\n  b: {\n    c: 1\n  }\n  d: [x]\n");
    expect(value).toEqual({ a: { b: { c: 1 }, d: ["x"] } });
    expect(diagnostics).toMatchObject([
      { severity: "warning", code: "yaml-tolerated", location: { line: 4, column: 3 } },
    ]);
    expect(place(["a", "d"]).location).toMatchObject({ line: 5, column: 3 });
    expect(place(["a", "b", "c"]).location).toMatchObject({ line: 3, column: 8 });
  });
});

describe("places", () => {
  const text = [
    "paths:",
    "  /a/b:",
    "    get: &get",
    "      tags:",
    "        - x",
    "        - 'y'",
    "  /c: {get: *get}",
    "  /d:",
    "    <<: {put: 1}",
  ].join("\n");

  test.each([
    [[], "1:1"],
    [["paths"], "1:1"],
    [["paths", "/a/b"], "2:3"],
    [["paths", "/a/b", "get", "tags", "0"], "5:11"],
    [["paths", "/a/b", "get", "tags", "1"], "6:11"],
    [["paths", "/c", "get"], "7:8"],
    [["paths", "/c", "get", "tags", "1"], "6:11"],
    [["paths", "/d", "put"], "9:15"],
    [["paths", "/a/b", "post", "x"], "2:3"],
    [["paths", "/a/b", "get", "tags", "7"], "4:7"],
  ])("%j is at %s", async (tokens, place) => {
    const { location } = (await yaml(text)).place(tokens);
    expect(`${location.line}:${location.column}`).toBe(place);
  });

  test("are found in JSON too, tabs and all", async () => {
    const { place } = await json('{\n\t"a": {\n\t\t"b": [true, "x"]\n\t}\n}');
    expect(place(["a", "b", "1"])).toEqual({
      location: { file: "a.json", line: 3, column: 15 },
      excerpt: ['\t\t"b": [true, "x"]'],
    });
  });

  const oddities =
    '\r\n{"a": {"b": 1}, "a": [ -1.5e+3, "]}" ], "a\\u002fb\\n":[{}, 1,{"x": "{\\"["}], "\\\\": "", "<<": {"b": 1}}';

  test.each([
    [[], '{"a": {'],
    [["a"], '"a": [ -1'],
    [["a", "0"], "-1.5e+3"],
    [["a", "1", "x"], '"]}"'],
    [["a/b\n"], '"a\\u002fb\\n"'],
    [["a/b\n", "1", "x"], "1,{"],
    [["a/b\n", "2"], '{"x"'],
    [["a/b\n", "2", "x"], '"{\\"["'],
    [["a/b\n", "2", "none", "x"], '{"x"'],
    [["a/b\n", "3"], '"a\\u002fb\\n"'],
    [["\\"], '""'],
    [["<<", "no"], '"<<"'],
    [["b"], '{"a": {'],
  ])("of JSON: %j is at %j", (tokens, start) => {
    const bytes = Buffer.from(oddities);
    const { line, column } = placesInJson("a.json", bytes, indexJson(bytes))(tokens).location;
    const lines = oddities.split("\n").slice(line - 1);
    expect(lines.join("\n").slice(column - 1, column - 1 + start.length)).toBe(start);
  });

  test("are found in JSON where YAML has them", async () => {
    const values = fc.jsonValue({ maxDepth: 4, stringUnit: "grapheme" }).filter(isObject);
    await fc.assert(
      fc.asyncProperty(values, fc.constantFrom(0, 1, "\t"), async (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        const parsed = await json(text);
        const find = findByEvents(text, parseEvents(text, { maxDepth: 100 }));
        const placed = placesIn({ uri: "a.json", text });
        for (const tokens of allPaths(value))
          expect(parsed.place(tokens)).toEqual(placed(find(tokens)));
      }),
    );
  });
});

describe("bytes", () => {
  const ofFile = (text: string) =>
    parse({ uri: "a.json", text: "not asked for", bytes: Buffer.from(text) });

  test("of JSON are read as their text is, and have its places", async () => {
    const options = { maxDepth: 4, stringUnit: "binary" } as const;
    const values = fc.jsonValue(options).filter(isObject);
    await fc.assert(
      fc.asyncProperty(values, fc.constantFrom(0, 1, "\t"), async (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        const [read, wanted] = [await ofFile(text), await json(text)];
        expect(read.value).toEqual(wanted.value);
        for (const tokens of allPaths(value))
          expect(read.place(tokens)).toEqual(wanted.place(tokens));
      }),
      { numRuns: 40 },
    );
  });

  const long = "x".repeat(70_000);

  test.each([
    [
      "long values",
      `{"a": {"b": "${long}", "c": ["${long}", {"d": "${long}é日🍫"}]}, "e": 1.5e+3} `,
    ],
    ["equal names", `{"a": "${long}", "b": {"c": 1, "c": "${long}"}, "a" : null,"b":true}`],
    [
      "other names",
      `\n{"__proto__": {"x": "${long}"}, "10": 1, "9": {}, "\\u0061\\"": "${long}\\\\"}`,
    ],
    ["deep nesting", `{"a": `.repeat(9) + `"${long}"` + "}".repeat(9)],
    ["an empty object", `{"a": "${long}", "b": {\n}, "c": {${" ".repeat(70_000)}}}`],
    ["a comma too many", `{"a": "${long}", "b": 1,}`],
    ["a comma that is missing", `{"a": "${long}" "b": 1}`],
    ["a colon that is missing", `{"a": "${long}", "b" 1}`],
    ["a name that is missing", `{"a": "${long}", : 1}`],
    ["a name without quotes", `{"a": "${long}", b: 1}`],
    ["a value that is missing", `{"a": "${long}", "b": }`],
    ["the end of another bracket", `{"a": {"b": "${long}"], "c": 1}`],
    ["a bracket that is open", `{"a": {"b": "${long}"}`],
    ["a bracket too many", `{"a": {"b": "${long}"}}}`],
    ["a string that is open", `{"a": "${long}", "b": "}`],
    ["an unknown escape", `{"a": "${long}", "b": "\\é"}`],
    ["more than one value", `{"a": "${long}"} {}`],
  ])("with %s are read as `JSON.parse` does", (_, text) => {
    const result = (read: () => unknown): unknown => {
      try {
        const value = read();
        return [value, JSON.stringify(value)];
      } catch (error) {
        return error instanceof SyntaxError && "refused";
      }
    };
    const bytes = Buffer.from(text);
    expect(result(() => readJsonObject(bytes, indexJson(bytes)))).toEqual(
      result(() => JSON.parse(text)),
    );
  });

  test("that are no JSON are said to be by their text", async () => {
    const text = '{"a": "\\é"}';
    const source = { uri: "a.json", text, bytes: Buffer.from(text) };
    expect(await failure(parse(source))).toBe('json-syntax 1:7 {"a": "\\é"}');
  });

  test("have the places and excerpts of their text, in long lines as well", () => {
    const line = fc.string({ unit: "grapheme", maxLength: 300 });
    const long = fc
      .tuple(fc.constantFrom("x", "é", "日", "🍫"), fc.integer({ min: 1, max: 90_000 }))
      .map(([unit, count]) => unit.repeat(count));
    const lines = fc.array(fc.oneof(line, long), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(lines, fc.array(fc.nat(), { maxLength: 20 }), (parts, offsets) => {
        const text = parts.map((part) => part.replaceAll("\n", "")).join("\n");
        const bytes = Buffer.from(text);
        const linesBefore = new Uint32Array(Math.floor(bytes.length / BLOCK) + 1);
        for (const [at, byte] of bytes.entries())
          if (byte === 10)
            for (let block = Math.floor(at / BLOCK) + 1; block < linesBefore.length; block++)
              linesBefore[block]! += 1;
        const [found, wanted] = [
          placesInBytes("a", bytes, { linesBefore }),
          placesIn({ uri: "a", text }),
        ];
        for (const each of offsets) {
          const offset = startOfCharacter(text, each % (text.length + 1));
          const inBytes = Buffer.byteLength(text.slice(0, offset));
          expect(found(inBytes)).toEqual(wanted(offset));
        }
      }),
      { numRuns: 30 },
    );
  });
});

function startOfCharacter(text: string, offset: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(offset)) ? offset - 1 : offset;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function allPaths(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [[]];
  const deeper = Object.entries(value).flatMap(([key, inner]) =>
    allPaths(inner).map((path) => [key, ...path]),
  );
  return [[], ...deeper];
}

describe("errors", () => {
  test.each([
    ['{\n  "a": x\n}', 'json-syntax 2:8   "a": x'],
    ['{"a": 1,}', 'json-syntax 1:9 {"a": 1,}'],
    ['{"a": [1 2]}', 'json-syntax 1:10 {"a": [1 2]}'],
    ['{"a": "x', 'json-syntax 1:7 {"a": "x'],
    ['{"a": 1', 'json-syntax 1:8 {"a": 1'],
    ['{"a" 1}', 'json-syntax 1:6 {"a" 1}'],
    ['{"a": 01}', 'json-syntax 1:7 {"a": 01}'],
    ['{"a": "\\x"}', 'json-syntax 1:7 {"a": "\\x"}'],
    ['{"a": 1} x', 'json-syntax 1:10 {"a": 1} x'],
  ])("JSON: %j", async (text, expected) => {
    expect(await failure(json(text))).toBe(expected);
  });

  test.each([
    ["a: 1\nb: 2\na: 3", "yaml-syntax 3:1 a: 3"],
    ["a:\n  b: c: d", "yaml-syntax 2:6   b: c: d"],
    ["a:\n\t- b", "yaml-syntax 2:1 \t- b"],
    ["a: *b", "yaml-syntax 1:5 a: *b"],
    ["a: 1\n---\nb: 2", "yaml-syntax 2:1 ---"],
    [" \n", "empty-document 1:1  "],
    ["a: &a [*a]", "circular-alias 1:8 a: &a [*a]"],
  ])("YAML: %j", async (text, expected) => {
    expect(await failure(yaml(text))).toBe(expected);
  });

  test("each has a cure", async () => {
    for (const text of ["a: [", "a: b: c", "a: 1\na: 2", "%"]) {
      const error = await yaml(text).catch((reason: unknown) => reason);
      expect((error as DiagnosticError).diagnostics[0]?.cure).toMatch(/\w/);
    }
  });

  test("10,000 levels of nesting end in an error", async () => {
    const depth = 10_000;
    const nested = '{"a":'.repeat(depth) + "1" + "}".repeat(depth);
    expect(await failure(json(nested))).toMatch(/^too-deep 1:/);
    expect(await failure(yaml(`a: ${"[".repeat(depth)}`))).toMatch(/^too-deep 1:/);
    expect(await failure(yaml(`a: [1\nb: ${"[".repeat(depth)}`))).toMatch(/^yaml-syntax 2:/);
  });

  test("an alias bomb ends in an error", async () => {
    const lines = ["l0: &l0 [x,x,x,x,x,x,x,x,x,x]"];
    for (let level = 1; level < 12; level++) {
      lines.push(
        `l${level}: &l${level} [${Array(10)
          .fill(`*l${level - 1}`)
          .join(",")}]`,
      );
    }
    expect(await failure(yaml(lines.join("\n")))).toMatch(/^too-many-aliases /);
  });
});
