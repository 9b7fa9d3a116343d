import { child, isObject, type JsonObject, setChild, tokensOf, valueAt } from "../base/json.ts";
import { KINDS } from "../base/shapes.ts";
import type { Provenance } from "./provenance.ts";

const FIELDS: ReadonlyMap<string, unknown> = KINDS.get("PathItem")!.fields;

/**
 * Puts what path items refer to in the place of the reference, so that each path has operations of its own. Fields beside the
 * reference win; parameters beside it join the others (OpenAPI 3.1.1, 4.8.9.1 leaves open what conflicts mean). References
 * that lead nowhere stay.
 */
export function inlinePathItems(root: JsonObject, provenance: Provenance): void {
  for (const section of ["paths", "webhooks"]) {
    const paths = root[section];
    if (!isObject(paths)) continue;
    for (const path of Object.keys(paths)) inline(root, [section, path], provenance);
  }
}

function inline(root: JsonObject, place: readonly string[], provenance: Provenance): void {
  const merged: JsonObject = {};
  const passed = new Set<JsonObject>();
  let at = place;
  for (;;) {
    const item = valueAt(root, at);
    if (!isObject(item) || passed.has(item)) return;
    passed.add(item);
    for (const key of Object.keys(item)) {
      const present = child(merged, key);
      if (!FIELDS.has(key) && !key.startsWith("x-")) continue;
      const value = item[key]!;
      if (present === undefined) {
        setChild(merged, key, value);
        provenance.recordMove(merged, key, provenance.originOf(root, [...at, key]));
      } else if (key === "parameters" && Array.isArray(present) && Array.isArray(value)) {
        const parameters = [...value, ...present];
        for (const index of parameters.keys()) {
          const ofItem = index < value.length;
          const from = ofItem ? [...at, key, String(index)] : [];
          if (ofItem)
            provenance.recordMove(parameters, String(index), provenance.originOf(root, from));
        }
        setChild(merged, key, parameters);
      }
    }
    const reference = item["$ref"];
    const next = typeof reference === "string" ? tokensOf(reference) : undefined;
    if (next === undefined) break;
    at = next;
  }
  if (passed.size === 1) return;
  const holder = valueAt(root, place.slice(0, -1)) as JsonObject;
  setChild(holder, place.at(-1)!, merged);
}
