import { describe, expect, test } from "vitest";

import { ref, text, types } from "./declared.ts";
import { bodyOf, planOf } from "./stage-helpers.ts";

describe("discriminators", () => {
  const kind = { type: "string", description: "The kind." };

  test("give each branch its values, by name or by mapping", async () => {
    const mapping = {
      cat: "#/components/schemas/Cat",
      kitten: "Cat",
      dog: "#/components/schemas/Dog",
    };
    expect(
      await types({
        Pet: {
          oneOf: [ref("Cat"), ref("Dog"), ref("Bird")],
          discriminator: { propertyName: "kind", mapping },
        },
        Cat: { type: "object", properties: { kind, purrs: {} } },
        Dog: { type: "object" },
        Bird: { type: "object", required: ["kind"], properties: { kind } },
      }),
    ).toBe(text`
      export type Pet = Cat | Dog | Bird;
      export interface Cat {
        /** The kind. */
        kind: "cat" | "kitten";
        purrs?: unknown;
      }
      export interface Dog {
        kind: "dog";
      }
      export interface Bird {
        /** The kind. */
        kind: "Bird";
      }
    `);
  });

  test("leave the values that a branch gives itself", async () => {
    expect(
      await types({
        Event: { anyOf: [ref("A"), ref("B")], discriminator: { propertyName: "type" } },
        A: { properties: { type: { const: "a" } }, required: ["type"] },
        B: { allOf: [{ properties: { type: { enum: ["b"] } }, required: ["type"] }] },
      }),
    ).toBe(text`
      export type EventObject = A | B;
      export interface A {
        type: "a";
      }
      export interface B {
        type: "b";
      }
    `);
  });

  test("in a hierarchy: no heir becomes never", async () => {
    expect(
      await types({
        Base: {
          type: "object",
          required: ["kind"],
          properties: { kind },
          discriminator: { propertyName: "kind", mapping: { leaf: "Leaf" } },
        },
        Middle: { allOf: [ref("Base"), { properties: { m: {} } }] },
        Leaf: { allOf: [ref("Middle"), { properties: { l: {} } }] },
      }),
    ).toBe(text`
      export interface Base {
        /** The kind. */
        kind: string;
      }
      export interface Middle extends Base {
        m?: unknown;
        kind: "Middle" | "leaf";
      }
      export interface Leaf extends Middle {
        l?: unknown;
        kind: "leaf";
      }
    `);
  });

  const Cat = { allOf: [ref("Pet"), { properties: { purrs: {} } }] };
  const Dog = { allOf: [ref("Pet"), { properties: { barks: {} } }] };
  const Pet = {
    type: "object",
    required: ["kind"],
    properties: { kind: { type: "string" } },
    discriminator: { propertyName: "kind" },
  };

  test("in a hierarchy of which the base is a value: it stands for its heirs", async () => {
    expect(await types({ Pet, Cat, Dog, Pets: { type: "array", items: ref("Pet") } })).toBe(text`
      export type Pet = Cat | Dog | (PetBase & { kind: "Pet" });
      /** What every {@link Pet} has. */
      export interface PetBase {
        kind: string;
      }
      export interface Cat extends PetBase {
        purrs?: unknown;
        kind: "Cat";
      }
      export interface Dog extends PetBase {
        barks?: unknown;
        kind: "Dog";
      }
      export type Pets = Pet[];
    `);
  });

  test("in a hierarchy: with a mapping the base is a variant only if that names it", async () => {
    const mapping = { cat: "Cat", dog: "#/components/schemas/Dog" };
    const Mapped = { ...Pet, discriminator: { propertyName: "kind", mapping } };
    const Pets = { type: "array", items: ref("Pet") };
    expect((await types({ Pet: Mapped, Cat, Dog, Pets })).split("\n")[0]).toBe(
      "export type Pet = Cat | Dog;",
    );
  });

  test("in a hierarchy with a form for requests", async () => {
    const properties = { kind: { type: "string" }, id: { type: "string", readOnly: true } };
    const Owner = { properties: { pet: ref("Pet") } };
    const all = await types({ Pet: { ...Pet, properties }, Cat, Owner });
    expect(all.replaceAll(/^ *\/\*\*.*\n/gm, "")).toBe(text`
      export type Pet = Cat | (PetBase & { kind: "Pet" });
      export type PetInput = CatInput | (PetBaseInput & { kind: "Pet" });
      export interface PetBase {
        kind: string;
        readonly id?: string;
      }
      export interface PetBaseInput {
        kind: string;
      }
      export interface Cat extends PetBase {
        purrs?: unknown;
        kind: "Cat";
      }
      export interface CatInput extends PetBaseInput {
        purrs?: unknown;
        kind: "Cat";
      }
      export interface Owner {
        pet?: Pet;
      }
      export interface OwnerInput {
        pet?: PetInput;
      }
    `);
  });

  test("are in examples of calls, too", () => {
    const schemas = {
      Pet: {
        oneOf: [ref("Cat"), ref("Dog")],
        discriminator: { propertyName: "kind", mapping: { cat: "Cat" } },
      },
      Cat: { type: "object", properties: { kind: { type: "string" } } },
      Dog: { type: "object" },
    };
    expect(planOf(bodyOf(ref("Pet")), { components: { schemas } }).example.arguments).toBe(
      '{ body: { kind: "cat" } }',
    );
  });

  test("of a union in a union", async () => {
    const mapping = { cat: "Cat", dog: "Dog" };
    expect(
      await types({
        Pet: { oneOf: [ref("Cat"), ref("Dog")], discriminator: { propertyName: "kind", mapping } },
        Cat: { type: "object" },
        Dog: { oneOf: [ref("Poodle")], discriminator: { propertyName: "breed" } },
        Poodle: { type: "object" },
      }),
    ).toBe(text`
      export type Pet = Cat | Dog;
      export interface Cat {
        kind: "cat";
      }
      export type Dog = Poodle;
      export interface Poodle {
        kind: "dog";
        breed: "Poodle";
      }
    `);
  });

  test("with a default: its property may be missing", async () => {
    const discriminator = { propertyName: "kind", defaultMapping: "Other" };
    expect(
      await types({
        Pet: { oneOf: [ref("Cat")], discriminator },
        Cat: { properties: { kind } },
        Other: { properties: { kind } },
      }),
    ).toBe(text`
      export type Pet = Cat | Other;
      export interface Cat {
        /** The kind. */
        kind: "Cat";
      }
      export interface Other {
        /** The kind. */
        kind?: "Other";
      }
    `);
  });

  test("of numbers, and as documents of Azure name their values", async () => {
    const integer = { type: "integer" };
    expect(
      await types({
        U: {
          oneOf: [ref("A"), ref("B")],
          discriminator: { propertyName: "t", mapping: { 1: "A" } },
        },
        A: { properties: { t: integer } },
        B: { properties: { t: integer }, "x-ms-discriminator-value": "2" },
      }),
    ).toBe(text`
      export type U = A | B;
      export interface A {
        t: 1;
      }
      export interface B {
        t: 2;
      }
    `);
  });
});
