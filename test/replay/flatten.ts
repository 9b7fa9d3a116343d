/** A schema with its references, `allOf` and one branch of each union in one piece, as a value has to meet them all. */

import { type Direction, isSchema, takesPart, typesOf } from "./keywords.ts";
import { type Fields, fieldsOf, type Node, type Source } from "./source.ts";

export interface Flat {
  /** The keywords without schemas. */
  readonly fields: Record<string, unknown>;
  /** Each property with all the schemas that it has to meet. */
  readonly properties: Map<string, Node[]>;
  readonly required: Set<string>;
  readonly items: Node[];
  readonly prefixItems: Node[];
  readonly additional: Node[];
  readonly names: Node[];
  readonly patterns: (readonly [pattern: string, schema: Node])[];
  /** What discriminators say of the branches that were taken. */
  readonly fixed: Map<string, string>;
}

interface Way {
  readonly source: Source;
  readonly direction: Direction;
  /** Which branch of a union is taken: this one, counted around. */
  readonly choice: number;
  readonly seen: Set<unknown>;
}

/**
 * Whether something is to be given for a required property: not in a request if it is none of the properties that are
 * declared, since nobody can know what.
 */
export function asks(flat: Flat, name: string, direction: Direction): boolean {
  const { properties, patterns, additional } = flat;
  const others = patterns.length + additional.filter(({ value }) => value !== true).length;
  return direction === "response" || properties.size === 0 || properties.has(name) || others > 0;
}

/** @returns undefined where a part is the schema `false`. */
export function flatten(
  source: Source,
  schemas: readonly Node[],
  direction: Direction,
  choice: number,
): Flat | undefined {
  const flat: Flat = {
    fields: {},
    properties: new Map(),
    required: new Set(),
    items: [],
    prefixItems: [],
    additional: [],
    names: [],
    patterns: [],
    fixed: new Map(),
  };
  const way = { source, direction, choice, seen: new Set() };
  return schemas.every((schema) => add(flat, schema, way, undefined)) ? flat : undefined;
}

function add(flat: Flat, node: Node, way: Way, child: Node | undefined): boolean {
  const { source, direction, choice, seen } = way;
  const { value } = node;
  if (value === false) return false;
  if (seen.has(value)) return true;
  seen.add(value);
  const schema = fieldsOf(value);
  const referred = source.referred(node);
  if (referred !== undefined) {
    // What a union tells by a discriminator has the same value where it stands alone.
    const member = source.follow(referred);
    for (const union of source.discriminatedUnionsOf(member))
      discriminate(flat, union, member, source);
    if (!add(flat, referred, way, child)) return false;
    if (source.dialect !== "3.1") return true;
  }
  mergeFields(flat.fields, schema);
  for (const [name, property] of source.children(node, "properties")) {
    if (!isSchema(property.value) || !takesPart(property, source, direction)) continue;
    flat.properties.set(name, [...(flat.properties.get(name) ?? []), property]);
  }
  const { required } = schema;
  const properties = source.child(node, "properties");
  if (Array.isArray(required)) {
    for (const name of required) {
      if (typeof name === "string" && takesPart(source.child(properties, name), source, direction))
        flat.required.add(name);
    }
  }
  const single = [
    ["items", flat.items],
    ["additionalProperties", flat.additional],
    ["propertyNames", flat.names],
  ] as const;
  for (const [keyword, list] of single) {
    const inner = source.child(node, keyword);
    if (isSchema(inner.value)) list.push(inner);
  }
  flat.prefixItems.push(...source.children(node, "prefixItems").map(([, each]) => each));
  flat.patterns.push(...source.children(node, "patternProperties"));
  const self = child ?? node;
  for (const [, branch] of source.children(node, "allOf")) {
    if (!add(flat, branch, way, self)) return false;
  }
  for (const keyword of ["oneOf", "anyOf"]) {
    const branches = source
      .children(node, keyword)
      .map(([, each]) => each)
      .filter((each) => each.value !== false && !isNull(source.follow(each)));
    const branch = branches[choice % Math.max(1, branches.length)];
    if (branch === undefined) continue;
    discriminate(flat, node, branch, source);
    if (!add(flat, branch, way, undefined)) return false;
  }
  if (child !== undefined) discriminate(flat, node, child, source);
  else return addHeir(flat, node, way);
  return true;
}

/**
 * OpenAPI 3.1.1, 4.8.25: a schema with a discriminator that is no union stands for those that have it in their `allOf`, one of
 * which is taken.
 */
function addHeir(flat: Flat, node: Node, way: Way): boolean {
  const { source, choice } = way;
  const { discriminator, oneOf, anyOf } = fieldsOf(node.value);
  if (discriminator === undefined || oneOf !== undefined || anyOf !== undefined) return true;
  const heirs = source
    .namedSchemas()
    .filter((schema) =>
      source.children(schema, "allOf").some(([, part]) => source.follow(part).value === node.value),
    );
  const heir = heirs[choice % Math.max(1, heirs.length)];
  if (heir === undefined) return true;
  discriminate(flat, node, heir, source);
  return add(flat, heir, way, undefined);
}

/** OpenAPI 3.1.1, 4.8.25: the value by which a discriminator tells a schema. */
function discriminate(flat: Flat, owner: Node, schema: Node, source: Source): void {
  const { discriminator } = fieldsOf(owner.value);
  const property = typeof discriminator === "string" ? discriminator : undefined;
  const { propertyName = property, mapping } = fieldsOf(discriminator);
  if (typeof propertyName !== "string" || flat.fixed.has(propertyName)) return;
  const target = source.follow(schema);
  const names = Object.entries(fieldsOf(mapping));
  const mapped = names.find(([, name]) => {
    const reference = String(name);
    const pointer = /[#/.]/.test(reference) ? reference : `#/components/schemas/${reference}`;
    return source.follow(source.target(owner, pointer)).value === target.value;
  });
  const name = mapped?.[0] ?? target.keys.at(-1);
  const isNamed = target.keys.length === 3 || (target.keys.length === 2 && property !== undefined);
  if (name !== undefined && (mapped !== undefined || isNamed)) flat.fixed.set(propertyName, name);
}

function isNull({ value }: Node): boolean {
  const types = typesOf(fieldsOf(value));
  return types.length > 0 && types.every((type) => type === "null");
}

function mergeFields(into: Record<string, unknown>, schema: Fields): void {
  for (const [keyword, value] of Object.entries(schema)) {
    const before = into[keyword];
    if (before === undefined) into[keyword] = value;
    else if (keyword === "type") into[keyword] = commonTypes(into, schema);
    else if (keyword === "enum" && Array.isArray(before) && Array.isArray(value))
      into[keyword] = before.filter((each) => value.includes(each));
    else if (typeof before === "number" && typeof value === "number") {
      const strictest = keyword.startsWith("max") || keyword === "exclusiveMaximum";
      into[keyword] = strictest ? Math.min(before, value) : Math.max(before, value);
    }
  }
}

function commonTypes(a: Fields, b: Fields): readonly string[] {
  const second = typesOf(b);
  const common = typesOf(a).filter((type) => second.includes(type));
  if (common.length > 0) return common;
  return [...typesOf(a), ...second].includes("integer") ? ["integer"] : second;
}
