/**
 * Whether the verdicts are true: for each case, code that was written for the old client is compiled against the new one. It
 * must fail where the change is said to break callers under the compiler's eyes, and in no other case.
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Change, Level, Notice } from "../../generator/changes/change.ts";
import { compare, generate } from "../../generator/generate.ts";
import type { OutputFile } from "../../generator/source.ts";
import { compile } from "./fixtures/compile.ts";

interface Case {
  readonly name: string;
  /** Of the operation `cases.<name>`; the path is `/<name>` unless they say so. */
  readonly old: object;
  /** Undefined if it is gone. */
  readonly next: object | undefined;
  /** By name; both documents have them unless there are others. */
  readonly schemas?: object;
  readonly nextSchemas?: object;
  /** Statements of an asynchronous function that has the `client`; may import types by `import type` before. */
  readonly use: string;
  readonly rule: string;
  readonly level: Level;
  readonly notice?: Notice;
}

const string = { type: "string" };
const number = { type: "number" };
const object = (properties: object, required = Object.keys(properties)): object => ({
  type: "object",
  properties,
  required,
});
const returns = (schema: object, more: object = {}): object => ({
  responses: { 200: { description: "", content: { "application/json": { schema } } } },
  ...more,
});
const nothing = { responses: { 204: { description: "" } } };
const takes = (...parameters: readonly object[]): object => ({
  parameters: parameters.map((parameter) => ({ in: "query", schema: string, ...parameter })),
  ...nothing,
});
const sends = (schema: object): object => ({
  method: "post",
  requestBody: { required: true, content: { "application/json": { schema } } },
  ...nothing,
});
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const failing = (bodies: object): object => ({
  responses: { 204: { description: "" }, ...bodies },
});
const body = (schema: object): object => ({
  description: "",
  content: { "application/json": { schema } },
});

