import type { Diagnostic } from "../diagnostic.ts";
import { type AssignedStem, METHODS } from "../document.ts";
import {
  child,
  isObject,
  type JsonObject,
  type JsonValue,
  pointerOf,
  tokensOf,
  valueAt,
} from "../base/json.ts";
import type { Nameable } from "../base/nameable.ts";
import type { NameLock } from "../base/name-lock.ts";
import { assignStems, type Naming } from "../base/stems.ts";
import type { Problem } from "../base/problem.ts";
import { suggest } from "../base/suggest.ts";

export interface Selection {
  readonly problems: readonly Problem[];
  /** The stems that the selected operations have in the whole document, by their pointers. */
  readonly stems: ReadonlyMap<string, AssignedStem>;
}

interface Operation extends Nameable {
  readonly deprecated: boolean;
  /** Where it stands: `holder[key]`. */
  readonly holder: JsonObject;
  readonly key: string;
}

/** With its stem in the whole document; empty if it has none, as have webhooks. */
interface NamedOperation extends Operation {
  readonly name: string;
  /** The stem that it would have if none clashed. */
  readonly wanted: string;
}

type Matcher = (operation: NamedOperation) => boolean;

/**
 * Removes from `root`, in place, the operations that the selectors do not select: `tag:NAME`, `path:GLOB`, `stem:GLOB`,
 * `id:OPERATIONID`, `deprecated`, or a bare word, which is a stem or the beginning of stems, a tag, an operation id, or a path if it
 * begins with `/`. In a glob `*` stands for any part of a segment, `**` for any number of segments. A selector that begins with `!`
 * takes away from what the others select, or from everything if there are no others.
 *
 * @param naming where stems come from that the document does not give.
 * @param lock the names of the last run.
 */
