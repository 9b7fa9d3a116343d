/** The type of what an operation returns, and of an item if it returns a page of a list. */

import type { Items } from "../../templates/package/src/runtime/operation.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { OperationFact, Schema } from "../model.ts";
import type { DeclarationPlan, OperationPlan } from "../plan.ts";
import type { SchemaLookup } from "../base/schema.ts";
import type { NameGiver, TypeNames } from "./names.ts";
import { type Inputs, type Pages, pagesOf } from "./pagination.ts";
import { type Success, type SuccessValue, successOf } from "./success.ts";
import { shortType, type TypeText } from "./type-text.ts";

export interface ResultPlan {
  /** The type of the value, unless it is a download; undefined if it always is. */
  readonly type: string | undefined;
  /** The names of exported types in it. */
  readonly uses: readonly string[];
  readonly success: Success;
  /** How the pages of a list follow each other, and the type of an item. */
  readonly pages: { readonly facts: Pages["facts"]; readonly item: TypeText } | undefined;
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
  inputs: Inputs,
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
    // It may be long, and hardly ever there is another one.
    const key = success.values.length === 1 ? "" : JSON.stringify(schema);
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

  const json = success.values.find(({ reading }) => reading === "json");
  const pages = pagesOf(setting, fact, inputs, json);
  const doc = `An item of what ${ofFunction} returns.`;
  return {
    ...result,
    success,
    pages: pages && {
      facts: pages.facts,
      item: types.of(pages.item.schema, pages.item.pointer, "Item", doc),
    },
    declarations: types.declarations,
  };
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
