import { findHeirs, mappedSchema } from "../base/discriminators.ts";
import { briefOf, child, isObject, type JsonObject, tokensOf, valueAt } from "../base/json.ts";
import type { LinkNote } from "../base/links.ts";
import { type Path, pathOf, tokensTo, words } from "../base/path.ts";
import { isCircular } from "../base/references.ts";
import { KINDS } from "../base/shapes.ts";
import { type Edition, ruleOf, ruleOfCycle, ruleOfReference } from "../base/specification.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Findings } from "./findings.ts";
import type { Mounted } from "./mount.ts";
import { rereadReference } from "./readings.ts";
import type { Visit } from "./visit.ts";

/** What is known of references. */
export type References = Pick<Mounted, "problemOf" | "textOf">;

/** Checks what leads elsewhere: references, names of security schemes, discriminators. */
export class Leads {
  /** The components that they lead to, as `schemas/Name`. */
  readonly reached = new Set<string>();
  readonly #root: JsonObject;
  readonly #references: References;
  readonly #edition: Edition;
  readonly #findings: Findings;
  readonly #open: (visit: Visit) => void;
  /** Holders of references, and whether these are circular. */
  readonly #circular = new Map<JsonObject, boolean>();
  #heirs: ReturnType<typeof findHeirs> | undefined;

  /** @param open is told what they lead to. */
  constructor(
    root: JsonObject,
    references: References,
    edition: Edition,
    findings: Findings,
    open: (visit: Visit) => void,
  ) {
    this.#root = root;
    this.#references = references;
    this.#edition = edition;
    this.#findings = findings;
    this.#open = open;
  }

  /** @returns whether the object is a reference that leads to what is wanted. */
  reference(holder: JsonObject, kind: string, path: Path): boolean {
    const at: Path = { key: "$ref", parent: path };
    const problem = this.#references.problemOf(holder);
    const reference = holder["$ref"];
    if (problem !== undefined) {
      this.unresolved(problem, kind, at);
      return true;
    }
    const tokens = typeof reference === "string" ? tokensOf(reference) : undefined;
    if (tokens === undefined) {
      const cure = "write a pointer such as `#/components/schemas/Name`";
      const rule = ruleOfReference(this.#edition, kind);
      this.#findings.error("invalid-structure", at, "`$ref` must be a text", cure, rule);
      return true;
    }
    const text = this.#references.textOf(holder);
    if (isCircular(this.#root, holder, this.#circular)) {
      const message = `\`${text}\` leads back here by references alone`;
      const cure = "give one of the definitions some content";
      this.#findings.error("circular-ref", at, message, cure, ruleOfCycle(this.#edition, kind));
      return true;
    }
    const actual = this.#reach(tokens);
    if (tokens.length === 3 && actual !== undefined && actual !== kind) {
      const read = rereadReference(this.#root, holder, kind, actual, tokens);
      const message = `\`${text}\` is ${words(actual)}, but ${words(kind)} is wanted here`;
      const cure = `refer to ${words(kind)}`;
      if (read === undefined)
        this.#findings.error("wrong-ref", at, message, cure, ruleOf(this.#edition, kind));
      else this.#findings.warn("wrong-ref", at, `${message}; ${read}`, cure);
      return read === undefined || Object.hasOwn(holder, "$ref");
    }
    const key = tokens.at(-1);
    const container = valueAt(this.#root, tokens.slice(0, -1));
    if (key === undefined || typeof container !== "object" || container === null) return true;
    this.#open({
      holder: container,
      key,
      shape: { is: "object", kind },
      path: pathOf(tokens),
      owner: { kind: "reference", field: kind },
    });
    return true;
  }

  unresolved({ code, message, cure, rule }: LinkNote, kind: string, at: Path): void {
    const ofKind = WITHOUT_TARGET.has(code) ? ruleOfReference(this.#edition, kind) : undefined;
    this.#findings.error(code, at, message, cure, rule ?? ofKind);
  }

  security(requirement: JsonObject, parent: Path): void {
    for (const key of Object.keys(requirement)) {
      const tokens = ["components", "securitySchemes", key];
      if (valueAt(this.#root, tokens) !== undefined) this.#reach(tokens);
      else {
        const declared = valueAt(this.#root, tokens.slice(0, 2));
        const cure = didYouMean(
          key,
          isObject(declared) ? Object.keys(declared) : [],
          "declare it under `components/securitySchemes`",
        );
        this.#findings.ignore(
          "unknown-security-scheme",
          requirement,
          { key, parent },
          `there is no security scheme \`${key}\`; it is ignored`,
          cure,
        );
      }
    }
  }

  /** The schemas that a discriminator can mean belong to it, also where no reference says so. */
  discriminator(schema: JsonObject, path: Path): void {
    const mapping = child(schema["discriminator"], "mapping");
    const parent: Path = { key: "mapping", parent: { key: "discriminator", parent: path } };
    for (const key of isObject(mapping) ? Object.keys(mapping) : []) {
      const entries = mapping as JsonObject;
      const tokens = mappedSchema(this.#root, entries[key]!);
      if (tokens !== undefined) this.#reach(tokens);
      else {
        const message = `there is no schema \`${briefOf(entries[key]!)}\`; the entry is ignored`;
        this.#findings.ignore(
          "dangling-mapping",
          entries,
          { key, parent },
          message,
          "define the schema, or remove the entry",
        );
      }
    }
    const [top, section, name, ...rest] = tokensTo(path);
    if (top !== "components" || section !== "schemas" || name === undefined || rest.length > 0)
      return;
    this.#heirs ??= findHeirs(this.#root);
    for (const heir of this.#heirs(name)) this.#reach([top, section, heir]);
  }

  /** Notes the component that `tokens` lead to or into, and returns its kind. */
  #reach(tokens: readonly string[]): string | undefined {
    const [top, section, name] = tokens;
    if (top !== "components" || section === undefined || name === undefined) return undefined;
    const map = KINDS.get("Components")?.fields.get(section);
    const holder = valueAt(this.#root, ["components", section]);
    if (map?.is !== "map" || map.of.is !== "object" || !isObject(holder)) return undefined;
    const id = `${section}/${name}`;
    if (!this.reached.has(id)) {
      this.reached.add(id);
      this.#open({
        holder,
        key: name,
        shape: map.of,
        path: pathOf(["components", section, name]),
        owner: { kind: "Components", field: section },
      });
    }
    return map.of.kind;
  }
}

/** What is wrong with a reference that identifies no value: that of a document which does not exist or is none, or of its own place. */
const WITHOUT_TARGET: ReadonlySet<string> = new Set([
  "circular-ref",
  "external-ref",
  "not-found",
  "not-text",
]);
