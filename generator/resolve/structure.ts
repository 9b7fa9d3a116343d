import { findHeirs, mappedSchema } from "../base/discriminators.ts";
import {
  briefOf,
  child,
  isObject,
  type JsonObject,
  type JsonValue,
  setChild,
  tokensOf,
  valueAt,
} from "../base/json.ts";
import { kindOf, labelOf, type Path, pathOf, tokensTo, words } from "../base/path.ts";
import type { Problem } from "../base/problem.ts";
import { allowsReference } from "../base/links.ts";
import type { Mounted } from "./mount.ts";
import { isCircular } from "../base/references.ts";
import { KINDS, type Shape } from "../base/shapes.ts";
import { didYouMean } from "../base/suggest.ts";

export interface Structure {
  readonly problems: readonly Problem[];
  /** The components that references lead to, as `schemas/Name`. */
  readonly reached: ReadonlySet<string>;
  /** Removes what warnings call ignored; to be called when the problems have been placed. */
  removeIgnored(): void;
}

/**
 * Checks that a document has the structure that later stages rely on and that its references lead somewhere, all in one walk
 * without recursion. Examples, defaults, enum values, constants and extensions are not looked into. What is harmless is put
 * right in place, mostly with a warning: fields without a value, numbers where a text belongs, keywords of schemas that have
 * another form than JSON Schema gives them.
 *
 * @param references what is known of the references, which are pointers if they could be followed.
 * @param components `all` to check every component, `reached` for those only that the rest of the document leads to.
 */
export function checkStructure(
  root: JsonObject,
  references: Pick<Mounted, "problemOf" | "textOf">,
  components: "all" | "reached",
): Structure {
  const walk = new Walk(root, references, components === "all");
  walk.run();
  return walk;
}

interface Visit {
  readonly holder: JsonValue[] | JsonObject;
  readonly key: string;
  readonly shape: Shape;
  readonly path: Path;
  /** Whether it is a keyword of a schema, and can be left out if it has the wrong form. */
  readonly keyword?: boolean;
}

class Walk implements Structure {
  readonly problems: Problem[] = [];
  readonly reached = new Set<string>();
  readonly #root: JsonObject;
  readonly #references: Pick<Mounted, "problemOf" | "textOf">;
  readonly #everything: boolean;
  /** Holders of references that are not circular. */
  readonly #ending = new Set<JsonValue>();
  readonly #seen = new Set<JsonValue>();
  readonly #stack: Visit[] = [];
  readonly #ignored: { readonly holder: JsonObject; readonly key: string }[] = [];
  #heirs: ReturnType<typeof findHeirs> | undefined;

  constructor(
    root: JsonObject,
    references: Pick<Mounted, "problemOf" | "textOf">,
    everything: boolean,
  ) {
    this.#root = root;
    this.#references = references;
    this.#everything = everything;
  }

  run(): void {
    this.#object(this.#root, "Root", undefined);
    for (let visit = this.#stack.pop(); visit !== undefined; visit = this.#stack.pop())
      this.#visit(visit);
  }

  removeIgnored(): void {
    for (const { holder, key } of this.#ignored) delete holder[key];
  }

  #visit(visit: Visit): void {
    const { holder, key, shape, path } = visit;
    const value = child(holder, key)!;
    const problem = isObject(value) ? this.#references.problemOf(value) : undefined;
    if (problem !== undefined && !allowsReference(shape)) {
      this.#error(problem.code, { key: "$ref", parent: path }, problem.message, problem.cure);
      return;
    }
    switch (shape.is) {
      case "object":
        if (isObject(value) || (shape.kind === "Schema" && typeof value === "boolean"))
          this.#object(value, shape.kind, path);
        else this.#wrong(visit, value, "an object", "write it as `name: value`");
        break;
      case "list":
        if (Array.isArray(value)) this.#push(value, Object.keys(value), () => shape.of, path);
        else
          this.#wrong(
            visit,
            value,
            "a list",
            key === "required"
              ? "list the names of the required properties in the schema above"
              : "begin each entry with `- `",
          );
        break;
      case "map":
        if (isObject(value)) this.#push(value, Object.keys(value), () => shape.of, path);
        else if (key !== "examples")
          this.#wrong(visit, value, "an object", "write it as `name: value`");
        break;
      case "string":
        this.#text(visit, value, shape.oneOf);
        break;
      case "boolean":
        if (value === "true" || value === "false") setChild(holder, key, value === "true");
        else if (typeof value !== "boolean")
          this.#wrong(visit, value, "`true` or `false`", "correct its value");
    }
  }

