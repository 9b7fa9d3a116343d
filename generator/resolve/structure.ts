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
import { allowsReference, type LinkNote } from "../base/links.ts";
import type { Mounted } from "./mount.ts";
import type { Provenance } from "./provenance.ts";
import {
  isDispensable,
  isEmpty,
  missingField,
  placeOfParameter,
  rereadReference,
} from "./readings.ts";
import { isCircular } from "../base/references.ts";
import { KINDS, type Shape } from "../base/shapes.ts";
import { type Edition, ruleOf, ruleOfCycle, ruleOfReference } from "../base/specification.ts";
import { didYouMean } from "../base/suggest.ts";

export interface Structure {
  readonly problems: readonly Problem[];
  /** The components that references lead to, as `schemas/Name`. */
  readonly reached: ReadonlySet<string>;
  /** Removes what warnings call ignored or left out; to be called when the problems have been placed. */
  removeIgnored(provenance: Provenance): void;
}

type References = Pick<Mounted, "problemOf" | "textOf">;

/**
 * Checks that a document has the structure that later stages rely on and that its references lead somewhere, all in one walk
 * without recursion. Examples, defaults, enum values, constants and extensions are not looked into. What is harmless is put
 * right in place, mostly with a warning: fields without a value, numbers where a text belongs, keywords of schemas that have
 * another form than JSON Schema gives them.
 *
 * @param references what is known of the references, which are pointers if they could be followed.
 * @param edition of the document as it was written, which diagnostics cite.
 * @param components `all` to check every component, `reached` for those only that the rest of the document leads to.
 */
export function checkStructure(
  root: JsonObject,
  references: References,
  edition: Edition,
  components: "all" | "reached",
): Structure {
  const walk = new Walk(root, references, edition, components === "all");
  walk.run();
  return walk;
}

interface Visit {
  readonly holder: JsonValue[] | JsonObject;
  readonly key: string;
  readonly shape: Shape;
  readonly path: Path;
  /** The kind and the field that it belongs to, perhaps as an entry of a list or a map. */
  readonly owner: Owner;
}

interface Owner {
  readonly kind: string;
  readonly field: string;
}

class Walk implements Structure {
  readonly problems: Problem[] = [];
  readonly reached = new Set<string>();
  readonly #root: JsonObject;
  readonly #references: References;
  readonly #edition: Edition;
  readonly #everything: boolean;
  /** Holders of references, and whether these are circular. */
  readonly #circular = new Map<JsonObject, boolean>();
  readonly #seen = new Set<JsonValue>();
  readonly #stack: Visit[] = [];
  readonly #ignored = new Map<JsonValue[] | JsonObject, Set<string>>();
  #heirs: ReturnType<typeof findHeirs> | undefined;

  constructor(root: JsonObject, references: References, edition: Edition, everything: boolean) {
    this.#root = root;
    this.#references = references;
    this.#edition = edition;
    this.#everything = everything;
  }

  run(): void {
    this.#object(this.#root, "Root", undefined, undefined);
    for (let visit = this.#stack.pop(); visit !== undefined; visit = this.#stack.pop())
      this.#visit(visit);
  }

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

  #visit(visit: Visit): void {
    const { holder, key, shape, path } = visit;
    const value = child(holder, key);
    const problem = isObject(value) ? this.#references.problemOf(value) : undefined;
    if (problem !== undefined && !allowsReference(shape)) {
      this.#unresolved(problem, "", { key: "$ref", parent: path });
      return;
    }
    if (value === undefined) return;
    switch (shape.is) {
      case "object":
        if (isObject(value) || (shape.kind === "Schema" && typeof value === "boolean"))
          this.#object(value, shape.kind, path, visit);
        else if (value === null) this.#empty(visit, shape.kind);
        else this.#wrong(visit, value, "an object", "write it as `name: value`");
        break;
      case "list":
        if (Array.isArray(value)) this.#entries(visit, value, shape.of);
        else this.#wrong(visit, value, "a list", listCure(key));
        break;
      case "map":
        if (isObject(value)) this.#entries(visit, value, shape.of);
        else if (key !== "examples")
          this.#wrong(visit, value, "an object", "write it as `name: value`");
        break;
      case "string":
        this.#text(visit, value);
        break;
      case "boolean":
        if (value === "true" || value === "false") setChild(holder, key, value === "true");
        else if (typeof value !== "boolean")
          this.#wrong(visit, value, "`true` or `false`", "correct its value");
    }
  }

