/**
 * Stems: the names of operations. `batch.jobs.list` is the method `list` of the resource `batch.jobs`; the function, the
 * types, the class and the file are all named after it.
 */

import type { Diagnostic } from "../diagnostic.ts";
import type { Nameable } from "./nameable.ts";
import { camelCase, NameSet, upperFirst, wordsOf } from "./naming.ts";
import { functionInId, isMachineMade, nameInId } from "./operation-id.ts";
import { crudVerb, stemFromPath } from "./path-stem.ts";
import { CLIENT_PROPERTIES_IN_USE, FUNCTIONS_IN_USE, PROPERTIES_IN_USE } from "./reserved.ts";

/**
 * Where names come from if neither overlay nor document gives them. `path`: path and method. `operationId`: first tag and
 * operation id. `tag`: first tag and method. `auto`: as `operationId` where the ids are written for people, else as `path`.
 */
export type Naming = "auto" | "operationId" | "tag" | "path";

/** A resource's words and a method. */
export type Stem = readonly string[];

/** The function that is named after a stem. The underscore that some words have as properties is not needed here. */
export function functionName(stem: Stem): string {
  const words = stem.map((word) => word.replace(/(?<=.)_$/, ""));
  return words.map((word, index) => (index === 0 ? word : upperFirst(word))).join("");
}

/** The constant with an operation's facts. */
export function constantName(stem: Stem): string {
  return `${functionName(stem)}Operation`;
}

function namesOf(stem: Stem): string[] {
  return [functionName(stem), constantName(stem)];
}

/** What the types that belong to a stem begin with. */
export function typePrefix(stem: Stem): string {
  return upperFirst(functionName(stem));
}

/** The stem of each operation, in their order; all functions and all properties of a resource differ. */
export function assignStems(
  operations: readonly Nameable[],
  naming: Naming,
): { readonly stems: readonly Stem[]; readonly diagnostics: readonly Diagnostic[] } {
  const asked = operations.map((operation) => wantedStem(operation, naming));
  const wanted = asked.map(withoutReserved);
  const resources = new Set(wanted.flatMap(resourcesOf));
  const functions = new NameSet(FUNCTIONS_IN_USE);
  const owners = new Map<string, Nameable>();
  const stems: Stem[] = [];
  const diagnostics: Diagnostic[] = [];
  const methods = new Set<string>();
  const isFree = (stem: Stem): boolean =>
    !resources.has(stem.join(".")) &&
    !resourcesOf(stem).some((resource) => methods.has(resource)) &&
    !namesOf(stem).some((name) => functions.has(name));

  const explicitFirst = [...operations.keys()].sort(
    (a, b) =>
      Number(operations[a]?.stem === undefined) - Number(operations[b]?.stem === undefined) ||
      a - b,
  );
  for (const index of explicitFirst) {
    const operation = operations[index]!;
    const stem = wanted[index]!;
    const owner = resources.has(stem.join(".")) ? undefined : owners.get(functionName(stem));
    const free = isFree(stem)
      ? stem
      : (otherStems(operation, stem, owner).find(isFree) ?? numbered(stem, isFree));
    namesOf(free).forEach((name) => functions.add(name));
    resourcesOf(free).forEach((resource) => resources.add(resource));
    methods.add(free.join("."));
    stems[index] = free;
    const before = asked[index]!.join(".");
    if (free.join(".") !== before) {
      diagnostics.push(renamed(operation, before, free, owner));
    }
    owners.set(functionName(free), operation);
  }
  return { stems, diagnostics };
}

/** Gives a further stem beside one: that of the first of the methods that is free, else of the first with a number. */
export type FurtherStems = (stem: Stem, methods: readonly [string, ...string[]]) => Stem;

/**
 * Makes stems for what an operation has beside itself, for instance a stream where it returns a value.
 *
 * @param stems those of the operations, which are not given again.
 */
