import ts from "typescript";
import { expect, test } from "vitest";
import { operationsOf } from "../replay/operations.ts";
import { Source } from "../replay/source.ts";
import { planned } from "../stages/stage-helpers.ts";
import { untypedIn } from "./typed.ts";

const schema = {
  type: "object",
  properties: {
    typed: { type: "string" },
    lost: { type: "integer" },
    loose: { type: "object", properties: { inner: { type: "boolean" } } },
    impossible: { type: "string" },
    free: {},
    list: { type: "array", items: { type: "string" } },
    map: { type: "object", additionalProperties: { type: "number" } },
    choice: {
      oneOf: [{ type: "object", properties: { a: { type: "string" } } }, { type: "null" }],
    },
    hidden: { type: "string", writeOnly: true },
    self: { $ref: "#/components/schemas/Thing" },
  },
};
const document = {
  openapi: "3.1.0",
  paths: {
    "/thing": {
      get: {
        parameters: [{ name: "size", in: "query", schema: { type: "integer" } }],
        responses: {
          200: {
            content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } },
          },
        },
      },
    },
  },
  components: { schemas: { Thing: schema } },
};

/** A program in which the plan's function has the declaration given. */
function programOf(file: string, declaration: string): ts.Program {
  const options = { strict: true, noLib: true };
  const host = ts.createCompilerHost(options);
  const lib = `
    interface Array<T> { [n: number]: T; length: number }
    interface Object {} interface Function {} interface CallableFunction {} interface NewableFunction {}
    interface String {} interface Number {} interface Boolean {} interface RegExp {} interface IArguments {}
    interface Promise<T> { then(done: (value: T) => unknown): unknown }`;
  const text = new Map([
    [file, `${declaration}\nexport {};`],
    ["/lib.d.ts", lib],
  ]);
  host.fileExists = (path) => text.has(path);
  host.getSourceFile = (path, version) => {
    const found = text.get(path);
    return found === undefined ? undefined : ts.createSourceFile(path, found, version);
  };
  return ts.createProgram([...text.keys()], options, host);
}

const { plan } = planned(document);
const source = new Source("/openapi.json", JSON.stringify(document));
const [resource] = plan.resources.filter(({ operations }) => operations.length > 0);
const name = resource?.operations[0]?.function ?? "";
const file = `/package/dist/operations/${resource?.file}.d.ts`;
const untyped = (params: string, result: string): string[] => {
  const declaration = `export declare function ${name}(core: unknown, params?: ${params}): Promise<${result}>;`;
  return untypedIn(programOf(file, declaration), "/", plan, source, operationsOf(source));
};

test("complete types have nothing to find", () => {
  const thing = `{
    typed: string; lost: number; loose: { inner?: boolean }; impossible?: string; free?: unknown;
    list?: string[]; map: { [key: string]: number }; choice: { a: string } | { [key: string]: never } | null; self?: unknown }`;
  // The document has a type for \`self\`, which is being looked at already.
  expect(untyped("{ size?: number }", thing)).toEqual([]);
});

test("what is any, unknown, never or missing is found where it stands", () => {
  const thing = `{
    typed: any; loose: { inner: unknown }; impossible: never; free: unknown;
    list: unknown[]; map: { [key: string]: any }; choice: { a: unknown } | null }`;
  const place = "#/components/schemas/Thing";
  expect(untyped("{ size?: unknown }", thing)).toEqual([
    "#/paths/~1thing/get/parameters/0/schema (request): unknown",
    `${place}/properties/typed (response): any`,
    `${place} (response): no property "lost"`,
    `${place}/properties/loose/properties/inner (response): unknown`,
    `${place}/properties/impossible (response): never`,
    `${place}/properties/list/items (response): unknown`,
    `${place}/properties/map/additionalProperties (response): any`,
    `${place}/properties/choice/oneOf/0/properties/a (response): unknown`,
    `${place} (response): no property "self"`,
  ]);
});

test("a response without a type is one finding", () => {
  expect(untyped("{}", "any")).toEqual(["#/components/schemas/Thing (response): any"]);
});