const CASES: readonly Case[] = [
  {
    name: "removed",
    old: nothing,
    next: undefined,
    use: "await client.cases.removed();",
    rule: "operation-removed",
    level: "breaking",
  },
  {
    name: "renamed",
    old: nothing,
    next: { stem: "cases.newName", ...nothing },
    use: "await client.cases.renamed();",
    rule: "operation-renamed",
    level: "breaking",
  },
  {
    name: "moved",
    old: { path: "/moved", ...nothing },
    next: { path: "/elsewhere", method: "post", ...nothing },
    use: "await client.cases.moved();",
    rule: "operation-moved",
    level: "compatible",
  },
  {
    name: "argumentRenamed",
    old: { path: "/argument/{id}", ...nothing },
    next: { path: "/argument/{thing_id}", ...nothing },
    use: 'await client.cases.argumentRenamed("1");',
    rule: "argument-renamed",
    level: "compatible",
  },
  {
    name: "argumentType",
    old: {
      path: "/type/{id}",
      ...nothing,
      parameters: [{ name: "id", in: "path", required: true, schema: string }],
    },
    next: {
      path: "/type/{id}",
      ...nothing,
      parameters: [{ name: "id", in: "path", required: true, schema: number }],
    },
    use: 'await client.cases.argumentType("1");',
    rule: "type-changed",
    level: "breaking",
  },
  {
    name: "parameterAdded",
    old: takes({ name: "a" }),
    next: takes({ name: "a" }, { name: "b" }),
    use: 'await client.cases.parameterAdded({ a: "x" });',
    rule: "property-added",
    level: "compatible",
  },
  {
    name: "firstParameterAdded",
    old: nothing,
    next: takes({ name: "a" }),
    use: "await client.cases.firstParameterAdded(undefined, { timeout: 1 });",
    rule: "property-added",
    level: "compatible",
  },
  {
    name: "requiredParameterAdded",
    old: takes({ name: "a" }),
    next: takes({ name: "a" }, { name: "b", required: true }),
    use: 'await client.cases.requiredParameterAdded({ a: "x" });',
    rule: "property-added-required",
    level: "breaking",
  },
  {
    name: "parameterRequired",
    old: takes({ name: "a" }),
    next: takes({ name: "a", required: true }),
    use: "await client.cases.parameterRequired();",
    rule: "property-became-required",
    level: "breaking",
  },
  {
    name: "parameterOptional",
    old: takes({ name: "a", required: true }),
    next: takes({ name: "a" }),
    use: 'await client.cases.parameterOptional({ a: "x" });',
    rule: "property-became-optional",
    level: "compatible",
  },
  {
    name: "parameterRemoved",
    old: takes({ name: "a" }, { name: "b" }),
    next: takes({ name: "a" }),
    use: 'await client.cases.parameterRemoved({ b: "x" });',
    rule: "property-removed",
    level: "breaking",
  },
  {
    name: "sentValueRemoved",
    old: sends(object({ color: { enum: ["red", "blue"] } })),
    next: sends(object({ color: { enum: ["red"] } })),
    use: 'await client.cases.sentValueRemoved({ color: "blue" });',
    rule: "value-removed",
    level: "breaking",
  },
  {
    name: "sentValueAdded",
    old: sends(object({ color: { enum: ["red"] } })),
    next: sends(object({ color: { enum: ["red", "blue"] } })),
    use: 'await client.cases.sentValueAdded({ color: "red" });',
    rule: "value-added",
    level: "compatible",
  },
  {
    name: "sentNullRemoved",
    old: sends(object({ note: { type: ["string", "null"] } })),
    next: sends(object({ note: string })),
    use: "await client.cases.sentNullRemoved({ note: null });",
    rule: "null-removed",
    level: "breaking",
  },
  {
    name: "sentTypeWider",
    old: sends(object({ id: string })),
    next: sends(object({ id: { type: ["string", "number"] } })),
    use: 'await client.cases.sentTypeWider({ id: "x" });',
    rule: "variant-added",
    level: "compatible",
  },
  {
    name: "sentTypeNarrower",
    old: sends(object({ id: string })),
    next: sends(object({ id: { enum: ["a", "b"] } })),
    use: 'await client.cases.sentTypeNarrower({ id: "x" });',
    rule: "type-narrowed",
    level: "breaking",
  },
  {
    name: "sentDefault",
    old: sends(object({ size: { type: "number", default: 10 } }, [])),
    next: sends(object({ size: { type: "number", default: 20 } }, [])),
    use: "await client.cases.sentDefault({});",
    rule: "default-changed",
    level: "breaking",
    notice: "runtime",
  },
  {
    name: "sentLimit",
    old: sends(object({ size: { type: "number", maximum: 100 } })),
    next: sends(object({ size: { type: "number", maximum: 50 } })),
    use: "await client.cases.sentLimit({ size: 80 });",
    rule: "limit-tightened",
    level: "breaking",
    notice: "runtime",
  },
  {
    name: "receivedAdded",
    old: returns(object({ id: string })),
    next: returns(object({ id: string, more: string })),
    use: "const { id } = await client.cases.receivedAdded(); return id.length;",
    rule: "property-added-required",
    level: "compatible",
  },
  {
    name: "receivedRemoved",
    old: returns(object({ id: string, more: string })),
    next: returns(object({ id: string })),
    use: "const { more } = await client.cases.receivedRemoved(); return more.length;",
    rule: "property-removed",
    level: "breaking",
  },
  {
    name: "receivedOptional",
    old: returns(object({ id: string })),
    next: returns(object({ id: string }, [])),
    use: "const { id } = await client.cases.receivedOptional(); return id.length;",
    rule: "property-became-optional",
    level: "breaking",
  },
  {
    name: "receivedRequired",
    old: returns(object({ id: string }, [])),
    next: returns(object({ id: string })),
    use: "const { id } = await client.cases.receivedRequired(); return id?.length;",
    rule: "property-became-required",
    level: "compatible",
  },
  {
    name: "receivedNull",
    old: returns(object({ id: string })),
    next: returns(object({ id: { type: ["string", "null"] } })),
    use: "const { id } = await client.cases.receivedNull(); return id.length;",
    rule: "null-added",
    level: "breaking",
  },
  {
    name: "receivedValueAdded",
    old: returns(object({ state: ref("StateGrows") })),
    next: returns(object({ state: ref("StateGrows") })),
    schemas: { StateGrows: { enum: ["on", "off"] } },
    nextSchemas: { StateGrows: { enum: ["on", "off", "idle"] } },
    use: `const { state } = await client.cases.receivedValueAdded();
      switch (state) {
        case "on": return 1;
        case "off": return 0;
        default: { const none: never = state; return none; }
      }`,
    rule: "value-added",
    level: "breaking",
  },
  {
    name: "receivedKnownValueAdded",
    old: returns(object({ state: ref("StateOpen") })),
    next: returns(object({ state: ref("StateOpen") })),
    schemas: { StateOpen: { enum: ["on", "off"], "x-triptych": { openEnum: true } } },
    nextSchemas: { StateOpen: { enum: ["on", "off", "idle"], "x-triptych": { openEnum: true } } },
    use: `const { state } = await client.cases.receivedKnownValueAdded();
      switch (state) {
        case "on": return 1;
        case "off": return 0;
        default: return state.length;
      }`,
    rule: "known-value-added",
    level: "compatible",
  },
  {
    name: "receivedValueRemoved",
    old: returns(object({ state: { enum: ["on", "off"] } })),
    next: returns(object({ state: { enum: ["on"] } })),
    use: 'const { state } = await client.cases.receivedValueRemoved(); const same: "on" | "off" = state; return same;',
    rule: "value-removed",
    level: "compatible",
  },
  {
    name: "receivedType",
    old: returns(object({ size: string })),
    next: returns(object({ size: number })),
    use: "const { size } = await client.cases.receivedType(); return size.length;",
    rule: "type-changed",
    level: "breaking",
  },
  {
    name: "receivedTypeWider",
    old: returns(object({ size: number })),
    next: returns(object({ size: { type: ["number", "string"] } })),
    use: "const { size } = await client.cases.receivedTypeWider(); return size.toFixed();",
    rule: "variant-added",
    level: "breaking",
  },
  {
    name: "receivedTypeNarrower",
    old: returns(object({ size: { type: ["number", "string"] } })),
    next: returns(object({ size: number })),
    use: "const { size } = await client.cases.receivedTypeNarrower(); return String(size);",
    rule: "variant-removed",
    level: "compatible",
  },
  {
    name: "receivedVariant",
    old: returns(ref("PetGrows")),
    next: returns(ref("PetGrows")),
    schemas: {
      PetGrows: {
        oneOf: [ref("CatPart"), ref("DogPart")],
        discriminator: { propertyName: "kind" },
      },
      CatPart: object({ kind: string, purrs: number }),
      DogPart: object({ kind: string, barks: number }),
    },
    nextSchemas: {
      PetGrows: {
        oneOf: [ref("CatPart"), ref("DogPart"), ref("CowPart")],
        discriminator: { propertyName: "kind" },
      },
      CatPart: object({ kind: string, purrs: number }),
      DogPart: object({ kind: string, barks: number }),
      CowPart: object({ kind: string, moos: number }),
    },
    use: `const pet = await client.cases.receivedVariant();
      return pet.kind === "CatPart" ? pet.purrs : pet.barks;`,
    rule: "variant-added",
    level: "breaking",
  },
  {
    name: "typeRenamed",
    old: returns(ref("OldName")),
    next: returns(ref("NewName")),
    schemas: { OldName: object({ id: string }) },
    nextSchemas: { NewName: object({ id: string }) },
    use: `import type { OldName } from "client/types";
      const thing: OldName = await client.cases.typeRenamed(); return thing.id;`,
    rule: "type-renamed",
    level: "breaking",
  },
  {
    name: "otherProperties",
    old: returns({ ...object({ id: string }), additionalProperties: string }),
    next: returns({ ...object({ id: string }), additionalProperties: false }),
    use: 'const thing = await client.cases.otherProperties(); return thing["other"];',
    rule: "other-properties-removed",
    level: "breaking",
  },
  {
    name: "download",
    old: returns(object({ id: string })),
    next: {
      responses: { 200: { description: "", content: { "application/octet-stream": {} } } },
    },
    use: "const { id } = await client.cases.download(); return id;",
    rule: "result-changed",
    level: "breaking",
  },
  {
    name: "pages",
    old: returns(object({ data: { type: "array", items: string } }), {
      parameters: [{ name: "page", in: "query", schema: number }],
      pagination: { style: "page", page: "page", firstPage: 1, items: "data" },
    }),
    next: returns(object({ data: { type: "array", items: string } }), {
      parameters: [{ name: "page", in: "query", schema: number }],
      pagination: false,
    }),
    use: "for await (const each of client.cases.pages()) return each;",
    rule: "pages-removed",
    level: "breaking",
  },
  {
    name: "errorBody",
    old: failing({ 404: body(object({ reason: string })) }),
    next: failing({}),
    use: `import { isApiError } from "client/errors";
      const error: unknown = new Error();
      if (!isApiError(error, "cases.errorBody", 404)) return "";
      return typeof error.body === "object" ? error.body.reason : "";`,
    rule: "error-body-removed",
    level: "breaking",
  },
  {
    name: "extracted",
    old: returns(object({ inner: object({ id: string }) })),
    next: returns(object({ inner: ref("Extracted") })),
    nextSchemas: {
      Extracted: { allOf: [ref("ExtractedBase"), object({ id: string })] },
      ExtractedBase: object({ at: string }),
    },
    use: "const { inner } = await client.cases.extracted(); return inner.id;",
    rule: "property-added-required",
    level: "compatible",
  },
];

