/** What an operation returns whose response is a stream of items. */

import type { Json, RequestBody } from "../../templates/package/src/runtime/operation.ts";
import type { OperationFact, Schema } from "../model.ts";
import {
  type SchemaLookup,
  type SchemaObject,
  schemaMap,
  schemasIn,
  typesIn,
} from "../base/schema.ts";
import type { Body } from "./body.ts";
import { itemsOf } from "./items.ts";
import { type ResultNames, type ResultPlan, type ResultSetting, ResultTypes } from "./result.ts";
import { successOf } from "./success.ts";
import type { TypeText } from "./type-text.ts";

/** @param fact one whose successes are streams, or have no body. */
export function streamResultOf(
  setting: ResultSetting,
  fact: OperationFact,
  names: ResultNames,
): ResultPlan {
  const success = successOf(setting.lookup, fact, () => "binary");
  const [media] = fact.responses
    .filter(({ status }) => success.values.some((value) => value.status === status))
    .flatMap(({ content }) => content);
  if (media === undefined) throw new TypeError(`${fact.method} ${fact.path} has no stream`);
  const hint = fact.stream === false ? undefined : fact.stream;
  const { facts, item, isParsed } = itemsOf(setting.lookup, media, hint);
  const types = new ResultTypes(setting, names.prefix);
  const doc = `An item of what \`${names.functionName}\` returns.`;
  const typeOf = (): TypeText => {
    if (item !== undefined && isParsed)
      return types.declare({ base: item.pointer, doc, event: true }, "Item");
    if (item !== undefined) return types.of(item.schema, item.pointer, "Item", doc);
    return { type: facts.format === "events" ? "ServerSentEvent" : "unknown", uses: [] };
  };
  const { type, uses } = typeOf();
  return {
    type: undefined,
    uses,
    success,
    pages: undefined,
    items: facts,
    stream: { itemType: type, events: item === undefined && facts.format === "events" },
    declarations: types.declarations,
  };
}

/** The property with which requests ask for a stream, unless an overlay says another. */
const SWITCH = "stream";

/** What of its body an operation sends in any case to get a stream. */
export function askingForStream(
  lookup: SchemaLookup,
  { stream: hint }: OperationFact,
  body: Body | undefined,
): RequestBody["set"] {
  if (body === undefined) return undefined;
  if (hint !== false && hint?.set !== undefined)
    return hint.set as { readonly [name: string]: Json };
  const schema = body.groups[0]?.schema;
  return schema !== undefined && hasSwitch(lookup, schema, 0) ? { [SWITCH]: true } : undefined;
}

const DEEPEST = 8;

function hasSwitch(lookup: SchemaLookup, start: Schema, depth: number): boolean {
  const schema = lookup.follow(start);
  if (typeof schema === "boolean" || depth > DEEPEST) return false;
  const own = schemaMap(schema, "properties").find(([name]) => name === SWITCH);
  if (own !== undefined) return isBoolean(lookup, own[1], 0);
  return partsOf(schema).some((part) => hasSwitch(lookup, part, depth + 1));
}

function isBoolean(lookup: SchemaLookup, start: Schema, depth: number): boolean {
  const schema = lookup.follow(start);
  if (typeof schema === "boolean" || depth > DEEPEST) return false;
  return (
    typesIn(schema).includes("boolean") ||
    partsOf(schema).some((part) => isBoolean(lookup, part, depth + 1))
  );
}

function partsOf(schema: SchemaObject): Schema[] {
  return (["allOf", "anyOf", "oneOf"] as const).flatMap((keyword) => schemasIn(schema, keyword));
}