  #text(visit: Visit, value: JsonValue, choice: readonly string[] | undefined): void {
    const { holder, key, path } = visit;
    if (typeof value === "number" || typeof value === "boolean") {
      setChild(holder, key, String(value));
      this.#report(
        "warning",
        "not-a-text",
        path,
        `${labelOf(path)} is ${value} and is read as the text "${value}"`,
        "put it in quotes",
      );
    } else if (typeof value !== "string") {
      this.#wrong(visit, value, "a text", "write a text, in quotes if it has special characters");
    } else if (choice?.includes(value) === false) {
      const cure = didYouMean(value, choice, `use one of \`${choice.join("`, `")}\``);
      this.#error("invalid-structure", path, `\`${key}\` cannot be \`${value}\``, cure);
    }
  }

  #object(value: JsonObject | boolean, name: string, path: Path): void {
    if (typeof value === "boolean" || this.#seen.has(value)) return;
    this.#seen.add(value);
    const kind = KINDS.get(name)!;
    if (kind.reference !== "no" && Object.hasOwn(value, "$ref")) {
      this.#reference(value, name, path);
      if (kind.reference === "alone") return;
    }
    if (name === "Security") this.#security(value, path);
    if (name === "Schema" && Object.hasOwn(value, "discriminator"))
      this.#discriminator(value, path);
    const { entries, fields } = kind;
    for (const key of Object.keys(value))
      if (fields.has(key) && value[key] === null) delete value[key];
    for (const key of kind.required) {
      if (child(value, key) !== undefined) continue;
      this.#error(
        "invalid-structure",
        path,
        `${labelOf(path)} has no \`${key}\``,
        `add \`${key}\``,
      );
    }
    if (name === "Components" && !this.#everything) return;
    const shapeOf = (key: string): Shape | undefined =>
      fields.get(key) ?? (key.startsWith("x-") ? undefined : entries);
    this.#push(value, Object.keys(value), shapeOf, path, name === "Schema");
  }

  #push(
    holder: JsonValue[] | JsonObject,
    keys: readonly string[],
    shapeOf: (key: string) => Shape | undefined,
    parent: Path,
    keyword = false,
  ): void {
    for (let index = keys.length - 1; index >= 0; index--) {
      const key = keys[index]!;
      const shape = shapeOf(key);
      if (shape !== undefined && shape.is !== "any")
        this.#stack.push({ holder, key, shape, path: { key, parent }, keyword });
    }
  }

  #reference(holder: JsonObject, kind: string, path: Path): void {
    const at: Path = { key: "$ref", parent: path };
    const problem = this.#references.problemOf(holder);
    const reference = holder["$ref"];
    if (problem !== undefined) {
      this.#error(problem.code, at, problem.message, problem.cure);
      return;
    }
    const tokens = typeof reference === "string" ? tokensOf(reference) : undefined;
    if (tokens === undefined) {
      const cure = "write a pointer such as `#/components/schemas/Name`";
      this.#error("invalid-structure", at, "`$ref` must be a text", cure);
      return;
    }
    const text = this.#references.textOf(holder);
    if (isCircular(this.#root, holder, this.#ending)) {
      const message = `\`${text}\` leads back here by references alone`;
      this.#error("circular-ref", at, message, "give one of the definitions some content");
      return;
    }
    const actual = this.#reach(tokens);
    if (tokens.length === 3 && actual !== undefined && actual !== kind) {
      const message = `\`${text}\` is ${words(actual)}, but ${words(kind)} is wanted here`;
      this.#error("wrong-ref", at, message, `refer to ${words(kind)}`);
      return;
    }
    const key = tokens.at(-1);
    const container = valueAt(this.#root, tokens.slice(0, -1));
    if (key === undefined || typeof container !== "object" || container === null) return;
    this.#stack.push({
      holder: container,
      key,
      shape: { is: "object", kind },
      path: pathOf(tokens),
    });
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
      this.#stack.push({
        holder,
        key: name,
        shape: map.of,
        path: pathOf(["components", section, name]),
      });
    }
    return map.of.kind;
  }

  #security(requirement: JsonObject, parent: Path): void {
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
        this.#ignore(
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
  #discriminator(schema: JsonObject, path: Path): void {
    const mapping = child(schema["discriminator"], "mapping");
    const parent: Path = { key: "mapping", parent: { key: "discriminator", parent: path } };
    for (const key of isObject(mapping) ? Object.keys(mapping) : []) {
      const entries = mapping as JsonObject;
      const tokens = mappedSchema(this.#root, entries[key]!);
      if (tokens !== undefined) this.#reach(tokens);
      else {
        const message = `there is no schema \`${briefOf(entries[key]!)}\`; the entry is ignored`;
        this.#ignore(
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

  #wrong({ holder, path, keyword }: Visit, value: JsonValue, expected: string, cure: string): void {
    const message = `${labelOf(path)} must be ${expected}, but is ${kindOf(value)}`;
    if (keyword === true && path !== undefined)
      this.#ignore("ignored-keyword", holder, path, `${message}; it is ignored`, cure);
    else this.#error("invalid-structure", path, message, cure);
  }

  #ignore(
    code: string,
    holder: JsonValue[] | JsonObject,
    path: Path,
    message: string,
    cure: string,
  ): void {
    this.#report("warning", code, path, message, cure);
    if (path !== undefined) this.#ignored.push({ holder: holder as JsonObject, key: path.key });
  }

  #error(code: string, path: Path, message: string, cure: string): void {
    this.#report("error", code, path, message, cure);
  }

  #report(
    severity: Problem["severity"],
    code: string,
    path: Path,
    message: string,
    cure: string,
  ): void {
    this.problems.push({ severity, code, message, cure, tokens: tokensTo(path) });
  }
}
