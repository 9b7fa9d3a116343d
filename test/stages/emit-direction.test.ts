import { describe, expect, test } from "vitest";

import { declared, ref, text, types } from "./declared.ts";
import { bodyOf, codes, json, operationOf, planned, planOf } from "./stage-helpers.ts";

const User = {
  type: "object",
  description: "A user.",
  required: ["id", "name", "password"],
  properties: {
    id: { type: "string", readOnly: true },
    name: { type: "string" },
    password: { type: "string", writeOnly: true },
  },
};

describe("requests and responses", () => {
  test("have forms of their own where they differ, also by what they refer to", async () => {
    const Team = { properties: { users: { type: "array", items: ref("User") } } };
    const Both = { properties: { x: { type: "string", readOnly: true, writeOnly: true } } };
    expect(await types({ User, Team, Both })).toBe(text`
      /** A user. */
      export interface User {
        readonly id: string;
        name: string;
      }
      /**
       * The form of {@link User} in requests.
       *
       * A user.
       */
      export interface UserInput {
        name: string;
        password: string;
      }
      export interface Team {
        users?: User[];
      }
      /** The form of {@link Team} in requests. */
      export interface TeamInput {
        users?: UserInput[];
      }
      export interface Both {
        x?: string;
      }
    `);
  });

  test("by a mark on the target, in allOf, and beside a reference", async () => {
    const Id = { type: "string", readOnly: true };
    const X = {
      required: ["a", "b", "c", "d"],
      properties: {
        a: ref("Id"),
        b: { allOf: [ref("Text")], readOnly: true },
        c: { ...ref("Text"), readOnly: true },
        d: ref("Text"),
      },
    };
    expect(await types({ Id, Text: { type: "string" }, X })).toBe(text`
      export type Id = string;
      export type Text = string;
      export interface X {
        readonly a: Id;
        readonly b: Text;
        readonly c: Text;
        d: Text;
      }
      /** The form of {@link X} in requests. */
      export interface XInput {
        d: Text;
      }
    `);
  });

  test("a type that is only received has one form", async () => {
    expect(
      await declared(
        operationOf({ responses: json(ref("User")) }, { components: { schemas: { User } } }),
      ),
    ).toBe(text`
      /** A user. */
      export interface User {
        readonly id: string;
        name: string;
      }
    `);
  });

  test("params and responses without a name", async () => {
    const schema = {
      required: ["id", "name"],
      properties: { id: { type: "string", readOnly: true }, name: {}, pin: { writeOnly: true } },
    };
    expect(await declared(operationOf({ ...bodyOf(schema), responses: json(schema) }))).toBe(text`
      /** The params of \`thingGet\`. */
      export interface ThingGetParams {
        name: unknown;
        pin?: unknown;
      }
      /** What \`thingGet\` returns. */
      export interface ThingGetResponse {
        readonly id: string;
        name: unknown;
      }
    `);
  });

  test("what a schema requires of another counts where it takes part", async () => {
    const Base = { properties: { id: { type: "string", readOnly: true }, name: {} } };
    const X = { allOf: [ref("Base"), { required: ["id", "name"] }] };
    expect((await types({ Base, X })).split("\n").slice(8).join("\n")).toBe(text`
      export interface X extends Base {
        id: string;
        name: unknown;
      }
      /** The form of {@link X} in requests. */
      export interface XInput extends BaseInput {
        name: unknown;
      }
    `);
  });

  test("what the runtime sends and requires is what the type has", () => {
    const { facts, example } = planOf(bodyOf(ref("User")), { components: { schemas: { User } } });
    expect(facts.body).toMatchObject({
      properties: ["name", "password"],
      limits: { required: ["name", "password"] },
    });
    expect(example.arguments).toBe('{ name: "name", password: "password" }');
  });

  test("an example with what is only in responses is not one of a request", () => {
    const schema = { ...User, example: { id: "1", name: "Ada", password: "x" } };
    const { example } = planOf(bodyOf({ type: "array", items: schema }));
    expect(example.arguments).toBe('{ body: [{ name: "name", password: "password" }] }');
  });
});

test("a schema that has the name of a form keeps it", () => {
  const { plan, diagnostics } = planned({
    components: { schemas: { User, UserInput: { type: "object" } } },
  });
  expect(plan.types).toEqual([
    { name: "User", input: "UserInput2", pointer: "#/components/schemas/User" },
    { name: "UserInput", pointer: "#/components/schemas/UserInput" },
  ]);
  expect(codes(diagnostics)).toEqual(["warning type-renamed"]);
  expect(diagnostics[0]?.message).toBe(
    "the form in requests of the schema `User` is the type `UserInput2`, since `UserInput` is the schema `UserInput` (#/components/schemas/UserInput)",
  );
});
