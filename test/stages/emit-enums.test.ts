import { describe, expect, test } from "vitest";

import { declared, ref, text } from "./declared.ts";
import { compile } from "./fixtures/compile.ts";

const constants = (schemas: object): Promise<string> =>
  declared({ components: { schemas } }, { enums: "const" });

describe("enums as constants", () => {
  test("have their values by names, and the type has the name as well", async () => {
    const Status = {
      type: "string",
      description: "How far it is.",
      enum: ["QUEUED", "in-progress", "", "3d", "a b", "A_B"],
    };
    expect(await constants({ Status, Job: { properties: { status: ref("Status") } } })).toBe(text`
      /** How far it is. */
      export const Status = {
        Queued: "QUEUED",
        InProgress: "in-progress",
        Empty: "",
        _3d: "3d",
        AB: "a b",
        AB2: "A_B",
      } as const;
      /** How far it is. */
      export type Status = (typeof Status)[keyof typeof Status];
      export interface Job {
        status?: Status;
      }
    `);
  });

  test("open, or null, or of numbers; names and comments as the document gives them", async () => {
    expect(
      await constants({
        Open: { type: "string", enum: ["a"], "x-triptych": { openEnum: true } },
        Maybe: { type: ["string", "null"], enum: ["a", null] },
        Level: {
          type: "integer",
          enum: [1, "2", -1],
          "x-enum-varnames": ["Low", "High"],
          "x-enum-descriptions": ["Almost nothing."],
        },
      }),
    ).toBe(text`
      export const Open = {
        A: "a",
      } as const;
      export type Open = (typeof Open)[keyof typeof Open] | (string & {});
      export const Maybe = {
        A: "a",
      } as const;
      export type Maybe = (typeof Maybe)[keyof typeof Maybe] | null;
      export const Level = {
        /** Almost nothing. */
        Low: 1,
        High: 2,
        ValueMinus1: -1,
      } as const;
      export type Level = (typeof Level)[keyof typeof Level];
    `);
  });

  test("are unions where they have no name, or values that are neither text nor number", async () => {
    expect(
      await constants({
        Mixed: { enum: ["a", true] },
        Job: { properties: { status: { enum: ["a", "b"] } } },
      }),
    ).toBe(text`
      export type Mixed = "a" | true;
      export interface Job {
        status?: "a" | "b";
      }
    `);
  });

  test("compile, and are what callers write", async () => {
    const types = await constants({ Status: { enum: ["QUEUED", "DONE"] } });
    const use = `
      import { Status } from "./types.js";
      export const status: Status = Status.Queued;
      export const text: Status = "DONE";
      // @ts-expect-error none of them
      export const other: Status = "OTHER";
    `;
    const files = [
      { path: "types.ts", text: types },
      { path: "use.ts", text: use },
    ];
    expect(compile(files, "none")).toEqual([]);
  });
});
