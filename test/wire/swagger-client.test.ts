/**
 * What a generated client sends, and what `swagger-client` would send for the same values. They differ in what the rules below
 * say, each with the text of the specification that decides; all else must be the same, byte for byte.
 */

import * as fc from "fast-check";
import SwaggerClient from "swagger-client";
import { expect, test } from "vitest";

import { runs } from "../properties.ts";
import { senderOf } from "./client.ts";
import { argumentsFor, document, nameOf, partOf, type Way, ways } from "./document.ts";

const sender = await senderOf(document);

/** What the other builder makes of the value. */
function theirs(way: Way, value: unknown): string {
  const spec = { ...document, servers: [{ url: sender.baseUrl }] };
  const operationId = nameOf(way);
  const { url, headers } = SwaggerClient.buildRequest({
    spec,
    operationId,
    parameters: { color: value },
  });
  const lower = Object.entries(headers).map(([name, text]) => [name.toLowerCase(), text]);
  return partOf(way, {
    url: url.slice(sender.baseUrl.length),
    headers: Object.fromEntries(lower) as Record<string, string>,
  });
}

/** A way in which the other builder is not what the specification says. */
interface Difference {
  /** The text that decides. */
  readonly rule: string;
  applies(way: Way): boolean;
  /** Makes of theirs what the rule says. */
  correct?(text: string, way: Way, value: unknown): string;
  /** Values about which they say something else altogether. */
  excludes?(value: unknown): boolean;
}

const differences: readonly Difference[] = [
  {
    rule: "3.2.0, Style Examples: label without explode is `.blue,black,brown`, and `.R,100,G,200,B,150`; theirs has dots",
    applies: ({ style, explode, kind }) => style === "label" && !explode && kind !== "primitive",
    correct: (_, way, value) => {
      const simple = ways.find(
        (each) =>
          each.style === "simple" && each.in === "path" && !each.explode && each.kind === way.kind,
      );
      return `.${theirs(simple!, value)}`;
    },
  },
  {
    rule: "RFC 6570, 3.2.7: a matrix parameter that is empty has no equals sign (`;color`, 3.2.0, Style Examples)",
    applies: ({ style }) => style === "matrix",
    correct: (text) => text.replaceAll(/=(?=;|$)/g, ""),
  },
  {
    rule: "3.2.0, Style Examples: pipes are `%7C`, since RFC 3986 has none in a URI",
    applies: ({ style }) => style === "pipeDelimited",
    correct: (text) => text.replaceAll("|", "%7C"),
  },
  {
    rule: "3.2.0, Style Values: `spaceDelimited` and `pipeDelimited` objects are separated like arrays; theirs have commas",
    applies: ({ style, kind }) => style.endsWith("Delimited") && kind === "object",
    correct: (text, { style }) => text.replaceAll(",", style === "pipeDelimited" ? "%7C" : "%20"),
  },
  {
    rule: "3.2.0, Style Examples: a query of the empty text is `color=`; theirs leaves it out",
    applies: ({ in: place, kind }) => place === "query" && kind === "primitive",
    correct: (text, _, value) => (value === "" ? "color=" : text),
  },
  {
    rule: "RFC 6570, 3.2.1: an array or object without members is undefined, and undefined values are left out",
    applies: ({ kind }) => kind !== "primitive",
    excludes: (value) => Object.keys(value as object).length === 0,
  },
  {
    rule: "3.2.0, Path Templating and RFC 3986, 3.3: an empty segment, `.` and `..` would name another path; ours refuses them",
    applies: ({ in: place }) => place === "path",
    excludes: (value) => /^(?:\.\.?)?$/.test(String(value)),
  },
  {
    rule: "3.2.0, Style Values: the style `cookie` is encoded by nobody, and its pairs are separated by `; `; theirs is unknown to it",
    applies: ({ style }) => style === "cookie",
    excludes: () => true,
  },
  {
    rule: "3.2.0, Style Examples and Appendix D: of a cookie, form means what it means in a query, with `; ` for `&`; theirs leaves out the name, and encodes the whole",
    applies: ({ in: place, style, kind }) =>
      place === "cookie" && style === "form" && kind !== "primitive",
    excludes: () => true,
  },
  {
    rule: "WHATWG URL, special-query percent-encode set: `fetch` encodes an apostrophe in a query, which means the same (RFC 3986, 6.2.2.2)",
    applies: ({ allowReserved }) => allowReserved === true,
    correct: (text) => text.replaceAll("'", "%27"),
  },
  {
    rule: "3.2.0, Parameter Object Examples: of a cookie in the style form all is encoded that is not unreserved (`Hello%2C%20world%21`); theirs encodes what a cookie cannot have",
    applies: ({ in: place, style, kind }) =>
      place === "cookie" && style === "form" && kind === "primitive",
    correct: (text) =>
      `color=${encodeURIComponent(decodeURIComponent(text.slice("color=".length))).replaceAll(
        /[!'()*]/g,
        (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
      )}`,
  },
  {
    rule: "RFC 3986, 3.4: a query has no `#`, `[` and `]`, so that they are encoded although they are reserved; theirs are not",
    applies: ({ allowReserved }) => allowReserved === true,
    correct: (text) => text.replaceAll("#", "%23").replaceAll("[", "%5B").replaceAll("]", "%5D"),
  },
  {
    rule: "3.2.0, Parameter Object: `allowReserved` passes percent-encoded triples through unchanged; theirs encodes their `%`",
    applies: ({ allowReserved }) => allowReserved === true,
    correct: (text) => text.replaceAll(/%25(?=[\dA-Fa-f]{2})/g, "%"),
  },
];

const text = fc.string({ unit: "binary", maxLength: 8 });
/** What can stand in a header, and is not trimmed by HTTP (RFC 9110, 5.5). */
const visible = fc
  .string({
    unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
    maxLength: 8,
  })
  .filter((each) => /^[\x20-\x7e\xa1-\xff]*$/.test(each) && each === each.trim());
const key = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,5}$/).filter((each) => !(each in {}));

function valuesFor({ in: place, kind, allowReserved }: Way): fc.Arbitrary<unknown> {
  const reserved = fc.string({
    unit: fc.constantFrom(...":/?#[]@!$&'()*+,;=%2Fé a"),
    maxLength: 8,
  });
  const texts = place === "header" ? visible : allowReserved === true ? reserved : text;
  const scalar = fc.oneof(
    texts,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
  );
  if (kind === "primitive") return scalar;
  return kind === "array"
    ? fc.array(scalar, { maxLength: 4 })
    : fc.dictionary(key, scalar, { maxKeys: 4, noNullPrototype: true });
}

test.each(ways.map((way) => [nameOf(way), way] as const))("%s", async (name, way) => {
  const rules = differences.filter(({ applies }) => applies(way));
  const property = fc.asyncProperty(valuesFor(way), async (value) => {
    fc.pre(!rules.some(({ excludes }) => excludes?.(value) === true));
    const want = rules.reduce(
      (text, { correct }) => correct?.(text, way, value) ?? text,
      theirs(way, value),
    );
    const arrived = await sender.send("promise", name, ...argumentsFor(way, value));
    expect(partOf(way, arrived)).toBe(want);
  });
  if (rules.some(({ excludes }) => excludes?.({ a: 1 }) === true)) return;
  await fc.assert(property, { numRuns: runs(25) });
});

test("every difference is one, and has a text that decides it", () => {
  for (const { rule, applies } of differences) {
    expect(rule).toMatch(/^(?:3\.2\.0|RFC \d+|WHATWG URL), /);
    expect(ways.some(applies)).toBe(true);
  }
});
