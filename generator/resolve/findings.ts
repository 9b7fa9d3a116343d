import type { JsonObject, JsonValue } from "../base/json.ts";
import { type Path, tokensTo } from "../base/path.ts";
import type { Problem } from "../base/problem.ts";
import type { Provenance } from "./provenance.ts";

/** What is found in a document, and what of it is to be left out. */
export class Findings {
  readonly problems: Problem[] = [];
  readonly #ignored = new Map<JsonValue[] | JsonObject, Set<string>>();

  error(code: string, path: Path, message: string, cure: string, rule: string | undefined): void {
    const tokens = tokensTo(path);
    this.problems.push({
      severity: "error",
      code,
      message,
      cure,
      ...(rule === undefined ? {} : { rule }),
      tokens,
    });
  }

  warn(code: string, path: Path, message: string, cure: string): void {
    this.problems.push({ severity: "warning", code, message, cure, tokens: tokensTo(path) });
  }

  /** Warns of an entry of `holder`, the last one of the path, and notes that it does not count. */
  ignore(
    code: string,
    holder: JsonValue[] | JsonObject,
    path: Path,
    message: string,
    cure: string,
  ): void {
    this.warn(code, path, message, cure);
    if (path === undefined) return;
    const keys = this.#ignored.get(holder);
    if (keys === undefined) this.#ignored.set(holder, new Set([path.key]));
    else keys.add(path.key);
  }

  /** Removes what warnings call ignored or left out; to be called when the problems have been placed. */
  removeIgnored(provenance: Provenance): void {
    for (const [holder, keys] of this.#ignored) {
      if (!Array.isArray(holder)) {
        for (const key of keys) delete holder[key];
        continue;
      }
      provenance.recordRemoval(holder, new Set([...keys].map(Number)));
      const kept = holder.filter((_, index) => !keys.has(String(index)));
      holder.splice(0, holder.length, ...kept);
    }
  }
}
