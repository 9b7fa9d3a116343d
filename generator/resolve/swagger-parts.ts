/** What the objects of Swagger 2.0 are in OpenAPI 3.0; each is made anew, and schemas keep their identity. */

import { child, isObject, type JsonObject, type JsonValue, setChild } from "../base/json.ts";

/** What describes a value that is no body: in Swagger a part of the parameter, in OpenAPI of its schema. */
const VALUE_KEYWORDS: ReadonlySet<string> = new Set([
  "type",
  "format",
  "items",
  "default",
  "enum",
  "maximum",
  "exclusiveMaximum",
  "minimum",
  "exclusiveMinimum",
  "maxLength",
  "minLength",
  "pattern",
  "maxItems",
  "minItems",
  "uniqueItems",
  "multipleOf",
  "x-nullable",
]);

const FORM = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data";
const JSON_TYPE = "application/json";
const BYTES = "application/octet-stream";

/** Brings a schema into the form of OpenAPI 3.0, in place. Its subschemas are not looked into. */
export function convertSchema(schema: JsonObject): void {
  if (schema["x-nullable"] === true && schema["nullable"] === undefined) schema["nullable"] = true;
  if (typeof schema["discriminator"] === "string")
    schema["discriminator"] = { propertyName: schema["discriminator"] };
  if (schema["type"] === "file") {
    schema["type"] = "string";
    schema["format"] = "binary";
  }
}

/** Whether what Swagger has as a parameter belongs to the body. */
export function isBody({ place }: { readonly place: JsonValue | undefined }): boolean {
  return place === "body" || place === "formData";
}

/** A list of texts; undefined if there is none, or nothing in it. */
export function texts(value: JsonValue | undefined): readonly string[] | undefined {
  const list = Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
  return list.length === 0 ? undefined : list;
}

/** How an array is written: `style` and `explode`, or undefined if OpenAPI has no words for it. */
type ArrayStyle = { readonly style: string; readonly explode: boolean } | undefined;

function arrayStyle(format: JsonValue | undefined, place: string): ArrayStyle {
  const inForm = place === "query" || place === "formData";
  switch (format ?? "csv") {
    case "csv":
      return { style: inForm ? "form" : "simple", explode: false };
    case "multi":
      return inForm ? { style: "form", explode: true } : { style: "simple", explode: false };
    case "ssv":
      return inForm ? { style: "spaceDelimited", explode: false } : undefined;
    case "pipes":
      return inForm ? { style: "pipeDelimited", explode: false } : undefined;
    default:
      return undefined;
  }
}

/** A value that is no body: its schema, what else is said of it, and how it is written if it is an array. */
interface ValuePart {
  readonly schema: JsonObject;
  readonly rest: JsonObject;
  readonly style: ArrayStyle;
  /** The `collectionFormat` that OpenAPI cannot express; such a value is the caller's text. */
  readonly asText: string | undefined;
}

function valueOf(part: JsonObject, place: string): ValuePart {
  const schema: JsonObject = {};
  const rest: JsonObject = {};
  for (const key of Object.keys(part)) {
    if (key === "collectionFormat") continue;
    setChild(VALUE_KEYWORDS.has(key) ? schema : rest, key, part[key]!);
  }
  convertValue(schema);
  if (schema["type"] !== "array") return { schema, rest, style: undefined, asText: undefined };
  const nested = nestedFormat(schema["items"]);
  const style = nested === undefined ? arrayStyle(part["collectionFormat"], place) : undefined;
  if (style !== undefined) return { schema, rest, style, asText: undefined };
  const asText = nested ?? String(part["collectionFormat"]);
  return { schema: { type: "string" }, rest, style, asText };
}

/** Of the value and what it is a list of. */
function convertValue(value: JsonObject): void {
  for (let at: JsonValue | undefined = value; isObject(at); at = at["items"]) convertSchema(at);
}

/** The format of arrays in an array; undefined if there are none. */
function nestedFormat(items: JsonValue | undefined): string | undefined {
  if (!isObject(items) || items["type"] !== "array") return undefined;
  const format = items["collectionFormat"] ?? "csv";
  return typeof format === "string" ? `${format} in an array` : undefined;
}

export interface ConvertedPart {
  readonly part: JsonObject;
  readonly asText: string | undefined;
}

/** A parameter that is neither the body nor a field of a form. */
export function parameterOf(parameter: JsonObject): ConvertedPart {
  const { schema, rest, style, asText } = valueOf(parameter, String(parameter["in"]));
  const example = rest["x-example"];
  return {
    part: { ...rest, ...style, ...(example === undefined ? {} : { example }), schema },
    asText,
  };
}

function headerOf(header: JsonObject): JsonObject {
  const { schema, rest, style } = valueOf(header, "header");
  return { ...rest, ...style, schema };
}

