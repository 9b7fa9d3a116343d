/** The schemas that have a name: those under `components/schemas`, and every other one that a reference points to. */

import type { Diagnostic } from "../diagnostic.ts";
import { pointerOf, tokensOf, valueAt, type JsonValue } from "../json.ts";
import type { NamedSchema, Schema } from "../model.ts";
import { canonicalPointer, isSchema, subschemas, textIn } from "../schema.ts";
import { checkSchemaExtension, EXTENSION } from "./extension.ts";

/** A schema and where it stands. */
export interface PlacedSchema {
  readonly schema: Schema;
  readonly pointer: string;
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
  const open: PlacedSchema[] = [...named.values(), ...used];
  const walked = new Set<Schema>();
  for (let at = 0; at < open.length; at++) {
    const { schema, pointer } = open[at]!;
    if (typeof schema === "boolean" || walked.has(schema)) continue;
    walked.add(schema);
    checkSchemaExtension(schema[EXTENSION], pointer, report);
    for (const [tokens, inner] of subschemas(schema)) {
      open.push({ schema: inner, pointer: `${pointer}${pointerOf(tokens).slice(1)}` });
    }
    const target = canonicalPointer(textIn(schema, "$ref") ?? "");
    if (target === undefined || named.has(target)) continue;
    const tokens = tokensOf(target) ?? [];
    const found = valueAt(root, tokens);
    if (!isSchema(found)) continue;
    named.set(target, { name: nameFrom(tokens), pointer: target, schema: found });
    open.push({ schema: found, pointer: target });
  }
  return [...named.values()];
}

const STRUCTURE = new Set(
  "components schemas properties $defs definitions items paths responses requestBodies requestBody parameters schema".split(
    " ",
  ),
);

/** The words in a pointer that are names and not structure: `#/components/schemas/User/properties/id` is the user's id. */
function nameFrom(tokens: readonly string[]): string {
  const words = tokens.filter((token, at) => {
    if (token === "content" || tokens[at - 1] === "content") return false;
    const isName = tokens[at - 1] === "properties" && tokens[at - 2] !== "properties";
    return isName || !STRUCTURE.has(token);
  });
  return words.length === 0 ? "schema" : words.join(" ");
}
