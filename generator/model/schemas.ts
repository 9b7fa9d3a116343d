/** The schemas that have a name: those under `components/schemas`, and every other one that a reference points to. */

import type { Diagnostic } from "../diagnostic.ts";
import { pointerOf, tokensOf, valueAt, type JsonValue } from "../base/json.ts";
import { FILES, nameOfFile } from "../base/mounted.ts";
import type { NamedSchema, Schema } from "../model.ts";
import { canonicalPointer, eachSubschema, isSchema, textIn } from "../base/schema.ts";
import { checkSchemaExtension, EXTENSION } from "./extension.ts";

/** A schema and where it stands. */
export interface PlacedSchema {
  readonly schema: Schema;
  readonly pointer: string;
}

/** A schema to walk: at a pointer, or below another one. Pointers are long, and hardly one of them is ever needed. */
type Open = PlacedSchema | InnerSchema;

interface InnerSchema {
  readonly schema: Schema;
  readonly parent: Open;
  readonly keyword: string;
  /** Below the keyword. */
  readonly key: string | undefined;
}

function placeOf(open: Open): string {
  if ("pointer" in open) return open.pointer;
  const { parent, keyword, key } = open;
  return placeOf(parent) + pointerOf(key === undefined ? [keyword] : [keyword, key]).slice(1);
}

/**
 * @param root the document.
 * @param used the schemas of parameters, bodies and responses.
 */
export function namedSchemas(
  root: JsonValue,
  used: readonly PlacedSchema[],
  report: (diagnostic: Diagnostic) => void,
): NamedSchema[] {
  const named = new Map<string, NamedSchema>();
  const components = valueAt(root, ["components", "schemas"]) ?? {};
  for (const [name, schema] of Object.entries(components)) {
    const pointer = pointerOf(["components", "schemas", name]);
    if (isSchema(schema)) named.set(pointer, { name, pointer, schema });
  }
  const open: Open[] = [...named.values(), ...used];
  const walked = new Set<Schema>();
  const followed = new Set<string>();
  for (let at = 0; at < open.length; at++) {
    const here = open[at]!;
    const { schema } = here;
    if (typeof schema === "boolean" || walked.has(schema)) continue;
    walked.add(schema);
    if (schema[EXTENSION] !== undefined)
      checkSchemaExtension(schema[EXTENSION], placeOf(here), report);
    eachSubschema(schema, (inner, keyword, key) => {
      open.push({ schema: inner, parent: here, keyword, key });
    });
    const reference = textIn(schema, "$ref");
    if (reference === undefined || followed.has(reference)) continue;
    followed.add(reference);
    const target = canonicalPointer(reference);
    if (target === undefined || named.has(target)) continue;
    const tokens = tokensOf(target) ?? [];
    const found = valueAt(root, tokens);
    if (!isSchema(found)) continue;
    named.set(target, { name: nameFrom(tokens), pointer: target, schema: found });
    open.push({ schema: found, pointer: target });
  }
  return [...named.values()];
}

/** Tokens below which the next one is a name that the document gives. */
const HOLDERS: ReadonlySet<string> = new Set([
  "$defs",
  "callbacks",
  "definitions",
  "parameters",
  "paths",
  "properties",
  "requestBodies",
  "responses",
  "schemas",
  "webhooks",
]);

const STRUCTURE: ReadonlySet<string> = new Set([
  ...HOLDERS,
  "components",
  "content",
  "items",
  "requestBody",
  "schema",
]);

/** Keywords that make a whole file a schema, so that what is in it is named after the file too. */
const IN_SCHEMA: ReadonlySet<string | undefined> = new Set([
  "additionalProperties",
  "allOf",
  "anyOf",
  "content",
  "items",
  "not",
  "oneOf",
  "patternProperties",
  "prefixItems",
  "properties",
  "schema",
  undefined,
]);

/** The words in a pointer that are names and not structure: `#/components/schemas/User/properties/id` is the user's id. */
function nameFrom(place: readonly string[]): string {
  const inFile = place[0] === FILES;
  const tokens = inFile ? place.slice(2) : place;
  const words = inFile && IN_SCHEMA.has(tokens[0]) ? [nameOfFile(place[1] ?? "")] : [];
  let holder = "";
  for (const token of tokens) {
    const isName = HOLDERS.has(holder);
    const isMediaType = holder === "content";
    if (isName || !(isMediaType || STRUCTURE.has(token))) words.push(token);
    holder = isName || isMediaType ? "" : token;
  }
  return words.length === 0 ? "schema" : words.join(" ");
}
