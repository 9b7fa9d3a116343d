import { describe, expect, test } from "vitest";

import { ref, text, types } from "./declared.ts";

const object = (properties: object, required: readonly string[] = []): object => ({
  type: "object",
  properties,
  required,
});
const string = { type: "string" };
const number = { type: "number" };

/** What is declared after `A`. */
async function besideA(schemas: object, a: object): Promise<string> {
  const all = await types({ ...schemas, A: a });
  return all.slice(0, all.search(/\nexport (?:interface|type) A\b/));
}

describe("a property that several parts declare", () => {
  const A = object({ x: string, y: string }, ["x"]);

  test.each([
    [
      "as something else: the outer one counts",
      { B: { allOf: [ref("A"), object({ x: number }, ["x"])] } },
      A,
      text`
        export interface B extends Omit<A, "x"> {
          x: number;
        }
      `,
    ],
    [
      "in a narrower form",
      { B: { allOf: [ref("A")], ...object({ x: { enum: ["k", "l"] } }) } },
      A,
      text`
        export interface B extends A {
          x: "k" | "l";
        }
      `,
    ],
    [
      "in a form that is not known to be narrower: an object with certain properties has no index signature",
      { B: { allOf: [ref("A"), object({ x: ref("C") })] }, C: object({ c: string }) },
      object({ x: { type: "object" } }),
      text`
        export interface B extends Omit<A, "x"> {
          x?: C;
        }
        export interface C {
          c?: string;
        }
      `,
    ],
    [
      "in a narrower form than a part that is required beside any object",
      {
        B: { allOf: [ref("R"), object({ x: { enum: ["k", "l"] } })] },
        R: { allOf: [ref("A"), { type: "object", required: ["x"] }] },
      },
      object({ x: string }),
      text`
        export interface B extends R {
          x: "k" | "l";
        }
        export interface R extends A {
          x: string;
        }
      `,
    ],
    [
      "in a wider form, or the same: it adds nothing",
      { B: { allOf: [ref("A"), object({ x: { type: ["string", "null"] } })] } },
      A,
      "export type B = A;",
    ],
    [
      "with a comment of its own",
      { B: { allOf: [ref("A"), object({ x: { ...string, description: "Another." } })] } },
      A,
      text`
        export interface B extends A {
          /** Another. */
          x: string;
        }
      `,
    ],
    [
      "as another constant",
      { B: { allOf: [ref("A"), object({ k: { const: "b" } }, ["k"])] } },
      object({ k: { const: "a" } }, ["k"]),
      text`
        export interface B extends Omit<A, "k"> {
          k: "b";
        }
      `,
    ],
    [
      "as an object of other properties",
      { B: { allOf: [ref("A"), object({ x: object({ b: number }) })] } },
      object({ x: object({ a: string }) }),
      text`
        export interface B extends A {
          x?: { b?: number; a?: string };
        }
      `,
    ],
    [
      "as an object of which a property is something else",
      { B: { allOf: [ref("A"), object({ x: object({ a: number }) })] } },
      object({ x: object({ a: string }) }),
      text`
        export interface B extends Omit<A, "x"> {
          x?: { a?: number };
        }
      `,
    ],
    [
      "in unnamed parts",
      {
        B: {
          allOf: [
            object({ x: string }),
            object({ x: { enum: ["a"] } }, ["x"]),
            object({ x: string }),
          ],
        },
      },
      A,
      text`
        export interface B {
          x: "a";
        }
      `,
    ],
    [
      "in two named ones",
      { B: { allOf: [ref("A"), ref("C")] }, C: object({ x: number }) },
      A,
      text`
        export type B = Omit<A, "x"> & C;
        export interface C {
          x?: number;
        }
      `,
    ],
    [
      "within a property",
      { B: object({ p: { allOf: [ref("A"), object({ x: number })] } }) },
      A,
      text`
        export interface B {
          p?: Omit<A, "x"> & { x?: number };
        }
      `,
    ],
    [
      "and every branch of a union",
      {
        B: { ...object({ x: string }, ["x"]), oneOf: [ref("A"), ref("C")] },
        C: object({ x: string }, ["x"]),
      },
      A,
      text`
        export type B = A | C;
        export interface C {
          x: string;
        }
      `,
    ],
    [
      "and a branch of a union as something else",
      {
        B: {
          ...object({ x: string, z: string }),
          anyOf: [object({ x: number }), object({ w: number })],
        },
      },
      A,
      "export type B = { z?: string } & ({ x?: number } | { w?: number });",
    ],
  ])("%s", async (_what, schemas, a, wanted) => {
    expect(await besideA(schemas, a)).toBe(wanted);
  });
});

describe("other properties beside those of a named object", () => {
  test.each([
    [
      "closed: the others are not forbidden",
      { B: { allOf: [ref("A"), { type: "object", additionalProperties: false }] } },
      object({ x: string }),
      "export type B = A;",
    ],
    [
      "closed, under a name",
      { B: { allOf: [ref("A"), object({ y: string })] } },
      { type: "object", additionalProperties: false },
      text`
        export interface B {
          y?: string;
        }
      `,
    ],
    [
      "of a type that the named ones have not",
      { B: { allOf: [ref("A")], additionalProperties: number } },
      object({ x: string }),
      text`
        export interface B extends A {
          [key: string]: number | string | undefined;
        }
      `,
    ],
    [
      "of a type that its own have not",
      { B: { allOf: [ref("A"), object({ n: number }, ["n"])] } },
      { type: "object", additionalProperties: string },
      text`
        export interface B {
          n: number;
          [key: string]: string | number;
        }
      `,
    ],
    [
      "of a type that its own have, too",
      { B: { allOf: [ref("A"), object({ n: string }, ["n"])] } },
      { type: "object", additionalProperties: string },
      text`
        export interface B extends A {
          n: string;
        }
      `,
    ],
    [
      "anything",
      { B: { allOf: [ref("A"), { type: "object", additionalProperties: true }] } },
      object({ x: string }),
      text`
        export interface B extends A {
          [key: string]: unknown;
        }
      `,
    ],
  ])("%s", async (_what, schemas, a, wanted) => {
    expect(await besideA(schemas, a)).toBe(wanted);
  });
});