function documentOf(side: "old" | "next"): object {
  const paths: Record<string, Record<string, object>> = {};
  const schemas: Record<string, object> = {};
  for (const { name, schemas: before, nextSchemas, ...sides } of CASES) {
    Object.assign(schemas, side === "old" ? before : (nextSchemas ?? before));
    const parts = sides[side];
    if (parts === undefined) continue;
    const {
      path = `/${name}`,
      method = "get",
      stem = `cases.${name}`,
      pagination,
      ...operation
    } = parts as { path?: string; method?: string; stem?: string; pagination?: unknown };
    const declared = path.includes("{") && !("parameters" in operation);
    const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, each = ""]) => ({
      name: each,
      in: "path",
      required: true,
      schema: string,
    }));
    paths[path] = {
      ...paths[path],
      [method]: {
        "x-triptych": { stem, ...(pagination === undefined ? {} : { pagination }) },
        ...operation,
        ...(declared ? { parameters } : {}),
      },
    };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Client", version: "1.0.0" },
    servers: [{ url: "https://api.example.com" }],
    paths,
    components: { schemas },
  };
}

/** The code of each case as a module of its own. */
const consumers = CASES.map(({ name, use }): OutputFile => {
  const imports = use.match(/^import .*;$/gm) ?? [];
  const statements = use.replace(/^import .*;$/gm, "");
  const head = ['import { createClient } from "client";', ...imports].join("\n");
  return {
    path: `use-${name}.ts`,
    text: `${head}\nconst client = createClient();\nexport const use = async (): Promise<unknown> => {\n${statements}\nreturn undefined;\n};\n`,
  };
});

