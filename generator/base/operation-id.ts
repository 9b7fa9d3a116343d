/** Operation ids: whether people wrote them, and what is the operation's own name in them. */

import type { Nameable } from "./nameable.ts";
import { wordsOf } from "./naming.ts";
import { isVersion } from "./path-stem.ts";

const MODULES = /(?:^|_)(?:api_routes?|api_views?|routers?|routes|endpoints|views|handlers)_/i;

/**
 * Whether a framework made the operation id: it repeats the path and the method (`list_users_v1_users_get`,
 * `GetAccountsAccountPersons`) or the module of the function (`files_api_routes_list_files`, `jobs_api_v1_jobs_list`).
 */
export function isMachineMade({ operationId, path, method }: Nameable): boolean {
  if (operationId === undefined) return false;
  if (MODULES.test(operationId)) return true;
  const id = lowerWords(operationId);
  if (id.slice(1, -1).some(isVersion)) return true;
  const verb = method.toLowerCase();
  const all = lowerWords(path);
  const fixed = lowerWords(path.replaceAll(/\{[^}]*\}/g, " "));
  if (all.length > 0 && id.at(-1) === verb && endsWith(id.slice(0, -1), all)) return true;
  if (id[0] !== verb) return false;
  const rest = id.slice(1).filter((word) => word !== "by");
  return [all, fixed]
    .map((words) => words.filter((word) => !isVersion(word)))
    .some((words) => words.length > 1 && fixed.length > 1 && words.join("") === rest.join(""));
}

function endsWith(words: readonly string[], end: readonly string[]): boolean {
  return words.join("_").endsWith(end.join("_"));
}

function lowerWords(text: string): string[] {
  return wordsOf(text).map((word) => word.toLowerCase());
}

/** The operation's name without what repeats the tag: `listRuns` in `actions/list-runs`, `list` in `UsersController_list`. */
export function nameInId(id: string, tag: string | undefined): string {
  const parts = id.split(/[./:#]|(?<=Controller)_|__+/).filter((part) => wordsOf(part).length > 0);
  const last = parts.at(-1) ?? id;
  if (tag === undefined || parts.length > 1) return last;
  const repeated = tag.split(/[./:]/).at(-1) ?? tag;
  const separated = last.split(/[_\s-]+/);
  for (let count = 1; count < separated.length; count++) {
    if (sameWords(separated.slice(0, count).join(" "), repeated))
      return separated.slice(count).join("_");
  }
  return last;
}

function sameWords(a: string, b: string): boolean {
  const singular = (text: string): string => lowerWords(text).join("").replace(/s$/, "");
  return singular(a) === singular(b);
}

/** What a machine-made id has beside what it repeats; undefined if that is nothing. */
export function functionInId({ operationId, path, method }: Nameable): string | undefined {
  if (operationId === undefined) return undefined;
  const module = MODULES.exec(operationId);
  const words = wordsOf(
    module === null ? operationId : operationId.slice(module.index + module[0].length),
  );
  const repeated = [...lowerWords(path), method.toLowerCase()];
  const isRepeated = endsWith(
    words.map((word) => word.toLowerCase()),
    repeated,
  );
  const version = words.findIndex(isVersion);
  const own = isRepeated ? words.slice(0, -repeated.length) : words.slice(version + 1);
  return own.length === 0 ? undefined : own.join("_");
}
