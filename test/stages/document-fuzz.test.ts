/** Whatever stands in a document, what is generated from it parses and has the syntax trees of a harmless document's files. */

import * as fc from "fast-check";
import ts from "typescript";
import { beforeAll, expect, test } from "vitest";

import { pointerOf } from "../../generator/base/json.ts";
import { KEPT_FILE } from "../../generator/changes/kept.ts";
import { generate } from "../../generator/generate.ts";
import type { OutputFile } from "../../generator/source.ts";
import { pathProblem } from "../../generator/write/output-path.ts";
import { runs } from "../properties.ts";
import { hostile } from "./hostile.ts";
import { kindsOf, parseScript, treeOf } from "./syntax-trees.ts";

/** What stands at the positions of a document. */
interface Texts {
  /** A text that names nothing. */
  readonly text: () => string;
  /** A name that no other part of the document has. */
  readonly name: () => string;
  /** The same, where the structure of the output follows from it: tags, ids, segments of paths. */
  readonly route: () => string;
}

/** A document with something at every position where a text can stand. */
function documentOf({ text, name, route }: Texts): object {
  /** Of an example or a default; longer ones are not shown. */
  const short = (): string => text().slice(0, 9);
  const [object, list, animal, cat, dog, pattern, open] = seven(name);
  const [id, parent, items, page, size, total, kind] = seven(name);
  const [scheme, otherScheme] = [name(), name()];
  const [responseName, parameterName, bodyName, headerName] = [name(), name(), name(), name()];
  const component = (section: string, key: string): object => ({
    $ref: pointerOf(["components", section, key]),
  });
  const schema = (key: string): object => component("schemas", key);
  const described = (): object => ({
    title: `title ${text()}`,
    description: text(),
    pattern: text().slice(0, 20),
    example: short(),
    default: short(),
    format: short(),
    [`x-${text()}`]: text(),
    externalDocs: { url: text(), description: text() },
  });
  const string = (): object => ({ type: "string", ...described() });
  const media = (inner: object): object => ({
    "application/json": {
      schema: inner,
      examples: { [text()]: { summary: text(), value: text() } },
    },
    [mediaType(text())]: { schema: string() },
  });
  const operation = (): object => ({
    operationId: `op ${route()}`,
    tags: [`tag ${route()}`],
    summary: text(),
    description: text(),
    externalDocs: { url: text() },
    security: [{ [scheme]: [text()] }, { [otherScheme]: [] }],
    servers: [{ url: `/${withoutSyntax(text())}`, description: text() }],
  });
  const failed = (): object => ({ default: component("responses", responseName) });
  const inPath = name().replaceAll(/[{}#]/g, "") + "p";
  return {
    openapi: "3.1.0",
    info: {
      title: text(),
      version: text(),
      summary: text(),
      description: text(),
      termsOfService: text(),
      contact: { name: text(), email: text() },
      license: { name: text(), identifier: text() },
    },
    servers: [
      {
        url: "https://example.com/{v}",
        description: text(),
        variables: { v: { default: text(), description: text(), enum: [text()] } },
      },
    ],
    tags: [{ name: text(), description: text() }],
    externalDocs: { url: text(), description: text() },
    [`x-${text()}`]: { [text()]: text() },
    security: [{ [scheme]: [] }],
    paths: {
      [`/a/${routeInPath(route())}/{${inPath}}`]: {
        summary: text(),
        description: text(),
        parameters: [{ name: inPath, in: "path", required: true, ...parameterOf(text, string()) }],
        get: {
          ...operation(),
          "x-triptych": {
            retry: "safe",
            polling: { field: id },
            pagination: { style: "page", page, firstPage: 0, pageSize: size, items, total },
          },
          parameters: [
            { name: page, in: "query", ...parameterOf(text, { type: "integer" }) },
            { name: size, in: "query", ...parameterOf(text, string()) },
            { name: name(), in: "header", ...parameterOf(text, string()) },
            { name: name(), in: "cookie", deprecated: true, ...parameterOf(text, string()) },
            component("parameters", parameterName),
          ],
          responses: {
            200: { description: text(), content: { "application/json": { schema: schema(list) } } },
            ...failed(),
          },
        },
        put: {
          ...operation(),
          requestBody: component("requestBodies", bodyName),
          responses: {
            200: {
              description: text(),
              headers: { [text()]: { description: text(), schema: string() } },
              content: media({
                type: "object",
                ...described(),
                properties: { [name()]: string() },
              }),
            },
            ...failed(),
          },
        },
        post: {
          ...operation(),
          deprecated: true,
          requestBody: {
            description: text(),
            content: {
              "multipart/form-data": {
                schema: {
                  type: "object",
                  required: [parent],
                  properties: {
                    [parent]: { type: "string", format: "binary", description: text() },
                    [kind]: string(),
                  },
                },
                encoding: { [parent]: { contentType: withoutSyntax(text()), headers: {} } },
              },
            },
          },
          responses: {
            200: { description: text(), content: { [mediaType(text())]: {} } },
            ...failed(),
          },
          callbacks: { [text()]: {} },
        },
        delete: {
          ...operation(),
          requestBody: { content: { [mediaType(text())]: { schema: string() } } },
          responses: { 204: { description: text() }, ...failed() },
        },
      },
    },
    components: {
      schemas: {
        [object]: {
          type: "object",
          ...described(),
          required: [id],
          properties: {
            [id]: string(),
            [parent]: schema(object),
            [items]: { type: "array", items: schema(animal), description: text() },
            [kind]: { enum: [`${text()}1`, `${text()}2`, null], description: text() },
            [size]: { const: text(), deprecated: true },
            [name()]: { type: ["string", "null"], readOnly: true, ...described() },
            [name()]: { type: "object", properties: { [name()]: string() } },
          },
          additionalProperties: string(),
        },
        [list]: {
          type: "object",
          properties: {
            [items]: { type: "array", items: schema(object) },
            [total]: { type: "integer", description: text() },
          },
        },
        [animal]: {
          oneOf: [schema(cat), schema(dog)],
          description: text(),
          discriminator: {
            propertyName: kind,
            mapping: { [`${text()}1`]: pointerOf(["components", "schemas", cat]) },
          },
        },
        [cat]: { type: "object", required: [kind], properties: { [kind]: string() } },
        [dog]: {
          allOf: [schema(cat), { type: "object", properties: { [name()]: schema(open) } }],
        },
        [pattern]: { patternProperties: { [text()]: string() }, unevaluatedProperties: false },
        [open]: {
          type: "string",
          enum: [`${text()}1`, `${text()}2`],
          "x-triptych": { openEnum: true },
        },
      },
      responses: {
        [responseName]: {
          description: text(),
          content: { "application/json": { schema: schema(object) } },
        },
      },
      parameters: {
        [parameterName]: {
          name: name(),
          in: "query",
          description: text(),
          content: { "application/json": { schema: string() } },
        },
      },
      requestBodies: {
        [bodyName]: {
          required: true,
          description: text(),
          content: { "application/json": { schema: schema(object) } },
        },
      },
      headers: { [headerName]: { description: text(), schema: string() } },
      securitySchemes: {
        [scheme]: { type: "apiKey", in: "query", name: text(), description: text() },
        [otherScheme]: {
          type: "http",
          scheme: "bearer",
          bearerFormat: text(),
          description: text(),
        },
      },
    },
  };
}

type Seven = [string, string, string, string, string, string, string];

function seven(name: () => string): Seven {
  return [name(), name(), name(), name(), name(), name(), name()];
}

function parameterOf(text: () => string, schema: object): object {
  const examples = { [text()]: { value: text(), description: text() } };
  return { description: text(), schema, examples, style: text() };
}

/** Variables in URLs, ranges, lists and parameters of media types, and JSON types have a meaning of their own. */
function withoutSyntax(text: string): string {
  return text.replaceAll(/[{}*,;]|json/gi, "");
}

function mediaType(text: string): string {
  return `x/${withoutSyntax(text)}`;
}

/** In a template of a path, braces and what follows a `#` have a meaning of their own. */
function routeInPath(route: string): string {
  return route.replaceAll(/[{}#/]/g, "");
}

async function generated(
  texts: Texts,
  more: { readonly format?: "prettier"; readonly name?: string } = { name: "client" },
): Promise<Map<string, OutputFile>> {
  const stdin = (async function* () {
    yield JSON.stringify(documentOf(texts));
  })();
  const { files } = await generate({ spec: "-", format: "none", ...more }, { stdin });
  return new Map(files.map((file) => [file.path, file]));
}

function counting(stem: string): () => string {
  let count = 0;
  return () => `${stem}${++count}`;
}

const harmlessTexts = (): Texts => ({
  text: () => "harmless",
  name: counting("name"),
  route: counting("route"),
});

let harmless: ReadonlyMap<string, OutputFile>;
const trees = new Map<string, unknown>();

beforeAll(async () => {
  harmless = await generated(harmlessTexts());
});

/** The trees of the files, those left out that are the same in every package, and the kept document, which is JSON. */
function treesOf(files: ReadonlyMap<string, OutputFile>): Record<string, unknown> {
  const changed = [...files.values()].filter(
    ({ path, text }) => path !== KEPT_FILE && harmless.get(path)?.text !== text,
  );
  return Object.fromEntries(changed.map((file) => [file.path, treeOf(file)]));
}

function harmlessTrees(paths: readonly string[]): Record<string, unknown> {
  for (const path of paths) {
    const file = harmless.get(path);
    if (file !== undefined && !trees.has(path)) trees.set(path, treeOf(file));
  }
  return Object.fromEntries(paths.map((path) => [path, trees.get(path)]));
}

/** Texts that are empty make conditions false, and that is another tree. */
const texts = fc.infiniteStream(hostile.map((text) => `x${text}`));

/** Whole numbers would come first in every object. */
function isOrdered(text: string): boolean {
  return !/^\d+$/.test(text);
}

/** Declarations have names without quotes that are identifiers in a Unicode younger than that of TypeScript. */
function isKnown(text: string): boolean {
  return Array.from(text).every((character) => {
    const point = character.codePointAt(0) ?? 0;
    return (
      !/\p{ID_Continue}/u.test(character) || ts.isIdentifierPart(point, ts.ScriptTarget.ES2022)
    );
  });
}

/** Names that mean something to JavaScript, and any others. */
const names = fc.uniqueArray(
  fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "then", "class", "File") },
    {
      weight: 4,
      arbitrary: hostile.filter((text) => text.trim() !== "" && isOrdered(text) && isKnown(text)),
    },
  ),
  { minLength: 50, maxLength: 50 },
);

const nextOf =
  (stream: Iterator<string, unknown>): (() => string) =>
  () => {
    const next = stream.next();
    if (next.done === true) throw new Error("more names are needed");
    return next.value as string;
  };

/** The same text everywhere, as one example of a property of {@link texts}. */
function everywhere(text: string): [fc.Stream<string>] {
  const same = (function* () {
    for (;;) yield text;
  })();
  return [fc.stream(same)];
}

test("texts change no syntax tree", async () => {
  await fc.assert(
    fc.asyncProperty(texts, async (stream) => {
      const files = await generated({ ...harmlessTexts(), text: nextOf(stream) });
      expect([...files.keys()]).toEqual([...harmless.keys()]);
      const found = treesOf(files);
      expect(Object.keys(found)).toContain("src/types.ts");
      expect(found).toEqual(harmlessTrees(Object.keys(found)));
    }),
    { numRuns: runs(25), examples: [everywhere(`xa@b.cd\n@deprecated$}\n- '"{;`)] },
  );
});

test("names change no kind of node", async () => {
  await fc.assert(
    fc.asyncProperty(names, async (list) => {
      const files = await generated({ ...harmlessTexts(), name: nextOf(list.values()) });
      expect([...files.keys()]).toEqual([...harmless.keys()]);
      const found = treesOf(files);
      expect(found).toEqual(harmlessTrees(Object.keys(found)));
    }),
    { numRuns: runs(25) },
  );
});

/** The kinds of each operation's constants, functions and methods, in whatever files and order they are. */
function membersOf(files: ReadonlyMap<string, OutputFile>): string[] {
  const members = [...files.values()].flatMap(({ path, text }) => {
    if (!/^src\/.*\.ts$/.test(path) || path.startsWith("src/runtime/")) return [];
    return parseScript(text).statements.flatMap((statement) => {
      if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) return [];
      if (!ts.isClassDeclaration(statement)) return [kindsOf(statement).join(" ")];
      return statement.members
        .filter((member) => ts.isMethodDeclaration(member))
        .map((member) => kindsOf(member).join(" "));
    });
  });
  members.sort();
  return members;
}