export function furtherStems(stems: readonly Stem[]): FurtherStems {
  const functions = new NameSet([...FUNCTIONS_IN_USE, ...stems.flatMap(namesOf)]);
  const resources = new Set(stems.flatMap(resourcesOf));
  const isFree = (stem: Stem): boolean =>
    !resources.has(stem.join(".")) && !namesOf(stem).some((name) => functions.has(name));
  return (stem, methods) => {
    const [first, ...others] = methods.map((method) => [...stem.slice(0, -1), method]);
    const free = [first!, ...others].find(isFree) ?? numbered(first!, isFree);
    namesOf(free).forEach((name) => functions.add(name));
    return free;
  };
}

/** The method of a stem, without the underscore that some words have as properties. */
export function methodOf(stem: Stem): string {
  return (stem.at(-1) ?? "").replace(/(?<=.)_$/, "");
}

function wantedStem(operation: Nameable, naming: Naming): Stem {
  const {
    stem,
    operationId: id,
    tags: [tag],
  } = operation;
  if (stem !== undefined) return stem.split(".");
  if (naming === "path") return stemFromPath(operation);
  if (naming === "tag") {
    return tag === undefined
      ? stemFromPath(operation)
      : [...resourceOfTag(tag), crudVerb(operation)];
  }
  const machineMade = naming === "auto" && (tag === undefined || isMachineMade(operation));
  if (id === undefined || machineMade) return stemFromPath(operation);
  const resource = tag === undefined ? stemFromPath(operation).slice(0, -1) : resourceOfTag(tag);
  return [...resource, camelCase(nameInId(id, tag))];
}

/** `Fine tuning` is one word; `beta.agents` and `beta/agents` are two. */
function resourceOfTag(tag: string): string[] {
  const words = tag.split(/[./:]+/).filter((part) => wordsOf(part).length > 0);
  return words.length === 0 ? [camelCase(tag)] : words.map(camelCase);
}

function resourcesOf(stem: Stem): string[] {
  return stem.slice(1).map((_, index) => stem.slice(0, index + 1).join("."));
}

/** A word that would change what the object is gets an underscore. */
function withoutReserved(stem: Stem): Stem {
  return stem.map((word, index) => {
    const reserved =
      PROPERTIES_IN_USE.has(word) || (index === 0 && CLIENT_PROPERTIES_IN_USE.has(word));
    return reserved ? `${word}_` : word;
  });
}

/**
 * What else an operation may be called, best first.
 *
 * @param owner the operation that has the name; undefined if it is a resource's.
 */
function otherStems(operation: Nameable, stem: Stem, owner: Nameable | undefined): readonly Stem[] {
  const inside = [...stem, crudVerb(operation)];
  if (operation.stem !== undefined) return owner === undefined ? [inside] : [];
  const resource = stem.slice(0, -1);
  const word = stem.at(-1) ?? "";
  const method = camelCase(operation.method);
  const byMethod = [...resource, word === crudVerb(operation) ? method : method + upperFirst(word)];
  const id = functionInId(operation);
  return [
    ...(owner === undefined ? [inside] : []),
    ...(owner?.path === operation.path ? [byMethod] : []),
    stemFromPath(operation),
    ...(id === undefined ? [] : [[...resource, camelCase(id)]]),
    stemFromPath(operation, { parameters: true }),
    stemFromPath(operation, { parameters: true, versions: true }),
    byMethod,
  ].map(withoutReserved);
}

function numbered(stem: Stem, isFree: (stem: Stem) => boolean): Stem {
  const method = stem.at(-1) ?? "";
  for (let number = 2; ; number++) {
    const free = [...stem.slice(0, -1), `${method}${/\d$/.test(method) ? "_" : ""}${number}`];
    if (isFree(free)) return free;
  }
}

function renamed(
  operation: Nameable,
  asked: string,
  stem: Stem,
  owner: Nameable | undefined,
): Diagnostic {
  const reason =
    owner === undefined
      ? "means something else there"
      : `is the name of \`${owner.method.toUpperCase()} ${owner.path}\` (${owner.pointer})`;
  return {
    severity: "warning",
    code: "operation-renamed",
    message: `\`${operation.method.toUpperCase()} ${operation.path}\` is named \`${stem.join(".")}\`, since \`${asked}\` ${reason}`,
    pointer: operation.pointer,
    cure: "name it in an overlay: `x-triptych: { stem: … }`",
  };
}
