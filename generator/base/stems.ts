/**
 * Stems: the names of operations. `batch.jobs.list` is the method `list` of the resource `batch.jobs`; the function, the
 * types, the class and the file are all named after it.
 */

import type { Diagnostic } from "../diagnostic.ts";
import { HeldNames, ownerKey } from "./held-names.ts";
import type { NameLock } from "./name-lock.ts";
import { type Nameable, routeOf } from "./nameable.ts";
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

/** The identifiers that a stem takes. */
export function namesOf(stem: Stem): string[] {
  return [functionName(stem), constantName(stem)];
}

/** What the types that belong to a stem begin with. */
export function typePrefix(stem: Stem): string {
  return upperFirst(functionName(stem));
}

export interface AssignedStems {
  /** In the order of the operations; all functions and all properties of a resource differ. */
  readonly stems: readonly Stem[];
  /** What the stems would be if none clashed. */
  readonly wanted: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** @param lock the names of the last run: where names clash, what had one keeps it. */
export function assignStems(
  operations: readonly Nameable[],
  naming: Naming,
  lock: NameLock = {},
): AssignedStems {
  const asked = operations.map((operation) => wantedStem(operation, naming));
  const plain = asked.map(withoutReserved);
  const wanted = operations.map(({ wantedStem: known }, index) => known ?? plain[index]!.join("."));
  const before = heldStems(operations, wanted, lock);
  // What is named explicitly gets that name if it can, whatever it had.
  const held = before.map((had, index) =>
    operations[index]!.stem === undefined ? had : had.filter((each) => isSame(each, plain[index]!)),
  );
  const space = new StemSpace(
    operations.map(({ stem }, index) => ({
      stem: held[index]![0] ?? plain[index]!,
      isHeld: held[index]!.length > 0,
      isExplicit: stem !== undefined,
    })),
    heldCompanions(
      operations.filter((_, index) => held[index]!.length > 0),
      lock,
    ),
  );
  const owners = new Map<string, Nameable>();
  const stems: Stem[] = [];
  const kept = new Set<number>();

  const rank = (index: number): number =>
    2 * Number(operations[index]?.stem === undefined) + Number(held[index]!.length === 0);
  const inOrder = [...operations.keys()].sort((a, b) => rank(a) - rank(b) || a - b);
  for (const index of inOrder) {
    const operation = operations[index]!;
    const stem = plain[index]!;
    const owner = space.isResource(stem) ? undefined : owners.get(functionName(stem));
    const isExplicit = operation.stem !== undefined;
    const isFree = (each: Stem): boolean =>
      space.isFree(each) && (isExplicit || !space.meetsCompanion(each));
    const isOpen = (resource: Stem): boolean =>
      !space.isMethod(resource) && (isExplicit || !space.isCompanion(resource));
    const own = held[index]!.find((each) => space.isFree(each));
    if (own !== undefined) kept.add(index);
    const free =
      own ??
      (isFree(stem)
        ? stem
        : ([...before[index]!, ...otherStems(operation, stem, owner)].find(isFree) ??
          numbered(stem, isFree, isOpen)));
    space.take(free);
    stems[index] = free;
    owners.set(functionName(free), operation);
  }
  const diagnostics = inOrder.flatMap((index): Diagnostic[] => {
    const [operation, stem, free] = [operations[index]!, stems[index]!, plain[index]!];
    const name = asked[index]!.join(".");
    if (stem.join(".") === name) return [];
    if (kept.has(index) && space.isFree(free)) return [stillNamed(operation, name, stem)];
    const owner = space.isResource(free) ? undefined : owners.get(functionName(free));
    return [renamed(operation, name, stem, owner === operation ? undefined : owner)];
  });
  return { stems, wanted, diagnostics };
}

/** The stems that each operation had, best first. */
function heldStems(
  operations: readonly Nameable[],
  wanted: readonly string[],
  lock: NameLock,
): readonly (readonly Stem[])[] {
  const held = new HeldNames(lock.operations);
  return operations.map((operation, index) => {
    const names = held.of({ owner: routeOf(operation), wanted: wanted[index]! });
    return names.map((name) => name.split(".")).filter((stem) => !isReserved(stem));
  });
}

/** The companions that operations had. */
export function heldCompanions(
  operations: readonly Pick<Nameable, "method" | "path">[],
  lock: NameLock,
): HeldNames {
  const present = new Set(operations.map((operation) => ownerKey(routeOf(operation))));
  return new HeldNames(lock.companions, ({ owner }) => present.has(ownerKey(owner)));
}

/** Which stems can be given together. */
class StemSpace {
  readonly #resources: Set<string>;
  readonly #methods = new Set<string>();
  readonly #functions = new NameSet(FUNCTIONS_IN_USE);
  readonly #companions: readonly string[];
  readonly #companionNames: ReadonlySet<string>;