  #text(visit: Visit, value: JsonValue): void {
    const { holder, key, path } = visit;
    if (typeof value === "number" || typeof value === "boolean") {
      setChild(holder, key, String(value));
      const message = `${labelOf(path)} is ${value} and is read as the text "${value}"`;
      this.#warn("not-a-text", path, message, "put it in quotes");
    } else if (typeof value !== "string") {
      const isReference = isObject(value) && typeof value["$ref"] === "string";
      const cure = isReference
        ? "write the text itself; a `$ref` is not followed here"
        : "write a text, in quotes if it has special characters";
      this.#wrong(visit, value, "a text", cure);
    }
  }

  #object(value: JsonObject | boolean, name: string, path: Path, visit: Visit | undefined): void {
    if (typeof value === "boolean" || this.#seen.has(value)) return;
    this.#seen.add(value);
    const kind = KINDS.get(name)!;
    if (kind.reference !== "no" && Object.hasOwn(value, "$ref")) {
      const isReference = this.#reference(value, name, path);
      if (isReference && kind.reference === "alone") return;
    }
    if (name === "Security") this.#security(value, path);
    if (name === "Parameter") this.#parameter(value, path);
    if (name === "Schema") this.#schema(value, path);
    const { entries, fields } = kind;
    for (const key of Object.keys(value))
      if (fields.has(key) && value[key] === null) delete value[key];
    for (const key of kind.required)
      if (child(value, key) === undefined) this.#missing(value, name, key, path, visit);
    if (name === "Components" && !this.#everything) return;
    this.#push(value, Object.keys(value), path, (key) => {
      const shape = fields.get(key) ?? (key.startsWith("x-") ? undefined : entries);
      return shape === undefined ? undefined : { shape, owner: { kind: name, field: key } };
    });
  }

  #schema(schema: JsonObject, path: Path): void {
    if (Object.hasOwn(schema, "discriminator")) this.#discriminator(schema, path);
    const { items, prefixItems, additionalItems } = schema;
    if (!Array.isArray(items) || prefixItems !== undefined) return;
    schema["prefixItems"] = items;
    if (additionalItems === undefined) delete schema["items"];
    else schema["items"] = additionalItems;
    const message =
      "`items` is a list, as it was in older versions of JSON Schema; it is read as `prefixItems`";
    this.#warn("tuple-items", { key: "items", parent: path }, message, "write `prefixItems`");
  }

  #parameter(parameter: JsonObject, path: Path): void {
    const { in: place, name } = parameter;
    const [top, template] = tokensTo(path);
    const read = placeOfParameter(parameter, top === "paths" ? template : undefined);
    if (read === place) return;
    const at: Path = place === undefined ? path : { key: "in", parent: path };
    const shown = briefOf(place ?? null);
    if (read === undefined) {
      const isBody = place === "body" || place === "formData";
      const cure = isBody
        ? "declare it as `requestBody`"
        : "use one of `path`, `query`, `header`, `cookie`";
      const rule = ruleOf(this.#edition, "Parameter");
      this.#error("invalid-structure", at, `\`in\` cannot be \`${shown}\``, cure, rule);
      return;
    }
    parameter["in"] = read;
    const label = typeof name === "string" ? ` \`${name}\`` : "";
    const message = `the parameter${label} is ${place === undefined ? "nowhere" : `in \`${shown}\``}; it is taken for one in \`${read}\``;
    this.#warn("parameter-place", at, message, `write \`in: ${read}\``);
  }

  #missing(
    value: JsonObject,
    kind: string,
    field: string,
    path: Path,
    visit: Visit | undefined,
  ): void {
    const message = `${labelOf(path)} has no \`${field}\``;
    const cure = `add \`${field}\``;
    const read = missingField(kind, field, value);
    if (read !== undefined) {
      setChild(value, field, read);
      const taken = typeof read === "string" ? `; it is read as "${read}"` : "";
      this.#warn("missing-field", path, message + taken, cure);
    } else if (visit !== undefined && LEFT_OUT.has(kind)) {
      this.#ignore("missing-field", visit.holder, path, `${message}; it is left out`, cure);
    } else this.#error("invalid-structure", path, message, cure, ruleOf(this.#edition, kind));
  }

  #entries({ owner, path }: Visit, value: JsonValue[] | JsonObject, shape: Shape): void {
    this.#push(value, Object.keys(value), path, () => ({ shape, owner }));
  }

  #push(
    holder: JsonValue[] | JsonObject,
    keys: readonly string[],
    parent: Path,
    describe: (key: string) => Pick<Visit, "shape" | "owner"> | undefined,
  ): void {
    for (let index = keys.length - 1; index >= 0; index--) {
      const key = keys[index]!;
      const described = describe(key);
      if (described !== undefined && described.shape.is !== "any")
        this.#stack.push({ holder, key, path: { key, parent }, ...described });
    }
  }

  /** @returns whether the object is a reference that leads to what is wanted. */
  #reference(holder: JsonObject, kind: string, path: Path): boolean {
    const at: Path = { key: "$ref", parent: path };
    const problem = this.#references.problemOf(holder);
    const reference = holder["$ref"];
    if (problem !== undefined) {
      this.#unresolved(problem, kind, at);
      return true;
    }
    const tokens = typeof reference === "string" ? tokensOf(reference) : undefined;
    if (tokens === undefined) {
      const cure = "write a pointer such as `#/components/schemas/Name`";
      const rule = ruleOfReference(this.#edition, kind);
      this.#error("invalid-structure", at, "`$ref` must be a text", cure, rule);
      return true;
    }
    const text = this.#references.textOf(holder);
    if (isCircular(this.#root, holder, this.#circular)) {
      const message = `\`${text}\` leads back here by references alone`;
      const cure = "give one of the definitions some content";
      this.#error("circular-ref", at, message, cure, ruleOfCycle(this.#edition, kind));
      return true;
    }
    const actual = this.#reach(tokens);
    if (tokens.length === 3 && actual !== undefined && actual !== kind) {
      const read = rereadReference(this.#root, holder, kind, actual, tokens);
      const message = `\`${text}\` is ${words(actual)}, but ${words(kind)} is wanted here`;
      const cure = `refer to ${words(kind)}`;
      if (read === undefined)
        this.#error("wrong-ref", at, message, cure, ruleOf(this.#edition, kind));
      else this.#warn("wrong-ref", at, `${message}; ${read}`, cure);
      return read === undefined || Object.hasOwn(holder, "$ref");
    }
    const key = tokens.at(-1);
    const container = valueAt(this.#root, tokens.slice(0, -1));
    if (key === undefined || typeof container !== "object" || container === null) return true;
    this.#stack.push({
      holder: container,
      key,
      shape: { is: "object", kind },
      path: pathOf(tokens),
      owner: { kind: "reference", field: kind },
    });
    return true;
  }

  #unresolved({ code, message, cure, rule }: LinkNote, kind: string, at: Path): void {
    const ofKind = WITHOUT_TARGET.has(code) ? ruleOfReference(this.#edition, kind) : undefined;
    this.#error(code, at, message, cure, rule ?? ofKind);
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
        owner: { kind: "Components", field: section },
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

  #empty({ holder, key, path }: Visit, kind: string): void {
    setChild(holder, key, {});
    this.#warn("empty-value", path, `${labelOf(path)} has no value`, "write `{}`, or remove it");
    this.#object(child(holder, key) as JsonObject, kind, path, undefined);
  }

  #wrong(visit: Visit, value: JsonValue, expected: string, cure: string): void {
    const { holder, key, shape, path, owner } = visit;
    const message = `${labelOf(path)} must be ${expected}, but is ${kindOf(value)}`;
    const ofSchema = shape.is === "object" && shape.kind === "Schema";
    const isDispensed =
      owner.kind === "reference" ? ofSchema : isDispensable(owner.kind, owner.field);
    if (!isDispensed && !isEmpty(value)) {
      const kind = owner.kind === "reference" ? owner.field : owner.kind;
      this.#error("invalid-structure", path, message, cure, ruleOf(this.#edition, kind));
    } else if (ofSchema && key !== owner.field && !Array.isArray(holder)) {
      setChild(holder, key, {});
      this.#warn("ignored-schema", path, `${message}; it is taken for any value`, cure);
    } else {
      const code = owner.kind === "Schema" ? "ignored-keyword" : "ignored-field";
      this.#ignore(code, holder, path, `${message}; it is ignored`, cure);
    }
  }

  #ignore(
    code: string,
    holder: JsonValue[] | JsonObject,
    path: Path,
    message: string,
    cure: string,
  ): void {
    this.#warn(code, path, message, cure);
    if (path === undefined) return;
    const keys = this.#ignored.get(holder);
    if (keys === undefined) this.#ignored.set(holder, new Set([path.key]));
    else keys.add(path.key);
  }

  #error(code: string, path: Path, message: string, cure: string, rule: string | undefined): void {
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

  #warn(code: string, path: Path, message: string, cure: string): void {
    this.problems.push({ severity: "warning", code, message, cure, tokens: tokensTo(path) });
  }
}

/** Kinds that mean nothing without a field that is required. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "Discriminator",
  "License",
  "RequestBody",
  "Server",
  "Tag",
]);

/** What is wrong with a reference that identifies no value: that of a document which does not exist or is none, or of its own place. */
const WITHOUT_TARGET: ReadonlySet<string> = new Set([
  "circular-ref",
  "external-ref",
  "not-found",
  "not-text",
]);

function listCure(key: string): string {
  return key === "required"
    ? "list the names of the required properties in the schema above"
    : "begin each entry with `- `";
}
