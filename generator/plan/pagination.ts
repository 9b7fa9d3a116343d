/** How the pages of a list follow each other: as the overlay or the document says, or as its names suggest. */

import type { Pagination, PropertyPath } from "../../templates/package/src/runtime/operation.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { OperationFact, PaginationFact, PathFact } from "../model.ts";
import type { SchemaLookup } from "../base/schema.ts";
import type { Body } from "./body.ts";
import { inferPages } from "./infer-pages.ts";
import type { NamedParameter } from "./parameters.ts";
import { compact, elementOf, namesIn, type PlacedSchema, propertyAt } from "./properties.ts";

export interface PagesSetting {
  readonly lookup: SchemaLookup;
  report(diagnostic: Diagnostic): void;
}

/** What an operation takes beside the path. */
export interface Inputs {
  readonly parameters: readonly NamedParameter[];
  readonly body: Body | undefined;
}

export interface Pages {
  readonly facts: Pagination;
  /** The schema of an item. */
  readonly item: PlacedSchema;
}

/** @param response the JSON that the operation returns; undefined if it returns something else. */
export function pagesOf(
  setting: PagesSetting,
  fact: OperationFact,
  inputs: Inputs,
  response: PlacedSchema | undefined,
): Pages | undefined {
  const { pagination } = fact;
  if (pagination === false) return undefined;
  if (pagination !== undefined) {
    const pages = response && statedPages(setting, fact, pagination, inputs, response);
    if (response === undefined) reportUnused(setting, fact, "its response is no JSON");
    return pages;
  }
  const found = response && inferPages(setting.lookup, fact, inputs.parameters, response);
  if (found === undefined) return undefined;
  const what = `\`${fact.method.toUpperCase()} ${fact.path}\``;
  const { pointer } = fact;
  if ("doubt" in found) {
    setting.report({
      severity: "info",
      code: "pagination-unclear",
      message: `the pages of ${what} are not followed: ${found.doubt}`,
      pointer,
      cure: "say it in an overlay: `x-triptych: { pagination: … }`, or `pagination: false` if it has no pages",
    });
    return undefined;
  }
  setting.report({
    severity: "info",
    code: "pagination-inferred",
    message: `the pages of ${what} are followed by ${described(found.pages.facts)}`,
    pointer,
    cure: "if that is wrong, say it in an overlay: `x-triptych: { pagination: … }`, or `pagination: false`",
  });
  return found.pages;
}

/** For instance ``cursor: `after` is the `next_cursor` of the page before; items are in `data` ``. */
function described(facts: Pagination): string {
  const at = (path: PropertyPath): string => `\`${[path].flat().join(".")}\``;
  const items = facts.items === undefined ? "the body itself" : at(facts.items);
  return `${how()}; the items are ${items}`;

  function how(): string {
    switch (facts.style) {
      case "page":
        return `number: \`${facts.page}\`, from ${facts.firstPage}`;
      case "offset":
        return `offset: \`${facts.offset}\`, from ${facts.firstOffset ?? 0}`;
      case "cursor":
        return facts.next === undefined
          ? `cursor: \`${facts.cursor}\` is the ${at(facts.lastId ?? "")} of the last item before`
          : `cursor: \`${facts.cursor}\` is the ${at(facts.next)} of the page before`;
      default:
        return facts.next === undefined ? "the header `Link`" : `the link ${at(facts.next)}`;
    }
  }
}

/** The pages of a hint, in which everything must be there. */
function statedPages(
  setting: PagesSetting,
  fact: OperationFact,
  hint: PaginationFact,
  inputs: Inputs,
  response: PlacedSchema,
): Pages | undefined {
  const { lookup } = setting;
  const missing: string[] = [];
  const param = (name: string): string => {
    const key = keyOf(inputs, name);
    if (key === undefined) missing.push(`there is no query parameter \`${name}\``);
    return key ?? name;
  };
  const property = (path: PathFact, start = response, of = "the response"): PropertyPath => {
    const found = namesIn(path).find((names) => propertyAt(lookup, start, names) !== undefined);
    if (found === undefined) missing.push(`${of} has no \`${[path].flat().join(".")}\``);
    return compact(found ?? [path].flat());
  };

  const { items = "" } = hint;
  const places = items.length === 0 ? [[]] : namesIn(items);
  const path = places.find((names) => arrayAt(lookup, response, names) !== undefined);
  const item = path && arrayAt(lookup, response, path);
  if (path === undefined || item === undefined) {
    const name = items.length === 0 ? "" : ` \`${[items].flat().join(".")}\``;
    reportUnused(
      setting,
      fact,
      name === "" ? "the response is no array" : `the response has no array${name}`,
    );
    return undefined;
  }
  const common = {
    ...(path.length === 0 ? {} : { items: compact(path) }),
    ...optional(hint, "hasMore", property),
  };
  const facts = ((): Pagination => {
    switch (hint.style) {
      case "page":
        return {
          style: "page",
          page: param(hint.page),
          firstPage: hint.firstPage,
          ...optional(hint, "pageSize", param),
          ...common,
          ...optional(hint, "total", property),
          ...optional(hint, "totalPages", property),
        };
      case "offset":
        return {
          style: "offset",
          offset: param(hint.offset),
          ...(hint.firstOffset === undefined ? {} : { firstOffset: hint.firstOffset }),
          ...optional(hint, "limit", param),
          ...common,
          ...optional(hint, "total", property),
        };
      case "cursor":
        if (hint.next === undefined && hint.lastId === undefined)
          missing.push("it says neither `next` nor `lastId`");
        return {
          style: "cursor",
          cursor: param(hint.cursor),
          ...optional(hint, "next", property),
          ...optional(hint, "lastId", (id) => property(id, item, "an item")),
          ...optional(hint, "limit", param),
          ...common,
        };
      default:
        return {
          style: "link",
          ...(hint.next === "header" ? {} : optional(hint, "next", property)),
          ...common,
        };
    }
  })();
  const [reason] = missing;
  if (reason !== undefined) {
    reportUnused(setting, fact, reason);
    return undefined;
  }
  return { facts, item };
}

/** The property of the result that a field of the hint gives; none if the hint does not have it. */
function optional<K extends string, V, R>(
  hint: { readonly [key in K]?: V },
  key: K,
  of: (value: V) => R,
): { readonly [key in K]?: R } {
  const value = hint[key];
  return value === undefined ? {} : ({ [key]: of(value) } as { readonly [key in K]?: R });
}

function arrayAt(
  lookup: SchemaLookup,
  response: PlacedSchema,
  path: readonly string[],
): PlacedSchema | undefined {
  const array = propertyAt(lookup, response, path);
  return array && elementOf(lookup, array);
}

/** What a query parameter, or a property of the body, is called among the params. */
function keyOf({ parameters, body }: Inputs, name: string): string | undefined {
  const found = parameters.find(({ fact }) => fact.name === name && fact.in === "query");
  if (found !== undefined) return found.key;
  const joined = body?.joins === true ? body.groups[0]?.shape?.properties : undefined;
  return joined?.some((property) => property.name === name) === true ? name : undefined;
}

function reportUnused(setting: PagesSetting, fact: OperationFact, reason: string): void {
  setting.report({
    severity: "warning",
    code: "bad-pagination",
    message: `the pagination of \`${fact.method.toUpperCase()} ${fact.path}\` is not used, since ${reason}`,
    pointer: `${fact.pointer}/x-triptych/pagination`,
    cure: "correct the overlay, or declare what it names",
  });
}
