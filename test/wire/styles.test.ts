import { expect, test } from "vitest";

import { senderOf } from "./client.ts";
import { argumentsFor, document, type Kind, nameOf, partOf, type Way, ways } from "./document.ts";

const sender = await senderOf(document);

/** OpenAPI 3.2.0, Style Examples, with the columns for a text, an array and an object. */
const table: Readonly<Record<string, readonly [string, string, string]>> = {
  "path matrix false": [";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"],
  "path matrix true": [";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"],
  "path label false": [".blue", ".blue,black,brown", ".R,100,G,200,B,150"],
  "path label true": [".blue", ".blue.black.brown", ".R=100.G=200.B=150"],
  "path simple false": ["blue", "blue,black,brown", "R,100,G,200,B,150"],
  "path simple true": ["blue", "blue,black,brown", "R=100,G=200,B=150"],
  "header simple false": ["blue", "blue,black,brown", "R,100,G,200,B,150"],
  "header simple true": ["blue", "blue,black,brown", "R=100,G=200,B=150"],
  "query form false": ["color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"],
  "query form true": ["color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"],
  "query spaceDelimited false": [
    "",
    "color=blue%20black%20brown",
    "color=R%20100%20G%20200%20B%20150",
  ],
  "query pipeDelimited false": [
    "",
    "color=blue%7Cblack%7Cbrown",
    "color=R%7C100%7CG%7C200%7CB%7C150",
  ],
  "query deepObject true": ["", "", "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"],
  "cookie cookie false": ["color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"],
  "cookie cookie true": [
    "color=blue",
    "color=blue; color=black; color=brown",
    "R=100; G=200; B=150",
  ],
  // "Neither the `&` nor `?` delimiters are ever correct" for cookies (Serialization and Examples).
  "cookie form false": ["color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"],
  "cookie form true": ["color=blue", "color=blue; color=black; color=brown", "R=100; G=200; B=150"],
};

const values: Readonly<Record<Kind, unknown>> = {
  primitive: "blue",
  array: ["blue", "black", "brown"],
  object: { R: 100, G: 200, B: 150 },
};

function wantedFor({ in: place, style, explode, kind }: Way): string {
  const row = table[`${place} ${style} ${explode}`];
  return row?.[Object.keys(values).indexOf(kind)] ?? "";
}

test.each(ways.map((way) => [nameOf(way), way] as const))("%s", async (name, way) => {
  const args = argumentsFor(way, values[way.kind]);
  for (const style of ["promise", "callback", "sync"] as const) {
    const part = partOf(way, await sender.send(style, name, ...args));
    expect([style, part]).toEqual([style, wantedFor(way)]);
  }
});

test("the table has a row for each combination, and nothing else", () => {
  const rows = new Set(ways.map(({ in: place, style, explode }) => `${place} ${style} ${explode}`));
  expect(new Set(Object.keys(table))).toEqual(rows);
  expect(ways.map(wantedFor)).not.toContain("");
});

/** The empty text is no undefined value: RFC 6570, 2.3. */
test.each([
  ["pathMatrixFlatPrimitive", "", ";color"],
  ["queryFormExplodedPrimitive", "", "color="],
  ["queryFormExplodedPrimitive", null, ""],
  ["queryFormExplodedArray", [], ""],
  ["queryFormExplodedArray", ["", null], "color="],
  ["queryFormExplodedObject", { R: "", G: null }, "R="],
  ["queryFormExplodedObject", { "a b": "c&d=e" }, "a%20b=c%26d%3De"],
  [
    "queryFormExplodedPrimitiveReserved",
    ":/?@!$&'()*+,;=%2F %",
    "color=:/?@!$&%27()*+,;=%2F%20%25",
  ],
  // An apostrophe is encoded by WHATWG URL, which knows it as the end of a query in HTML.
  ["queryFormExplodedPrimitiveReserved", "#[]", "color=%23%5B%5D"],
  ["queryFormExplodedPrimitive", true, "color=true"],
  ["queryFormExplodedPrimitive", 1e21, "color=1e%2B21"],
  ["queryFormExplodedPrimitive", 12n, "color=12"],
  ["queryFormExplodedPrimitive", new Date(0), "color=1970-01-01T00%3A00%3A00.000Z"],
  ["headerSimpleFlatPrimitive", '%2F, "é"', '%2F, "é"'],
  ["headerSimpleFlatArray", [], ""],
  [
    "cookieCookieExplodedObject",
    { greeting: "Hello%2C world!", code: 42 },
    "greeting=Hello%2C world!; code=42",
  ],
  ["cookieFormFlatPrimitive", "Hello, world!", "color=Hello%2C%20world%21"],
])("%s of %o", async (name, value, want) => {
  const way = ways.find((each) => nameOf(each) === name)!;
  const arrived = await sender.send("promise", name, ...argumentsFor(way, value));
  expect(partOf(way, arrived)).toBe(want);
});