export function select(
  root: JsonObject,
  selectors: readonly string[],
  naming: Naming,
  lock: NameLock = {},
): Selection {
  const { operations, renamed } = named(root, naming, lock);
  const problems: Problem[] = [];
  const matching = (selector: string): readonly NamedOperation[] => {
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
  const stems = [...wanted].filter(({ name }) => name !== "");
  const selected = new Set(stems.map(({ pointer }) => pointer));
  for (const { pointer = "", ...problem } of renamed)
    if (selected.has(pointer)) problems.push({ ...problem, tokens: tokensOf(pointer) });
  const assigned = stems.map(({ pointer, name, wanted: each }) => {
    return [pointer, { stem: name, ...(each === name ? {} : { wanted: each }) }] as const;
  });
  return { problems, stems: new Map(assigned) };
}

function named(
  root: JsonObject,
  naming: Naming,
  lock: NameLock,
): { readonly operations: readonly NamedOperation[]; readonly renamed: readonly Diagnostic[] } {
  const inPaths = operationsIn(root, "paths");
  const { stems, wanted, diagnostics: renamed } = assignStems(inPaths, naming, lock);
  const operations = [
    ...inPaths.map((operation, index) => ({
      ...operation,
      name: stems[index]?.join(".") ?? "",
      wanted: wanted[index] ?? "",
    })),
    ...operationsIn(root, "webhooks").map((operation) => ({ ...operation, name: "", wanted: "" })),
  ];
  return { operations, renamed };
}

/** In the order in which the model has them, on which names depend where they clash. */
function operationsIn(root: JsonObject, section: "paths" | "webhooks"): Operation[] {
  const paths = root[section];
  if (!isObject(paths)) return [];
  return Object.keys(paths).flatMap((path) => {
    const item = child(paths, path);
    if (!isObject(item) || path.startsWith("x-")) return [];
    const others = child(item, "additionalOperations");
    const own = METHODS.map((key) => ({
      holder: item,
      key: key as string,
      tokens: [key as string],
    }));
    const additional = isObject(others)
      ? Object.keys(others).map((key) => ({
          holder: others,
          key,
          tokens: ["additionalOperations", key],
        }))
      : [];
    return [...own, ...additional].flatMap(({ holder, key, tokens }) => {
      const operation = child(holder, key);
      if (!isObject(operation)) return [];
      const pointer = pointerOf([section, path, ...tokens]);
      return [{ path, method: key, pointer, holder, key, ...factsOf(root, operation) }];
    });
  });
}

type Facts = Pick<
  Operation,
  "operationId" | "stem" | "wantedStem" | "tags" | "pagination" | "responses" | "deprecated"
>;

/** What names and selectors depend on; what is not as it should be counts as absent. */
function factsOf(root: JsonObject, operation: JsonObject): Facts {
  const { operationId, tags, deprecated, responses } = operation;
  const extension = operation["x-triptych"];
  const stem = child(extension, "stem");
  return {
    operationId: typeof operationId === "string" ? operationId : undefined,
    stem: typeof stem === "string" && stem.includes(".") ? stem : undefined,
    wantedStem: undefined,
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [],
    pagination: child(extension, "pagination"),
    deprecated: deprecated === true,
    responses: entriesOf(root, responses).map(([status, response]) => ({
      status,
      content: entriesOf(root, child(response, "content")).map(([, media]) => ({
        schema: child(media, "schema"),
      })),
    })),
  };
}

/** The entries of a map, references followed. */
function entriesOf(root: JsonObject, map: JsonValue | undefined): (readonly [string, JsonValue])[] {
  if (!isObject(map)) return [];
  return Object.keys(map).map((key) => {
    let value: JsonValue = map[key]!;
    for (
      let steps = 0;
      steps < 100 && isObject(value) && typeof value["$ref"] === "string";
      steps++
    )
      value = valueAt(root, tokensOf(value["$ref"]) ?? []) ?? null;
    return [key, value];
  });
}

function removeEmptyPaths(root: JsonObject): void {
  for (const paths of [root["paths"], root["webhooks"]]) {
    for (const path of isObject(paths) ? Object.keys(paths) : []) {
      const item = child(paths, path);
      if (!isObject(item)) continue;
      const others = child(item, "additionalOperations");
      const empty = !isObject(others) || Object.keys(others).length === 0;
      if (empty && !METHODS.some((method) => Object.hasOwn(item, method)))
        delete (paths as JsonObject)[path];
    }
  }
}

function matcherOf(selector: string): Matcher {
  const [, kind, rest = ""] = /^(tag|path|stem|id):(.*)$/s.exec(selector) ?? [];
  if (kind === "tag") return ({ tags }) => tags.includes(rest);
  if (kind === "id") return ({ operationId }) => operationId === rest;
  if (kind === "path") return pathMatcher(rest);
  if (kind === "stem") return stemMatcher(rest);
  if (selector === "deprecated") return ({ deprecated }) => deprecated;
  if (selector.startsWith("/")) return pathMatcher(selector);
  const stem = stemMatcher(selector);
  return (operation) =>
    stem(operation) ||
    operation.name.startsWith(`${selector}.`) ||
    operation.tags.includes(selector) ||
    operation.operationId === selector;
}

function pathMatcher(glob: string): Matcher {
  const pattern = patternOf(glob, "/");
  return ({ path }) => pattern.test(path);
}

function stemMatcher(glob: string): Matcher {
  const pattern = patternOf(glob, ".");
  return ({ name }) => name !== "" && pattern.test(name);
}

function patternOf(glob: string, separator: "/" | "."): RegExp {
  const parts = glob.split(/(\*+)/).map((part) => {
    if (part.startsWith("*")) return part === "*" ? `[^${separator}]*` : ".*";
    return part.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`, "s");
}

function noMatch(selector: string, operations: readonly NamedOperation[]): Problem {
  const [, kind = "", word = selector] = /^(tag|path|stem|id):(.*)$/s.exec(selector) ?? [];
  const candidates = operations.flatMap(({ path, operationId = "", name, tags }) => [
    { kind: "path", word: path },
    { kind: "id", word: operationId },
    { kind: "stem", word: name },
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
