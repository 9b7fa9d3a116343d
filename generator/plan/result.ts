/** The type of what an operation returns, and of an item if it returns a page of a list. */

import type { Operation } from "../../templates/package/src/runtime/operation.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { isRecord } from "../base/is-record.ts";
import { pointerOf } from "../base/json.ts";
import type { OperationFact, PaginationFact, Schema } from "../model.ts";
import type { NameSet } from "../base/naming.ts";
import type { DeclarationPlan, OperationPlan } from "../plan.ts";
import { type SchemaLookup, schemaMap, schemasIn } from "../base/schema.ts";
import { successOf } from "./success.ts";
import type { TypeNames } from "./names.ts";
import { shortType, type TypeText } from "./type-text.ts";

export interface ResultPlan extends TypeText {
  readonly response: Operation["response"];
  readonly accept: string | undefined;
  readonly page: OperationPlan["page"];
  readonly declarations: readonly DeclarationPlan[];
}

interface Setting {
  readonly lookup: SchemaLookup;
  readonly typeNames: TypeNames["byPointer"];
  readonly takenTypes: NameSet;
  report(diagnostic: Diagnostic): void;
}

const FIXED = { none: "void", text: "string", binary: "Download" } as const;

/** @param names.prefix what the operation's types begin with, for instance `FilesGet`. */
export function resultOf(
  setting: Setting,
  fact: OperationFact,
  names: { readonly prefix: string; readonly functionName: string },
): ResultPlan {
  const { lookup } = setting;
  const { response, accept, schema, pointer } = successOf(lookup, fact);
  if (response !== "json") {
    if (fact.pagination !== undefined) reportPagination(setting, fact, "its response is no JSON");
    return { response, accept, type: FIXED[response], uses: [], page: undefined, declarations: [] };
  }
  const declarations: DeclarationPlan[] = [];
  const typed = (value: Schema, place: string, suffix: string, doc: string): TypeText => {
    const short = shortType(lookup, setting.typeNames.response, value);
    if (short !== undefined) return short;
    const name = setting.takenTypes.add(`${names.prefix}${suffix}`);
    declarations.push({ name, doc, direction: "response", base: place, properties: [] });
    return { type: name, uses: [name] };
  };
  const ofFunction = `\`${names.functionName}\``;
  const result = typed(schema ?? true, pointer, "Response", `What ${ofFunction} returns.`);
  const items =
    fact.pagination && itemsOf(setting, fact, fact.pagination, { schema: schema ?? true, pointer });
  const item =
    items && typed(items.schema, items.pointer, "Item", `An item of what ${ofFunction} returns.`);
  const page = item && { itemType: item.type, uses: item.uses };
  return { response, accept, ...result, page, declarations };
}

interface Items {
  readonly schema: Schema;
  readonly pointer: string;
}

/** The items of a page, by the names that the pagination gives. */
function itemsOf(
  setting: Setting,
  fact: OperationFact,
  { page, pageSize, items }: PaginationFact,
  response: Items,
): Items | undefined {
  for (const name of [page, pageSize]) {
    if (!fact.parameters.some((parameter) => parameter.name === name && parameter.in === "query")) {
      reportPagination(setting, fact, `there is no query parameter \`${name}\``);
      return undefined;
    }
  }
  const list = propertyIn(setting.lookup, response, items, 0);
  const array = list && setting.lookup.resolve(list.schema, list.pointer);
  const element = typeof array?.schema === "object" ? array.schema["items"] : undefined;
  if (array === undefined || !isRecord(element)) {
    reportPagination(setting, fact, `the response has no array \`${items}\``);
    return undefined;
  }
  return { schema: element, pointer: `${array.pointer}/items` };
}

const DEEPEST = 8;

function propertyIn(
  lookup: SchemaLookup,
  start: Items,
  name: string,
  depth: number,
): Items | undefined {
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

function reportPagination(setting: Setting, fact: OperationFact, reason: string): void {
  setting.report({
    severity: "warning",
    code: "bad-pagination",
    message: `the pagination of \`${fact.method.toUpperCase()} ${fact.path}\` is not used, since ${reason}`,
    pointer: `${fact.pointer}/x-triptych/pagination`,
    cure: "correct the overlay, or declare what it names",
  });
}
