import {
  type JSONPathNode,
  JSONPathEnvironment,
  JSONPathError,
  JSONPathQuery,
  jsonpath,
  type JSONValue,
} from "json-p3";
import { isObject, type JsonObject, type JsonValue, valueAt } from "../base/json.ts";
import { MAX_DEPTH } from "../base/limits.ts";
import { didYouMean } from "../base/suggest.ts";

/** A node that a query selects, and where to put another in its stead; the root has no container. */
export interface QueriedNode {
  readonly container: JsonValue[] | JsonObject | undefined;
  readonly key: string;
  readonly value: JsonValue;
}

export type QueryResult =
  | { readonly nodes: readonly QueriedNode[]; readonly cure: string }
  | { readonly problem: string; readonly cure: string };

const environment = new JSONPathEnvironment({ maxRecursionDepth: MAX_DEPTH + 2 });

/** Evaluates an RFC 9535 query. Each node is returned once; if there is none, `cure` says how far the query gets. */
export function query(root: JsonValue, path: string): QueryResult {
  const nodes = new Map<string, QueriedNode>();
  let compiled: JSONPathQuery;
  try {
    compiled = environment.compile(path);
    for (const { location, value } of compiled.lazyQuery(root)) {
      const tokens = location.map(String);
      const container = tokens.length === 0 ? undefined : valueAt(root, tokens.slice(0, -1));
      nodes.set(tokens.join("\0"), {
        container: container as JsonObject | undefined,
        key: tokens.at(-1) ?? "",
        value: value as JsonValue,
      });
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const cure =
      error instanceof JSONPathError ? `see its character ${error.token.index + 1}` : "correct it";
    return { problem: error.message, cure: `${cure}; RFC 9535 describes the syntax` };
  }
  return { nodes: [...nodes.values()], cure: nodes.size > 0 ? "" : cureFor(root, compiled) };
}

function cureFor(root: JsonValue, { segments }: JSONPathQuery): string {
  const matched = (count: number): readonly JSONPathNode[] => [
    ...new JSONPathQuery(environment, segments.slice(0, count)).lazyQuery(root as JSONValue),
  ];
  let count = segments.length - 1;
  while (count > 0 && matched(count).length === 0) count--;
  const [selector] = segments[count]?.selectors ?? [];
  const reached = new JSONPathQuery(environment, segments.slice(0, count)).toString();
  const otherwise = `\`${reached}\` exists, but nothing in it matches the rest`;
  if (!(selector instanceof jsonpath.selectors.NameSelector)) return otherwise;
  const names = matched(count).flatMap(({ value }) =>
    isObject(value as JsonValue) ? Object.keys(value as JsonObject) : [],
  );
  return didYouMean(selector.name, new Set(names), otherwise);
}