  /**
   * A method makes way for a resource, unless it was there before.
   *
   * @param expected what operations will be called if they can.
   */
  constructor(
    expected: readonly {
      readonly stem: Stem;
      readonly isHeld: boolean;
      readonly isExplicit: boolean;
    }[],
    companions: HeldNames,
  ) {
    const held = new Set(expected.flatMap(({ stem, isHeld }) => (isHeld ? [stem.join(".")] : [])));
    this.#resources = new Set(
      expected.flatMap(({ stem, isExplicit }) =>
        resourcesOf(stem).filter((resource) => isExplicit || !held.has(resource)),
      ),
    );
    this.#companions = companions.names;
    this.#companionNames = new Set(this.#companions.flatMap((name) => namesOf(name.split("."))));
  }

  isResource(stem: Stem): boolean {
    return this.#resources.has(stem.join("."));
  }

  isMethod(stem: Stem): boolean {
    return this.#methods.has(stem.join("."));
  }

  isFree(stem: Stem): boolean {
    return (
      !this.isResource(stem) &&
      !resourcesOf(stem).some((resource) => this.#methods.has(resource)) &&
      !namesOf(stem).some((name) => this.#functions.has(name))
    );
  }

  /** Whether something beside an operation had it. */
  isCompanion(stem: Stem): boolean {
    return this.#companions.includes(stem.join("."));
  }

  /** Whether something beside an operation had it, or a name or a resource of it. */
  meetsCompanion(stem: Stem): boolean {
    return (
      namesOf(stem).some((name) => this.#companionNames.has(name)) ||
      resourcesOf(stem).some((resource) => this.#companions.includes(resource))
    );
  }

  take(stem: Stem): void {
    namesOf(stem).forEach((name) => this.#functions.add(name));
    resourcesOf(stem).forEach((resource) => this.#resources.add(resource));
    this.#methods.add(stem.join("."));
  }
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

export function resourcesOf(stem: Stem): string[] {
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

function isSame(a: Stem, b: Stem): boolean {
  return a.join(".") === b.join(".");
}

function isReserved(stem: Stem): boolean {
  return !isSame(withoutReserved(stem), stem);
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

/**
 * A stem like another one, with numbers where that cannot be had: at the method, and before it at each word whose resource
 * cannot be, which no number of the method would change.
 *
 * @param isOpen whether there may be a resource of this path.
 */
export function numbered(
  stem: Stem,
  isFree: (stem: Stem) => boolean,
  isOpen: (resource: Stem) => boolean = () => true,
): Stem {
  const last = stem.length - 1;
  return stem.reduce<Stem>((words, word, index) => {
    const isPossible = index === last ? isFree : isOpen;
    for (let number = 1; ; number++) {
      const suffix = number === 1 ? "" : `${/\d$/.test(word) ? "_" : ""}${number}`;
      const path = [...words, word + suffix];
      if (isPossible(path)) return path;
    }
  }, []);
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

function stillNamed(operation: Nameable, asked: string, stem: Stem): Diagnostic {
  return {
    severity: "info",
    code: "name-kept",
    message: `\`${routeOf(operation)}\` is named \`${stem.join(".")}\` as before, although \`${asked}\` is free now`,
    pointer: operation.pointer,
    cure: "to rename it, remove its line from the name lock",
  };
}
