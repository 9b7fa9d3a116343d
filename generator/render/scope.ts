/** What the names in a template mean, by the schema of the plan. */

import schemaOfPlan from "../plan.schema.json" with { type: "json" };
import { didYouMean } from "../base/suggest.ts";
import type { PathExpression } from "./ast.ts";

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly "x-code"?: string;
}

const definitions = schemaOfPlan.$defs as unknown as Readonly<Record<string, Schema>>;

/** A value that a template can name. Without a schema nothing is known about it. */
export interface Value {
  readonly schema: Schema | undefined;
  /** Whether it can be absent, even if everything above it is there. */
  readonly optional: boolean;
}

const UNKNOWN: Value = { schema: undefined, optional: false };
const NUMBER: Value = { schema: { type: "number" }, optional: false };
const BOOLEAN: Value = { schema: { type: "boolean" }, optional: false };
const TEXT: Value = { schema: { type: "string" }, optional: false };

const ROOT =
  "`@root` is the whole plan; `@index`, `@key`, `@first` and `@last` are there within `{{#each}}`";

/** Why a path means nothing, and what may have been meant. */
export interface Unresolved {
  readonly message: string;
  readonly cure: string;
}

function deref(schema: Schema): Schema {
  const name = schema.$ref?.slice("#/$defs/".length);
  return name === undefined ? schema : deref(definitions[name] ?? {});
}

/** How strong a mark the plan gives a field: `name` may stand anywhere, `typescript` only where code does. */
export function codeOf({ schema }: Value): "name" | "typescript" | undefined {
  const code = schema?.["x-code"];
  return code === "name" || code === "typescript" ? code : undefined;
}

export function isText({ schema }: Value): boolean {
  if (schema === undefined) return true;
  const { type, const: constant, enum: values, anyOf } = deref(schema);
  if (anyOf !== undefined)
    return anyOf.every((member) => isText({ schema: member, optional: false }));
  return type === "string" || typeof (constant ?? values?.[0]) === "string";
}

/** What `{{#each}}` goes through. */
function itemOf({ schema }: Value): Value {
  if (schema === undefined) return UNKNOWN;
  const { items, additionalProperties } = deref(schema);
  const item =
    items ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
  return { schema: item, optional: false };
}

export function isIterable({ schema }: Value): boolean {
  return schema === undefined || ["array", "object"].includes(deref(schema).type ?? "object");
}

function propertyOf({ schema }: Value, name: string): Value | undefined {
  if (schema === undefined) return UNKNOWN;
  const { properties = {}, required = [], additionalProperties, anyOf } = deref(schema);
  if (anyOf !== undefined) {
    const found = anyOf.map((member) => propertyOf({ schema: member, optional: false }, name));
    const first = found.find((value) => value !== undefined);
    const optional = found.some((value) => value === undefined || value.optional);
    return first === undefined ? undefined : { schema: first.schema, optional };
  }
  if (Object.hasOwn(properties, name)) {
    return { schema: properties[name], optional: !required.includes(name) };
  }
  return typeof additionalProperties === "object"
    ? { schema: additionalProperties, optional: true }
    : undefined;
}

function namesIn({ schema }: Value): string[] {
  if (schema === undefined) return [];
  const { properties = {}, anyOf = [] } = deref(schema);
  return [
    ...Object.keys(properties),
    ...anyOf.flatMap((member) => namesIn({ schema: member, optional: false })),
  ];
}

interface Names {
  /** The plan, and the resource if there is one. */
  readonly root: Value;
  /** The current context first, then those around it. */
  readonly contexts: readonly Value[];
  /** Block params, and the hash of a partial. */
  readonly variables: ReadonlyMap<string, Value>;
  /** `@index` and the like. */
  readonly data: ReadonlyMap<string, Value>;
  /** The optional properties that are known to be there. */
  readonly present: ReadonlySet<Schema>;
}

/** The names that can be used at a place in a template. Immutable. */
export class Scope {
  readonly #names: Names;

  private constructor(names: Names) {
    this.#names = names;
  }

  /** @param resource whether the template is filled in once per resource, which is then a field beside those of the plan. */
  static ofPlan(resource: boolean): Scope {
    const plan = deref({ $ref: "#/$defs/Plan" });
    const field = { resource: { $ref: "#/$defs/ResourcePlan" } };
    const withResource = {
      ...plan,
      properties: { ...plan.properties, ...field },
      required: [...(plan.required ?? []), "resource"],
    };
    const root: Value = { schema: resource ? withResource : plan, optional: false };
    const none = new Map<string, Value>();
    return new Scope({ root, contexts: [root], variables: none, data: none, present: new Set() });
  }

