import { child, isObject, type JsonObject, type JsonValue, tokensOf, valueAt } from "./json.ts";

/** The path to the schema that a value of a discriminator's `mapping` names; `undefined` if there is no such schema. */
export function mappedSchema(root: JsonObject, value: JsonValue): readonly string[] | undefined {
  if (typeof value !== "string") return undefined;
  const tokens = tokensOf(value) ?? ["components", "schemas", value];
  return valueAt(root, tokens) === undefined ? undefined : tokens;
}

/**
 * Finds the component schemas that take part in another by `allOf`, directly or not: a discriminator may mean them although
 * nothing refers to them.
 */
export function findHeirs(root: JsonObject): (name: string) => ReadonlySet<string> {
  const children = new Map<string, string[]>();
  const schemas = valueAt(root, ["components", "schemas"]);
  for (const name of isObject(schemas) ? Object.keys(schemas) : []) {
    const allOf = child(child(schemas, name), "allOf");
    for (const part of Array.isArray(allOf) ? allOf : []) {
      const reference = child(part, "$ref");
      const tokens = typeof reference === "string" ? tokensOf(reference) : undefined;
      if (tokens?.length !== 3 || tokens[1] !== "schemas") continue;
      const parent = tokens[2]!;
      children.set(parent, [...(children.get(parent) ?? []), name]);
    }
  }
  return (name) => {
    const heirs = new Set<string>();
    const add = (parent: string): void => {
      for (const heir of children.get(parent) ?? []) heirs.add(heir);
    };
    add(name);
    for (const heir of heirs) add(heir);
    return heirs;
  };
}
