import { METHODS } from "../document.ts";
import { child, isObject, type JsonObject, setChild, tokensOf, valueAt } from "../base/json.ts";
import type { Problem } from "../base/problem.ts";
import { suggest } from "../base/suggest.ts";

interface Operation {
  readonly path: string;
  readonly id: string;
  /** As the document says under `x-triptych`; empty if it does not. */
  readonly stem: string;
  readonly tags: readonly string[];
  readonly deprecated: boolean;
  /** Where it stands: `holder[key]`. */
  readonly holder: JsonObject;
  readonly key: string;
}

type Matcher = (operation: Operation) => boolean;

/**
 * Removes from `root`, in place, the operations that the selectors do not select: `tag:NAME`, `path:GLOB`, `stem:GLOB`,
 * `id:OPERATIONID`, `deprecated`, or a bare word, which is a stem or the beginning of stems, a tag, an operation id, or a path if it
 * begins with `/`. In a glob `*` stands for any part of a segment, `**` for any number of segments. A selector that begins with `!`
 * takes away from what the others select, or from everything if there are no others.
 */
export function select(root: JsonObject, selectors: readonly string[]): readonly Problem[] {
  const operations = operationsOf(root);
  const problems: Problem[] = [];
  const matching = (selector: string): readonly Operation[] => {
    const matched = operations.filter(matcherOf(selector));
    if (matched.length === 0) problems.push(noMatch(selector, operations));
    return matched;
  };
  const excluding = selectors.filter((selector) => selector.startsWith("!"));
  const including = selectors.filter((selector) => !selector.startsWith("!"));
  const wanted = new Set(including.length === 0 ? operations : including.flatMap(matching));
  for (const selector of excluding)
    for (const operation of matching(selector.slice(1))) wanted.delete(operation);
  if (wanted.size === 0 && operations.length > 0) {
    const message = `no operation is selected by \`${selectors.join(" ")}\``;
    problems.push({
      severity: "error",
      code: "nothing-selected",
      message,
      cure: "select at least one",
      tokens: undefined,
    });
  }
  for (const operation of operations)
    if (!wanted.has(operation)) delete operation.holder[operation.key];
  removeEmptyPaths(root);
  return problems;
}

function operationsOf(root: JsonObject): Operation[] {
  return pathItemsOf(root).flatMap(({ paths, path }) => {
    const item = child(paths, path) as JsonObject;
    const others = child(item, "additionalOperations");
    const own = METHODS.map((key) => ({ holder: item, key: key as string }));
    const additional = isObject(others)
      ? Object.keys(others).map((key) => ({ holder: others, key }))
      : [];
    return [...own, ...additional].flatMap(({ holder, key }) => {
      const operation = child(holder, key);
      return isObject(operation) ? [{ path, holder, key, ...namesOf(operation) }] : [];
    });
  });
}

/** Path items that are references are replaced by a copy, so that removing operations touches one path only. */
function pathItemsOf(root: JsonObject): { paths: JsonObject; path: string }[] {
  const sections = [root["paths"], root["webhooks"]].filter(isObject);
  return sections.flatMap((paths) =>
    Object.keys(paths).flatMap((path) => {
      const item = child(paths, path);
      if (!isObject(item)) return [];
      const tokens = typeof item["$ref"] === "string" ? tokensOf(item["$ref"]) : undefined;
      const target = tokens === undefined ? undefined : valueAt(root, tokens);
      if (isObject(target)) {
        const { $ref: _, ...siblings } = item;
        setChild(paths, path, { ...target, ...siblings });
      }
      return [{ paths, path }];
    }),
  );
}

function namesOf(operation: JsonObject): Pick<Operation, "id" | "stem" | "tags" | "deprecated"> {
  const { operationId, tags, deprecated } = operation;
  const stem = child(operation["x-triptych"], "stem");
  return {
    id: typeof operationId === "string" ? operationId : "",
    stem: typeof stem === "string" ? stem : "",
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [],
    deprecated: deprecated === true,
  };
}

function removeEmptyPaths(root: JsonObject): void {
  for (const { paths, path } of pathItemsOf(root)) {
    const item = paths[path] as JsonObject;
    const others = child(item, "additionalOperations");
    const empty = !isObject(others) || Object.keys(others).length === 0;
    if (empty && !METHODS.some((method) => Object.hasOwn(item, method))) delete paths[path];
  }
}

function matcherOf(selector: string): Matcher {
  const [, kind, rest = ""] = /^(tag|path|stem|id):(.*)$/s.exec(selector) ?? [];
  if (kind === "tag") return ({ tags }) => tags.includes(rest);
  if (kind === "id") return ({ id }) => id === rest;
  if (kind === "path") return pathMatcher(rest);
  if (kind === "stem") return stemMatcher(rest);
  if (selector === "deprecated") return ({ deprecated }) => deprecated;
  if (selector.startsWith("/")) return pathMatcher(selector);
  const stem = stemMatcher(selector);
  return (operation) =>
    stem(operation) ||
    operation.stem.startsWith(`${selector}.`) ||
    operation.tags.includes(selector) ||
    operation.id === selector;
}

function pathMatcher(glob: string): Matcher {
  const pattern = patternOf(glob, "/");
  return ({ path }) => pattern.test(path);
}

function stemMatcher(glob: string): Matcher {
  const pattern = patternOf(glob, ".");
  return ({ stem }) => stem !== "" && pattern.test(stem);
}

function patternOf(glob: string, separator: "/" | "."): RegExp {
  const parts = glob.split(/(\*+)/).map((part) => {
    if (part.startsWith("*")) return part === "*" ? `[^${separator}]*` : ".*";
    return part.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`, "s");
}

function noMatch(selector: string, operations: readonly Operation[]): Problem {
  const [, kind = "", word = selector] = /^(tag|path|stem|id):(.*)$/s.exec(selector) ?? [];
  const candidates = operations.flatMap(({ path, id, stem, tags }) => [
    { kind: "path", word: path },
    { kind: "id", word: id },
    { kind: "stem", word: stem },
    ...tags.map((tag) => ({ kind: "tag", word: tag })),
  ]);
  const fitting = candidates
    .filter((candidate) => kind === "" || candidate.kind === kind)
    .map((candidate) => candidate.word);
  const meant = suggest(word, new Set(fitting));
  const prefix = kind === "" ? "" : `${kind}:`;
  return {
    severity: "warning",
    code: "selector-no-match",
    message: `the selector \`${selector}\` matches no operation`,
    cure:
      meant === undefined
        ? "remove it, or see `triptych inspect` for what there is"
        : `did you mean \`${prefix}${meant}\`?`,
    tokens: undefined,
  };
}