  get context(): Value {
    return this.#names.contexts[0] ?? UNKNOWN;
  }

  /** Inside `{{#with}}`. */
  within(context: Value, variables: readonly string[] = []): Scope {
    return this.#inside(context, [[variables[0], context]]);
  }

  /** Inside `{{#each}}`. */
  forEach(list: Value, variables: readonly string[] = []): Scope {
    const item = itemOf(list);
    const { data } = this.#names;
    const own = [
      ["index", NUMBER],
      ["first", BOOLEAN],
      ["last", BOOLEAN],
      ["key", TEXT],
    ] as const;
    const inside = this.#inside(item, [
      [variables[0], item],
      [variables[1], UNKNOWN],
    ]);
    return new Scope({ ...inside.#names, data: new Map([...data, ...own]) });
  }

  #inside(context: Value, named: readonly (readonly [string | undefined, Value])[]): Scope {
    const variables = new Map(this.#names.variables);
    for (const [name, value] of named) if (name !== undefined) variables.set(name, value);
    const contexts = [{ ...context, optional: false }, ...this.#names.contexts];
    return new Scope({ ...this.#names, contexts, variables });
  }

  /** In a partial: its context, the hash over it, and the plan itself. */
  inPartial(context: Value, variables: ReadonlyMap<string, Value>): Scope {
    return new Scope({ ...this.#names, contexts: [context], variables, data: new Map() });
  }

  /** Where the value is known to be there, inside `{{#if}}`. */
  having({ schema }: Value): Scope {
    if (schema === undefined) return this;
    return new Scope({ ...this.#names, present: new Set([...this.#names.present, schema]) });
  }

  resolve(path: PathExpression): Value | Unresolved {
    const [first, ...rest] = path.parts;
    if (path.data) return this.#resolveData(path);
    const variable =
      path.depth === 0 && first !== undefined ? this.#names.variables.get(first) : undefined;
    const scoped = path.original.startsWith("this") || path.original.startsWith(".");
    if (variable !== undefined && !scoped) return this.#follow(variable, rest, path);
    const context = this.#names.contexts[path.depth];
    if (context === undefined) {
      return { message: `\`${path.original}\` leads out of the template`, cure: ROOT };
    }
    return this.#follow(context, path.parts, path);
  }

  #resolveData(path: PathExpression): Value | Unresolved {
    const [first = "", ...rest] = path.parts;
    const value = first === "root" ? this.#names.root : this.#names.data.get(first);
    if (value !== undefined && path.depth === 0) return this.#follow(value, rest, path);
    const message = `there is no \`${path.original}\` here`;
    return { message, cure: didYouMean(first, ["root", ...this.#names.data.keys()], ROOT) };
  }

  #follow(start: Value, parts: readonly string[], path: PathExpression): Value | Unresolved {
    let value = start;
    for (const [index, part] of parts.entries()) {
      if (this.#mayBeAbsent(value)) return absent(parts.slice(0, index).join("."));
      const next = propertyOf(value, part);
      if (next === undefined)
        return this.#unknown(value, part, index === 0 && path.depth === 0 && !path.data);
      value = next;
    }
    return value;
  }

  /** The diagnostic for a value that is written and may not be there. */
  absence(value: Value, path: PathExpression): Unresolved | undefined {
    return this.#mayBeAbsent(value) ? absent(path.original) : undefined;
  }

  #mayBeAbsent({ schema, optional }: Value): boolean {
    return optional && schema !== undefined && !this.#names.present.has(schema);
  }

  #unknown(value: Value, part: string, ownContext: boolean): Unresolved {
    const message = `there is no field \`${part}\` here`;
    const outer = ownContext
      ? this.#names.contexts.findIndex(
          (context) => context.schema !== undefined && propertyOf(context, part) !== undefined,
        )
      : -1;
    if (outer > 0) return { message, cure: `did you mean \`${"../".repeat(outer)}${part}\`?` };
    if (ownContext && propertyOf(this.#names.root, part) !== undefined)
      return { message, cure: `did you mean \`@root.${part}\`?` };
    const names = namesIn(value);
    const list = names.map((name) => `\`${name}\``).join(", ");
    return {
      message,
      cure: didYouMean(
        part,
        names,
        names.length === 0 ? "this value has no fields" : `the fields are ${list}`,
      ),
    };
  }
}

function absent(path: string): Unresolved {
  return {
    message: `\`${path}\` may be absent`,
    cure: `put it in \`{{#if ${path}}} … {{/if}}\``,
  };
}
