/** What a caller can write, and cannot write, with the types of schemas. */

import { expect, test } from "vitest";

import { ref } from "./declared.ts";
import { problemsIn, type TypeCase } from "./fixtures/check-types.ts";

const string = { type: "string" };
const number = { type: "number" };
const object = (properties: object, required: readonly string[] = []): object => ({
  type: "object",
  properties,
  required,
});
const at = (name: string): string => `#/components/schemas/${name}`;

const CASES: readonly TypeCase[] = [
  {
    name: "a union narrows by the names of its branches",
    schemas: {
      Pet: { oneOf: [ref("Cat"), ref("Dog")], discriminator: { propertyName: "kind" } },
      Cat: object({ kind: string, purrs: { type: "boolean" } }, ["purrs"]),
      Dog: object({ barks: number }, ["barks"]),
    },
    use: `
      export function f(pet: Pet): boolean | number {
        switch (pet.kind) {
          case "Cat": return pet.purrs;
          case "Dog": return pet.barks;
        }
      }
      // @ts-expect-error a cat is no dog
      export const pet: Pet = { kind: "Cat", barks: 1 };
    `,
  },
  {
    name: "a union narrows by a mapping with several values for a schema",
    schemas: {
      Pet: {
        anyOf: [ref("Cat"), ref("Dog"), { type: "null" }],
        discriminator: {
          propertyName: "kind",
          mapping: { cat: at("Cat"), kitten: "Cat", dog: at("Dog") },
        },
      },
      Cat: object({ kind: string, purrs: number }, ["purrs"]),
      Dog: object({ kind: string, barks: number }, ["barks"]),
    },
    use: `
      export function f(pet: Pet): number {
        if (pet?.kind === "dog") return pet.barks;
        return pet?.kind === "kitten" || pet?.kind === "cat" ? pet.purrs : 0;
      }
    `,
  },
  {
    name: "a union in a union narrows by both properties",
    schemas: {
      Pet: {
        oneOf: [ref("Cat"), ref("Dog")],
        discriminator: { propertyName: "kind", mapping: { cat: at("Cat"), dog: at("Dog") } },
      },
      Cat: object({ kind: string, purrs: number }, ["purrs"]),
      Dog: { oneOf: [ref("Poodle"), ref("Labrador")], discriminator: { propertyName: "breed" } },
      Poodle: object({ kind: string, curls: number }, ["curls"]),
      Labrador: object({ breed: string, fetches: number }, ["fetches"]),
    },
    use: `
      export function f(pet: Pet): number {
        if (pet.kind === "cat") return pet.purrs;
        return pet.breed === "Poodle" ? pet.curls : pet.fetches;
      }
    `,
  },
  {
    name: "a union in a union by the same property",
    schemas: {
      Pet: { oneOf: [ref("Cat"), ref("Dog")], discriminator: { propertyName: "kind" } },
      Cat: object({ kind: string }),
      Dog: { oneOf: [ref("Poodle"), ref("Labrador")], discriminator: { propertyName: "kind" } },
      Poodle: object({ kind: string, curls: number }, ["curls"]),
      Labrador: object({ kind: string, fetches: number }, ["fetches"]),
    },
    use: `
      export const f = (pet: Pet): number => (pet.kind === "Poodle" ? pet.curls : 0);
    `,
  },
  {
    name: "a schema in two unions",
    schemas: {
      U: {
        oneOf: [ref("A"), ref("B")],
        discriminator: { propertyName: "t", mapping: { a: at("A"), b: at("B") } },
      },
      V: {
        oneOf: [ref("A"), ref("C")],
        discriminator: { propertyName: "t", mapping: { x: at("A"), c: at("C") } },
      },
      A: object({ t: string, a: number }, ["a"]),
      B: object({ t: string, b: number }, ["b"]),
      C: object({ t: string, c: number }, ["c"]),
    },
    use: `
      export const f = (u: U): number => (u.t === "b" ? u.b : u.a);
      export const g = (v: V): number => (v.t === "x" ? v.a : v.t === "c" ? v.c : 0);
    `,
  },
  {
    name: "numbers tell the branches of a union apart",
    schemas: {
      U: {
        oneOf: [ref("A"), ref("B")],
        discriminator: { propertyName: "t", mapping: { 1: at("A"), 2: at("B") } },
      },
      A: object({ t: { type: "integer" }, a: number }, ["a"]),
      B: object({ t: { type: "integer" }, b: number }, ["b"]),
    },
    use: `export const f = (u: U): number => (u.t === 1 ? u.a : u.b);`,
  },
  {
    name: "a mapping with a default",
    schemas: {
      Pet: {
        oneOf: [ref("Cat")],
        discriminator: {
          propertyName: "kind",
          mapping: { cat: at("Cat") },
          defaultMapping: "Other",
        },
      },
      Cat: object({ kind: string, purrs: number }, ["purrs"]),
      Other: object({ kind: string, name: string }, ["name"]),
    },
    use: `
      export const f = (pet: Pet): number | string => (pet.kind === "cat" ? pet.purrs : pet.name);
      export const other: Pet = { name: "x" };
    `,
  },
  {
    name: "a hierarchy narrows where the base is a value",
    schemas: {
      Owner: object({ pets: { type: "array", items: ref("Pet") } }, ["pets"]),
      Pet: {
        ...object({ petType: string, name: string }, ["petType", "name"]),
        discriminator: { propertyName: "petType", mapping: { dog: at("Dog") } },
      },
      Cat: { allOf: [ref("Pet"), object({ purrs: number }, ["purrs"])] },
      Dog: { allOf: [ref("Pet"), object({ barks: number }, ["barks"])] },
      Poodle: { allOf: [ref("Dog"), object({ curls: number }, ["curls"])] },
    },
    use: `
      export function f({ pets: [pet] }: Owner): number {
        switch (pet?.petType) {
          case "Cat": return pet.purrs;
          case "dog": return pet.barks;
          case "Poodle": return pet.curls + pet.barks + pet.name.length;
          default: return 0;
        }
      }
      export const g = (dog: Dog): number => (dog.petType === "Poodle" ? dog.curls : dog.barks);
      export const dog: Dog = { petType: "dog", name: "x", barks: 1 };
      export const base: PetBase = dog;
      export const cat: Pet = { petType: "Cat", name: "x", purrs: 1 };
      // @ts-expect-error a base that its mapping does not name is none of its own
      export const pet: Pet = { petType: "Pet", name: "x" };
    `,
  },
  {
    name: "a union of schemas that are all of it",
    schemas: {
      Pet: {
        ...object({ kind: string, name: string }, ["kind", "name"]),
        oneOf: [ref("Cat"), ref("Dog")],
        discriminator: { propertyName: "kind" },
      },
      Cat: { allOf: [ref("Pet"), object({ purrs: number }, ["purrs"])] },
      Dog: { allOf: [ref("Pet"), object({ barks: number }, ["barks"])] },
    },
    use: `
      export const f = (pet: Pet): number => (pet.kind === "Cat" ? pet.purrs : pet.barks) + pet.name.length;
    `,
  },
  {
    name: "what overlaps is never",
    schemas: {
      A: object({ x: string, y: string }, ["x"]),
      B: { allOf: [ref("A"), object({ x: number }, ["x"])] },
      C: { allOf: [ref("A"), { type: "object", additionalProperties: false }] },
      D: { allOf: [ref("M"), object({ n: number }, ["n"])] },
      M: { type: "object", additionalProperties: string },
    },
    use: `
      export const b: B = { x: 1, y: "" };
      export const c: C = { x: "" };
      export const d: D = { n: 1, other: "" };
      // @ts-expect-error not the inherited type
      export const not: B = { x: "" };
    `,
  },
  {
    name: "tuples",
    schemas: {
      Exact: { type: "array", prefixItems: [string, number] },
      Some: { type: "array", prefixItems: [string, number], minItems: 1, items: false },
      Rest: { type: "array", prefixItems: [string], items: number },
    },
    use: `
      export const exact: Exact = ["", 1];
      export const some: Some = [""];
      export const rest: Rest = ["", 1, 2, 3];
      // @ts-expect-error too long
      export const long: Some = ["", 1, 2];
      // @ts-expect-error too short
      export const short: Exact = [""];
      // @ts-expect-error no number
      export const texts: Rest = ["", ""];
    `,
  },
  {
    name: "open and closed enums",
    schemas: {
      Closed: { type: "string", enum: ["a", "b"] },
      Open: { anyOf: [ref("Closed"), string] },
      Nullable: { type: "string", nullable: true, enum: ["a"] },
      Mixed: { enum: [1, "1", true, null] },
    },
    use: `
      export const open: Open = "c";
      export const nullable: Nullable = null;
      export const mixed: readonly Mixed[] = [1, "1", true, null];
      // @ts-expect-error not one of them
      export const closed: Closed = "c";
      // @ts-expect-error not one of them
      export const not: Mixed = false;
    `,
  },
  {
    name: "other properties",
    schemas: {
      Map: { type: "object", additionalProperties: number },
      Both: { ...object({ name: string }, ["name"]), additionalProperties: number },
      Closed: { ...object({ name: string }), additionalProperties: false },
      Empty: { type: "object", additionalProperties: false },
      Pattern: { ...object({ name: string }), patternProperties: { "^x-": number } },
    },
    use: `
      export const map: MapObject = { a: 1 };
      export const both: Both = { name: "x", a: 1 };
      export const empty: Empty = {};
      export const pattern: Pattern = { name: "x", "x-a": 1 };
      // @ts-expect-error closed
      export const closed: Closed = { other: 1 };
      // @ts-expect-error nothing may be in it
      export const filled: Empty = { a: 1 };
    `,
  },
  {
    name: "recursion",
    schemas: {
      Json: {
        oneOf: [
          string,
          number,
          { type: "boolean" },
          { type: "null" },
          { type: "array", items: ref("Json") },
          { type: "object", additionalProperties: ref("Json") },
        ],
      },
      List: { type: "array", items: ref("List") },
      Tree: object({ left: ref("Tree"), right: { oneOf: [ref("Tree"), { type: "null" }] } }),
      Pair: { type: "array", prefixItems: [string, { oneOf: [ref("Pair"), { type: "null" }] }] },
      Derived: { allOf: [ref("Tree"), object({ self: ref("Derived") })] },
    },
    use: `
      export const json: Json = { a: [1, "x", null, { b: true }] };
      export const list: List = [[], [[]]];
      export const tree: Tree = { left: { right: null } };
      export const pair: Pair = ["a", ["b", null]];
      export const derived: Derived = { left: {}, self: { self: {} } };
      // @ts-expect-error no JSON
      export const not: Json = { a: undefined };
    `,
  },
  {
    name: "what is read and what is written",
    schemas: {
      User: object(
        {
          id: { ...string, readOnly: true },
          name: string,
          password: { ...string, writeOnly: true },
        },
        ["id", "name", "password"],
      ),
    },
    use: `
      export const user: User = { id: "1", name: "x" };
      export const input: UserInput = { name: "x", password: "y" };
      export const again: UserInput = { ...user, password: "y" };
      // @ts-expect-error read only
      user.id = "2";
      // @ts-expect-error not in responses
      export const password: string = user.password;
    `,
  },
];

const problems = problemsIn(CASES);

test.each(CASES.map(({ name }) => name))("%s", (name) => {
  expect(problems.get(name)).toEqual([]);
});
