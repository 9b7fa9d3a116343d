/** How what is not as the specification wants it is read all the same, where that is possible without guessing at the API. */

import {
  child,
  isObject,
  type JsonObject,
  type JsonValue,
  pointerOf,
  setChild,
  valueAt,
} from "../base/json.ts";
import { suggest } from "../base/suggest.ts";

/** Fields that must be right, since without them it is unknown what is sent: all others can be left out. */
const ESSENTIAL: ReadonlyMap<string, ReadonlySet<string> | "all"> = new Map<
  string,
  ReadonlySet<string> | "all"
>([
  ["Root", new Set(["paths"])],
  ["Paths", "all"],
  ["PathItem", "all"],
  ["Operation", new Set(["parameters", "requestBody", "responses"])],
  ["Parameter", new Set(["name", "in", "schema", "content"])],
  ["RequestBody", new Set(["content"])],
  ["Responses", "all"],
  ["Response", new Set(["content"])],
]);

/** Whether a field of a kind can be left out if it has the wrong form. */
export function isDispensable(kind: string, field: string): boolean {
  const essential = ESSENTIAL.get(kind);
  if (essential === "all") return ["summary", "description", "servers"].includes(field);
  return essential?.has(field) !== true;
}

export function isEmpty(value: JsonValue): boolean {
  return typeof value === "object" && (value === null || Object.keys(value).length === 0);
}

/** What a missing field counts as; undefined if there is nothing that it can count as. */
export function missingField(
  kind: string,
  field: string,
  holder: JsonObject,
): JsonValue | undefined {
  switch (`${kind}.${field}`) {
    case "Root.info":
      return { title: "API", version: "0.0.0" };
    case "Info.title":
      return "API";
    case "Info.version":
      return "0.0.0";
    case "ServerVariable.default": {
      const { enum: values } = holder;
      return Array.isArray(values) && typeof values[0] === "string" ? values[0] : "";
    }
    case "SecurityScheme.type":
      return schemeType(holder);
    default:
      return undefined;
  }
}

function schemeType({ scheme, name, flows, openIdConnectUrl }: JsonObject): string {
  if (scheme !== undefined) return "http";
  if (flows !== undefined) return "oauth2";
  if (openIdConnectUrl !== undefined) return "openIdConnect";
  return name === undefined ? "" : "apiKey";
}

const PLACES = ["path", "query", "header", "cookie", "querystring"];

/** Where a parameter goes whose `in` is missing or unknown; undefined if it is no parameter at all. */
export function placeOfParameter(
  { name, in: place }: JsonObject,
  path: string | undefined,
): string | undefined {
  if (typeof place === "string") return PLACES.includes(place) ? place : suggest(place, PLACES);
  if (place !== undefined && place !== null) return undefined;
  return path?.includes(`{${String(name)}}`) === true ? "path" : "query";
}

/**
 * Makes a reference to an object of another kind one that has a meaning: a response where a schema is wanted stands for the
 * schema of its content, a schema where a body is wanted for a body of JSON.
 *
 * @param tokens the path to what the reference leads to.
 * @returns what is taken in its stead, for a message; undefined if there is nothing to take.
 */
export function rereadReference(
  root: JsonObject,
  holder: JsonObject,
  kind: string,
  actual: string,
  tokens: readonly string[],
): string | undefined {
  if (kind === "Schema") {
    const inside = schemaIn(valueAt(root, tokens));
    if (inside !== undefined) {
      setChild(holder, "$ref", pointerOf([...tokens, ...inside]));
      return "its schema is taken";
    }
    if (
      !["Parameter", "Header", "Response", "RequestBody", "MediaType", "Example"].includes(actual)
    )
      return undefined;
    delete holder["$ref"];
    return "it is taken for any value";
  }
  if (kind === "RequestBody" || kind === "Response") {
    if (actual === "RequestBody" || actual === "Response") return "its content is taken";
    if (actual !== "Schema") return undefined;
    delete holder["$ref"];
    holder["content"] = { "application/json": { schema: { $ref: pointerOf(tokens) } } };
    return "it is taken for the schema of JSON";
  }
  if ((kind === "Parameter" || kind === "Header") && actual === "Header") return undefined;
  return kind === "Header" && actual === "Parameter" ? "it is taken for a header" : undefined;
}

/** The path from a parameter, response or the like to the schema of its first content. */
function schemaIn(value: JsonValue | undefined): readonly string[] | undefined {
  if (child(value, "schema") !== undefined) return ["schema"];
  const content = child(value, "content");
  for (const type of isObject(content) ? Object.keys(content) : [])
    if (child(child(content, type), "schema") !== undefined) return ["content", type, "schema"];
  return undefined;
}