/** A response with a body of each media type, and where the schema is in it. */
export function responseOf(
  response: JsonObject,
  produces: readonly string[] | undefined,
): JsonObject {
  const { schema, examples, headers, ...rest } = response;
  const converted: JsonObject = rest;
  if (isObject(headers)) {
    const map: JsonObject = {};
    for (const name of Object.keys(headers)) {
      const header = headers[name]!;
      setChild(map, name, isObject(header) ? headerOf(header) : header);
    }
    converted["headers"] = map;
  }
  if (schema === undefined) return converted;
  const types = produces ?? [isFile(schema) ? BYTES : JSON_TYPE];
  converted["content"] = contentOf(types, schema, examples);
  return converted;
}

/** The body parameter as a request body. */
export function bodyOf(parameter: JsonObject, consumes: readonly string[] | undefined): JsonObject {
  const { name: _, in: __, schema = {}, "x-examples": examples, ...rest } = parameter;
  return { ...rest, content: contentOf(consumes ?? [JSON_TYPE], schema, examples) };
}

function contentOf(
  types: readonly string[],
  schema: JsonValue,
  examples: JsonValue | undefined,
): JsonObject {
  const content: JsonObject = {};
  for (const type of types) {
    const example = child(examples, type);
    setChild(content, type, example === undefined ? { schema } : { schema, example });
  }
  return content;
}

/** The fields of a form as a request body, and those of them that the caller writes. */
export function formOf(
  fields: readonly JsonObject[],
  consumes: readonly string[] | undefined,
): { readonly body: JsonObject; readonly asText: readonly ConvertedPart[] } {
  const properties: JsonObject = {};
  const encoding: JsonObject = {};
  const required: string[] = [];
  const asText: ConvertedPart[] = [];
  for (const field of fields) {
    const name = String(field["name"]);
    const { schema, rest, style, asText: format } = valueOf(field, "formData");
    const { name: _, in: __, required: isRequired, allowEmptyValue: ___, ...described } = rest;
    setChild(properties, name, { ...described, ...schema });
    if (style !== undefined) setChild(encoding, name, { ...style });
    if (isRequired === true) required.push(name);
    if (format !== undefined) asText.push({ part: field, asText: format });
  }
  const schema: JsonObject = { type: "object", properties };
  if (required.length > 0) schema["required"] = required;
  const media = Object.keys(encoding).length === 0 ? { schema } : { schema, encoding };
  const types = formTypes(fields.some(isFile), consumes ?? []);
  const content: JsonObject = Object.fromEntries(types.map((type) => [type, media]));
  return { body: { content, ...(required.length > 0 ? { required: true } : {}) }, asText };
}

/** A form with files cannot be urlencoded. */
function formTypes(hasFiles: boolean, consumes: readonly string[]): readonly string[] {
  if (hasFiles) return [MULTIPART];
  const types = consumes.filter((type) =>
    /^(?:multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type),
  );
  return types.length > 0 ? types : [FORM];
}

/** Whether it is of the type `file`, also after it was converted. */
function isFile(value: JsonValue): boolean {
  const type = child(value, "type");
  return type === "file" || (type === "string" && child(value, "format") === "binary");
}

const FLOWS: Readonly<Record<string, string>> = {
  accessCode: "authorizationCode",
  application: "clientCredentials",
};

export function securitySchemeOf(scheme: JsonObject): JsonObject {
  if (scheme["type"] === "basic") return { ...scheme, type: "http", scheme: "basic" };
  if (scheme["type"] !== "oauth2") return scheme;
  const { flow, authorizationUrl, tokenUrl, scopes = {}, ...rest } = scheme;
  const name = typeof flow === "string" ? flow : "implicit";
  const urls = {
    ...(authorizationUrl === undefined ? {} : { authorizationUrl }),
    ...(tokenUrl === undefined ? {} : { tokenUrl }),
  };
  return { ...rest, flows: { [FLOWS[name] ?? name]: { ...urls, scopes } } };
}

/**
 * The servers that `host`, `basePath` and `schemes` mean. Without a host they are relative to the document.
 *
 * @param documentUri of whose scheme a host without one is.
 */
export function serversOf(
  root: JsonObject,
  schemes: JsonValue | undefined,
  documentUri: string,
): JsonObject[] {
  const { host, basePath } = root;
  const path = typeof basePath === "string" ? `/${basePath.replace(/^\/+/, "")}` : "";
  if (typeof host !== "string" || host === "") return path === "" ? [] : [{ url: path }];
  const own = /^https?:/.exec(documentUri)?.[0].slice(0, -1) ?? "https";
  const declared = Array.isArray(schemes)
    ? schemes.filter((scheme) => /^https?$/.test(String(scheme)))
    : [];
  const some = declared.length > 0 ? declared : [own];
  // Nothing is sent in the clear that need not be.
  const order = [
    ...some.filter((scheme) => scheme === "https"),
    ...some.filter((scheme) => scheme !== "https"),
  ];
  return order.map((scheme) => ({ url: `${String(scheme)}://${host}${path}` }));
}
