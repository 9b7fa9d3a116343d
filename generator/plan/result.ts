/** The type of what an operation returns, and of an item if it returns a page of a list. */

import type { Items } from "../../templates/package/src/runtime/operation.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { isRecord } from "../base/is-record.ts";
import { pointerOf } from "../base/json.ts";
import type { OperationFact, PaginationFact, Schema } from "../model.ts";
import type { DeclarationPlan, OperationPlan } from "../plan.ts";
import { type SchemaLookup, schemaMap, schemasIn } from "../base/schema.ts";
import type { NameGiver, TypeNames } from "./names.ts";
import { type Success, type SuccessValue, successOf } from "./success.ts";
import { shortType, type TypeText } from "./type-text.ts";

export interface ResultPlan {
  /** The type of the value, unless it is a download; undefined if it always is. */
  readonly type: string | undefined;
  /** The names of exported types in it. */
  readonly uses: readonly string[];
  readonly success: Success;
  readonly page: OperationPlan["page"];
  /** Of a stream of items: how it is read, and what an item is. */
  readonly items?: Items;
  readonly stream?: OperationPlan["stream"];
  readonly declarations: readonly DeclarationPlan[];
}

export interface ResultSetting {
  readonly lookup: SchemaLookup;
  readonly typeNames: TypeNames["byPointer"];
  readonly takenTypes: NameGiver;
  report(diagnostic: Diagnostic): void;
}

export interface ResultNames {
  /** What the operation's types begin with, for instance `FilesGet`. */
  readonly prefix: string;
  readonly functionName: string;
}

/** The types of an operation's results, and the declarations of those that need one. */
export class ResultTypes {
  readonly declarations: DeclarationPlan[] = [];
  readonly #setting: ResultSetting;
  readonly #prefix: string;

  constructor(setting: ResultSetting, prefix: string) {
    this.#setting = setting;
    this.#prefix = prefix;
  }

  /**
   * The type of a schema.
   *
   * @param suffix what a declaration's name ends with.
   */
  of(schema: Schema, pointer: string, suffix: string, doc: string): TypeText {
    const { lookup, typeNames } = this.#setting;
    return (
      shortType(lookup, typeNames.response, schema) ?? this.declare({ base: pointer, doc }, suffix)
    );
  }

  declare(more: Pick<DeclarationPlan, "base" | "doc" | "event">, suffix: string): TypeText {
    const name = this.#setting.takenTypes.add(this.#prefix + suffix);
    this.declarations.push({ name, direction: "response", properties: [], ...more });
    return { type: name, uses: [name] };
  }
}

export function resultOf(
  setting: ResultSetting,
  fact: OperationFact,
  names: ResultNames,
): ResultPlan {
  const { lookup } = setting;
  const success = successOf(lookup, fact);
  const types = new ResultTypes(setting, names.prefix);
  const ofFunction = `\`${names.functionName}\``;

  const bySchema = new Map<string, TypeText>();
  const typeOf = ({ reading, schema, pointer, status }: SuccessValue): TypeText[] => {
    if (reading === "binary") return [];
    if (reading !== "json")
      return [{ type: reading === "text" ? "string" : "undefined", uses: [] }];
    const key = JSON.stringify(schema);
    const known = bySchema.get(key);
    const suffix = bySchema.size === 0 ? "Response" : `${status}Response`;
    const doc = `What ${ofFunction} returns${bySchema.size === 0 ? "" : ` with status ${status}`}.`;
    const text = known ?? types.of(schema, pointer, suffix, doc);
    bySchema.set(key, text);
    return [text];
  };
  const result = success.values.every(({ reading }) => reading === "none")
    ? { type: "void", uses: [] }
    : unionOf(success.values.flatMap(typeOf));

  const { pagination } = fact;
  const json = success.values.find(({ reading }) => reading === "json");
  if (pagination !== undefined && json === undefined)
    reportPagination(setting, fact, "its response is no JSON");
  const items = pagination && json && itemsOf(setting, fact, pagination, json);
  const item =
    items &&
    types.of(items.schema, items.pointer, "Item", `An item of what ${ofFunction} returns.`);
  const page = item && { itemType: item.type, uses: item.uses };
  return { ...result, success, page, declarations: types.declarations };
}

/** Undefined for a union of nothing. */
function unionOf(parts: readonly TypeText[]): {
  readonly type: string | undefined;
  readonly uses: readonly string[];
} {
  const types = parts.flatMap(({ type }) => {
    return type.endsWith(" | null") ? [type.slice(0, -" | null".length), "null"] : [type];
  });
  if (types.includes("unknown")) return { type: "unknown", uses: [] };
  const isLast = (type: string): number => ["null", "undefined"].indexOf(type);
  const distinct = [...new Set(types)].sort((a, b) => isLast(a) - isLast(b));
  const uses = [...new Set(parts.flatMap((part) => [...part.uses]))];
  return { type: distinct.length === 0 ? undefined : distinct.join(" | "), uses };
}

export interface PlacedSchema {
  readonly schema: Schema;
  readonly pointer: string;
}

/** The items of a page, by the names that the pagination gives. */
function itemsOf(
  setting: ResultSetting,
  fact: OperationFact,
  { page, pageSize, items }: PaginationFact,
  response: PlacedSchema,
): PlacedSchema | undefined {
  for (const name of [page, pageSize]) {
    if (!fact.parameters.some((parameter) => parameter.name === name && parameter.in === "query")) {
      reportPagination(setting, fact, `there is no query parameter \`${name}\``);
      return undefined;
    }
  }
  const list = propertyIn(setting.lookup, response, items);
  const array = list && setting.lookup.resolve(list.schema, list.pointer);
  const element = typeof array?.schema === "object" ? array.schema["items"] : undefined;
  if (array === undefined || !isRecord(element)) {
    reportPagination(setting, fact, `the response has no array \`${items}\``);
    return undefined;
  }
  return { schema: element, pointer: `${array.pointer}/items` };
}

const DEEPEST = 8;

/** The property of an object, or of what it is all of. */
export function propertyIn(
  lookup: SchemaLookup,
  start: PlacedSchema,
  name: string,
  depth = 0,
): PlacedSchema | undefined {
  const { schema, pointer } = lookup.resolve(start.schema, start.pointer);
  if (typeof schema === "boolean" || depth > DEEPEST) return undefined;
  const own = schemaMap(schema, "properties").find(([key]) => key === name);
  if (own !== undefined)
    return { schema: own[1], pointer: pointer + pointerOf(["properties", name]).slice(1) };
  for (const [index, part] of schemasIn(schema, "allOf").entries()) {
    const found = propertyIn(
      lookup,
      { schema: part, pointer: `${pointer}/allOf/${index}` },
      name,
      depth + 1,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

function reportPagination(setting: ResultSetting, fact: OperationFact, reason: string): void {
  setting.report({
    severity: "warning",
    code: "bad-pagination",
    message: `the pagination of \`${fact.method.toUpperCase()} ${fact.path}\` is not used, since ${reason}`,
    pointer: `${fact.pointer}/x-triptych/pagination`,
    cure: "correct the overlay, or declare what it names",
  });
}
