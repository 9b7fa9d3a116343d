import {
  briefOf,
  child,
  isObject,
  type JsonObject,
  type JsonValue,
  setChild,
} from "../base/json.ts";
import { allowsReference } from "../base/links.ts";
import { kindOf, labelOf, type Path, tokensTo } from "../base/path.ts";
import { KINDS, type Shape } from "../base/shapes.ts";
import { type Edition, ruleOf } from "../base/specification.ts";
import { Findings } from "./findings.ts";
import { Leads, type References } from "./leads.ts";
import { isDispensable, isEmpty, missingField, placeOfParameter } from "./readings.ts";
import type { Visit } from "./visit.ts";

export interface Structure {
  readonly findings: Findings;
  /** The components that references lead to, as `schemas/Name`. */
  readonly reached: ReadonlySet<string>;
}

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
  return { findings: walk.findings, reached: walk.leads.reached };
}

class Walk {
  readonly findings = new Findings();
  readonly leads: Leads;
  readonly #root: JsonObject;
  readonly #references: References;
  readonly #edition: Edition;
  readonly #everything: boolean;
  readonly #seen = new Set<JsonValue>();
  readonly #stack: Visit[] = [];

  constructor(root: JsonObject, references: References, edition: Edition, everything: boolean) {
    this.#root = root;
    this.#references = references;
    this.#edition = edition;
    this.#everything = everything;
    const open = (visit: Visit): void => void this.#stack.push(visit);
    this.leads = new Leads(root, references, edition, this.findings, open);
  }

  run(): void {
    this.#object(this.#root, "Root", undefined, undefined);
    for (let visit = this.#stack.pop(); visit !== undefined; visit = this.#stack.pop())
      this.#visit(visit);
  }

  #visit(visit: Visit): void {
    const { holder, key, shape, path } = visit;
    const value = child(holder, key);
    const problem = isObject(value) ? this.#references.problemOf(value) : undefined;
    if (problem !== undefined && !allowsReference(shape)) {
      this.leads.unresolved(problem, "", { key: "$ref", parent: path });
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
      this.findings.warn("not-a-text", path, message, "put it in quotes");
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
      const isReference = this.leads.reference(value, name, path);
      if (isReference && kind.reference === "alone") return;
    }
    if (name === "Security") this.leads.security(value, path);
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
    if (Object.hasOwn(schema, "discriminator")) this.leads.discriminator(schema, path);
    const { items, prefixItems, additionalItems } = schema;
    if (!Array.isArray(items) || prefixItems !== undefined) return;
    schema["prefixItems"] = items;
    if (additionalItems === undefined) delete schema["items"];
    else schema["items"] = additionalItems;
    const message =
      "`items` is a list, as it was in older versions of JSON Schema; it is read as `prefixItems`";
    this.findings.warn(
      "tuple-items",
      { key: "items", parent: path },
      message,
      "write `prefixItems`",
    );
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
      this.findings.error("invalid-structure", at, `\`in\` cannot be \`${shown}\``, cure, rule);
      return;
    }
    parameter["in"] = read;
    const label = typeof name === "string" ? ` \`${name}\`` : "";
    const message = `the parameter${label} is ${place === undefined ? "nowhere" : `in \`${shown}\``}; it is taken for one in \`${read}\``;
    this.findings.warn("parameter-place", at, message, `write \`in: ${read}\``);
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
      this.findings.warn("missing-field", path, message + taken, cure);
    } else if (visit !== undefined && LEFT_OUT.has(kind)) {
      this.findings.ignore("missing-field", visit.holder, path, `${message}; it is left out`, cure);
    } else
      this.findings.error("invalid-structure", path, message, cure, ruleOf(this.#edition, kind));
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
      if (described === undefined || isFitting((holder as JsonObject)[key], described.shape))
        continue;
      this.#stack.push({ holder, key, path: { key, parent }, ...described });
    }
  }

  #empty({ holder, key, path }: Visit, kind: string): void {
    setChild(holder, key, {});
    this.findings.warn(
      "empty-value",
      path,
      `${labelOf(path)} has no value`,
      "write `{}`, or remove it",
    );
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
      this.findings.error("invalid-structure", path, message, cure, ruleOf(this.#edition, kind));
    } else if (ofSchema && key !== owner.field && !Array.isArray(holder)) {
      setChild(holder, key, {});
      this.findings.warn("ignored-schema", path, `${message}; it is taken for any value`, cure);
    } else {
      const code = owner.kind === "Schema" ? "ignored-keyword" : "ignored-field";
      this.findings.ignore(code, holder, path, `${message}; it is ignored`, cure);
    }
  }
}

/** Whether a value is all that it can be, so that nothing of it is to be looked at. */
function isFitting(value: JsonValue | undefined, { is }: Shape): boolean {
  return is === "any" || (typeof value === is && is !== "object");
}

/** Kinds that mean nothing without a field that is required. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "Discriminator",
  "License",
  "RequestBody",
  "Server",
  "Tag",
]);

function listCure(key: string): string {
  return key === "required"
    ? "list the names of the required properties in the schema above"
    : "begin each entry with `- `";
}
