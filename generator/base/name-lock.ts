/**
 * The names that a client had when it was last generated. Names follow from the document alone; this is asked only where two
 * clash, so that what callers use keeps its name whatever is added to the document, removed from it or moved in it.
 */

import { isRecord } from "./is-record.ts";

/** What has a name: a pointer, `METHOD /path`, or a resource; with the name that it wanted, if that was not free. */
export type LockedName = string | { readonly of: string; readonly instead: string };

export type LockedNames = Readonly<Record<string, LockedName>>;

/** Where the properties of a body stand: among the params, or as `params.body`. */
export type BodyPlace = "params" | "body";

/** The names of a client, each with what has it. */
export interface NameLock {
  /** Stems of operations. */
  readonly operations?: LockedNames;
  /** Stems of what operations have beside themselves: waiters, the items of all pages, streams. */
  readonly companions?: LockedNames;
  /** Types and classes that the package exports. */
  readonly types?: LockedNames;
  /** By operation. */
  readonly bodies?: Readonly<Record<string, BodyPlace>>;
}

/** Raised when an older generator could misread what a newer one wrote. */
const LOCK_VERSION = 1;

/** The names of all clients of a config, by the names of their packages. */
export type NameLocks = Readonly<Record<string, NameLock>>;

/** Sorted, and never two names on a line, so that it merges; as Prettier has it. */
export function printNameLocks(locks: NameLocks): string {
  const file = { version: LOCK_VERSION, clients: sortedObject(Object.entries(locks)) };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** What is wrong with a name lock, and the tokens of the pointer to it. */
export interface NameLockProblem {
  readonly message: string;
  readonly tokens: readonly string[];
}

export function isNameLockProblem(value: NameLocks | NameLockProblem): value is NameLockProblem {
  return "message" in value && typeof value.message === "string";
}

/** The name locks in what was parsed, or what is wrong. */
export function nameLocksIn(value: unknown): NameLocks | NameLockProblem {
  if (!isRecord(value) || typeof value["version"] !== "number")
    return { message: "it has no version", tokens: [] };
  if (value["version"] > LOCK_VERSION)
    return { message: "a newer triptych wrote it", tokens: ["version"] };
  const { clients } = value;
  if (!isRecord(clients)) return { message: "`clients` is no object", tokens: ["clients"] };
  for (const [name, lock] of Object.entries(clients)) {
    const problem = problemIn(lock);
    if (problem !== undefined)
      return { message: problem.message, tokens: ["clients", name, ...problem.tokens] };
  }
  return clients as unknown as NameLocks;
}

/** The same of a text; one that is no JSON has no version. */
export function nameLocksInText(text: string): NameLocks | NameLockProblem {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  return nameLocksIn(value);
}

const WORD = String.raw`[\p{ID_Start}_$][\p{ID_Continue}$]*`;
const STEM = new RegExp(String.raw`^${WORD}(?:\.${WORD})+$`, "u");
const TYPE = new RegExp(`^${WORD}$`, "u");

/** Names become code, so nothing else may stand for one. */
function problemIn(lock: unknown): NameLockProblem | undefined {
  if (!isRecord(lock)) return { message: "this is no object", tokens: [] };
  for (const [kind, pattern] of [
    ["operations", STEM],
    ["companions", STEM],
    ["types", TYPE],
  ] as const) {
    const names = lock[kind] ?? {};
    if (!isRecord(names)) return { message: `\`${kind}\` is no object`, tokens: [kind] };
    for (const [name, entry] of Object.entries(names)) {
      const tokens = [kind, name];
      if (!pattern.test(name)) return { message: `\`${name}\` is no name of ${kind}`, tokens };
      if (!isLockedName(entry)) return { message: `\`${name}\` does not say of what`, tokens };
    }
  }
  const bodies = lock["bodies"] ?? {};
  if (!isRecord(bodies)) return { message: "`bodies` is no object", tokens: ["bodies"] };
  const [wrong] = Object.entries(bodies).filter(
    ([, place]) => place !== "params" && place !== "body",
  );
  if (wrong === undefined) return undefined;
  return { message: "this is neither `params` nor `body`", tokens: ["bodies", wrong[0]] };
}

function isLockedName(entry: unknown): boolean {
  if (!isRecord(entry)) return typeof entry === "string";
  return typeof entry["of"] === "string" && typeof entry["instead"] === "string";
}

/** By code unit, which is the same everywhere. */
export function sortedObject<T>(
  entries: Iterable<readonly [name: string, value: T]>,
): Readonly<Record<string, T>> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : Number(a > b))));
}
