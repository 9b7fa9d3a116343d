/** The structure of an OpenAPI document as a table: what must be an object, a list or a text for later stages to rely on. */

import { METHODS } from "../document.ts";

export type Shape =
  | { readonly is: "any" }
  | { readonly is: "string"; readonly oneOf?: readonly string[] }
  | { readonly is: "boolean" }
  | { readonly is: "list"; readonly of: Shape }
  | { readonly is: "map"; readonly of: Shape }
  | { readonly is: "object"; readonly kind: string };

export interface Kind {
  readonly fields: ReadonlyMap<string, Shape>;
  /** What every field is that is no extension, for kinds without fixed fields. */
  readonly entries?: Shape;
  readonly required: readonly string[];
  /** Whether a reference may stand for it, and whether fields beside the `$ref` count. */
  readonly reference: "no" | "alone" | "siblings";
}

/**
 * A field is `string`, `boolean`, `any`, `a|b` for a choice of texts, a kind by its name, `[…]` for a list and `{…}` for a map.
 * `!` marks a required field. `*` stands for all fields but extensions.
 */
const TABLE: Readonly<Record<string, string>> = {
  Root: "info: Info!, servers: [Server], paths: Paths, webhooks: {PathItem}, components: Components, security: [Security], tags: [Tag]",
  Info: "title: string!, version: string!, summary: string, description: string, license: License",
  License: "name: string!, identifier: string, url: string",
  Server: "url: string!, name: string, description: string, variables: {ServerVariable}",
  ServerVariable: "default: string!, enum: [string], description: string",
  Tag: "name: string!, description: string",
  Security: "",
  PathItem: `summary: string, description: string, servers: [Server], parameters: [Parameter], additionalOperations: {Operation}, ${METHODS.map((method) => `${method}: Operation`).join(", ")}`,
  Operation:
    "operationId: string, tags: [string], summary: string, description: string, deprecated: boolean, parameters: [Parameter], requestBody: RequestBody, responses: Responses, callbacks: {Callback}, security: [Security], servers: [Server]",
  Parameter:
    "name: string!, in: string!, description: string, required: boolean, deprecated: boolean, style: string, explode: boolean, allowReserved: boolean, allowEmptyValue: boolean, schema: Schema, content: {MediaType}, examples: {Example}",
  Header:
    "description: string, required: boolean, deprecated: boolean, style: string, explode: boolean, schema: Schema, content: {MediaType}, examples: {Example}",
  RequestBody: "description: string, content: {MediaType}!, required: boolean",
  MediaType:
    "schema: Schema, itemSchema: Schema, encoding: {Encoding}, prefixEncoding: [Encoding], itemEncoding: Encoding, examples: {Example}",
  Encoding:
    "contentType: string, headers: {Header}, style: string, explode: boolean, allowReserved: boolean, encoding: {Encoding}, prefixEncoding: [Encoding], itemEncoding: Encoding",
  Response:
    "summary: string, description: string, headers: {Header}, content: {MediaType}, links: {Link}",
  Paths: "*: PathItem",
  Responses: "*: Response",
  Callback: "*: PathItem",
  Link: "",
  Example: "",
  SecurityScheme:
    "type: string!, description: string, name: string, in: string, scheme: string, bearerFormat: string",
  Components:
    "schemas: {Schema}, responses: {Response}, parameters: {Parameter}, examples: {Example}, requestBodies: {RequestBody}, headers: {Header}, securitySchemes: {SecurityScheme}, links: {Link}, callbacks: {Callback}, pathItems: {PathItem}, mediaTypes: {MediaType}",
  Schema:
    "title: string, description: string, format: string, pattern: string, nullable: boolean, deprecated: boolean, readOnly: boolean, writeOnly: boolean, required: [string], enum: [any], discriminator: Discriminator, properties: {Schema}, patternProperties: {Schema}, dependentSchemas: {Schema}, $defs: {Schema}, definitions: {Schema}, additionalProperties: Schema, propertyNames: Schema, unevaluatedProperties: Schema, unevaluatedItems: Schema, items: Schema, prefixItems: [Schema], contains: Schema, allOf: [Schema], anyOf: [Schema], oneOf: [Schema], not: Schema, if: Schema, then: Schema, else: Schema, contentSchema: Schema",
  Discriminator: "propertyName: string!, mapping: {string}",
  SwaggerRoot:
    "paths: SwaggerPaths, definitions: {Schema}, parameters: {SwaggerParameter}, responses: {SwaggerResponse}, securityDefinitions: {SecurityScheme}",
  SwaggerPaths: "*: SwaggerPathItem",
  SwaggerPathItem: `parameters: [SwaggerParameter], ${METHODS.map((method) => `${method}: SwaggerOperation`).join(", ")}`,
  SwaggerOperation: "parameters: [SwaggerParameter], responses: SwaggerResponses",
  SwaggerParameter: "schema: Schema",
  SwaggerResponses: "*: SwaggerResponse",
  SwaggerResponse: "schema: Schema, headers: {SwaggerHeader}",
  SwaggerHeader: "",
};

const REFERENCES: Readonly<Record<string, Kind["reference"]>> = {
  PathItem: "siblings",
  Schema: "siblings",
  Parameter: "alone",
  Header: "alone",
  RequestBody: "alone",
  MediaType: "alone",
  Response: "alone",
  Callback: "alone",
  Link: "alone",
  Example: "alone",
  SecurityScheme: "alone",
  SwaggerPathItem: "siblings",
  SwaggerParameter: "alone",
  SwaggerResponse: "alone",
};

export const KINDS: ReadonlyMap<string, Kind> = new Map(
  Object.entries(TABLE).map(([name, fields]) => [name, kindOf(name, fields)]),
);

function kindOf(name: string, row: string): Kind {
  const fields =
    row === "" ? [] : row.split(", ").map((field) => field.split(": ") as [string, string]);
  const shapes = new Map(fields.map(([name, shape]) => [name, shapeOf(shape.replace("!", ""))]));
  const entries = shapes.get("*");
  return {
    fields: entries === undefined ? shapes : new Map(),
    ...(entries === undefined ? {} : { entries }),
    required: fields.filter(([, shape]) => shape.endsWith("!")).map(([name]) => name),
    reference: REFERENCES[name] ?? "no",
  };
}

function shapeOf(text: string): Shape {
  const inner = (): Shape => shapeOf(text.slice(1, -1));
  if (text.startsWith("[")) return { is: "list", of: inner() };
  if (text.startsWith("{")) return { is: "map", of: inner() };
  if (text.includes("|")) return { is: "string", oneOf: text.split("|") };
  return text === "any" || text === "string" || text === "boolean"
    ? { is: text }
    : { is: "object", kind: text };
}