let folder = "";
let changes: readonly Change[] = [];
const problems = { old: [] as string[], next: [] as string[] };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "changes-"));
  const specs = { old: join(folder, "old.json"), next: join(folder, "new.json") };
  for (const side of ["old", "next"] as const) {
    writeFileSync(specs[side], JSON.stringify(documentOf(side)));
    const { files } = await generate({ spec: specs[side], name: "client", format: "none" });
    const sources = files.filter(({ path }) => /^src\/.*\.ts$|^package\.json$/.test(path));
    problems[side] = compile([...sources, ...consumers], "client", {
      noUnusedLocals: false,
      allowUnreachableCode: true,
    });
  }
  ({
    comparison: { changes },
  } = await compare({ spec: specs.old }, { spec: specs.next }));
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const problemsOf = (side: "old" | "next", name: string): string[] =>
  problems[side].filter((problem) => problem.startsWith(`use-${name}.ts:`));

const changesOf = (name: string): readonly Change[] =>
  changes.filter(({ operations }) => operations.includes(`cases.${name}`));

test("the code was right for the old client, and the new client is right by itself", () => {
  expect(problems.old).toEqual([]);
  expect(problems.next.filter((problem) => !problem.startsWith("use-"))).toEqual([]);
});

describe.each(CASES)("$name: $rule is $level", ({ name, rule, level, notice }) => {
  test("it is said", () => {
    const found = changesOf(name).map((change) => `${change.level} ${change.rule}`);
    expect(found).toContain(`${level} ${rule}`);
    const [change] = changesOf(name).filter((each) => each.rule === rule);
    expect(change?.notice).toBe(level === "breaking" ? (notice ?? "compiler") : undefined);
  });

  test("it is true", () => {
    const isToldByCompiler = changesOf(name).some((change) => change.notice === "compiler");
    expect(problemsOf("next", name).length > 0).toBe(isToldByCompiler);
  });
});