const PACKAGE_NAME = /^[a-z0-9][a-z0-9-]*$/;

test("nor does anything in any position change a kind of node, once resources and files are named by it", async () => {
  await fc.assert(
    fc.asyncProperty(texts, names, names, async (text, name, route) => {
      const files = await generated(
        { text: nextOf(text), name: nextOf(name.values()), route: nextOf(route.values()) },
        {},
      );
      expect([...files.keys()].filter((path) => pathProblem(path) !== undefined)).toEqual([]);
      treesOf(files);
      expect(membersOf(files)).toEqual(membersOf(harmless));
      const manifest: unknown = JSON.parse(files.get("package.json")?.text ?? "");
      expect(manifest).toMatchObject({ name: expect.stringMatching(PACKAGE_NAME) });
    }),
    { numRuns: runs(25) },
  );
});

test("what is formatted has the same trees", async () => {
  await fc.assert(
    fc.asyncProperty(texts, async (stream) => {
      const files = await generated(
        { ...harmlessTexts(), text: nextOf(stream) },
        { name: "client", format: "prettier" },
      );
      const own = new Map([...files].filter(([path]) => /^src\/(?!runtime)|\.md$/.test(path)));
      const found = treesOf(own);
      expect(found).toEqual(harmlessTrees(Object.keys(found)));
    }),
    { numRuns: runs(3) },
  );
});
