/** Values of schemas. */

import fc from "fast-check";
import { asks, type Flat, flatten } from "./flatten.ts";
import { type Direction, isPattern, typesOf } from "./keywords.ts";
import type { Schemas } from "./schema.ts";
import type { Node, Source } from "./source.ts";

/** Optional properties are left out below this depth, and nothing is made below the next. */
const SHALLOW = 5;
const DEEPEST = 14;
/** So many values are made within a value before optional properties are left out. */
const MANY = 2000;
const ATTEMPTS = 8;

const FORMATS: ReadonlyMap<unknown, string> = new Map([
  ["date", "2026-01-31"],
  ["date-time", "2026-01-31T08:00:00Z"],
  ["time", "08:00:00Z"],
  ["duration", "P1DT2H"],
  ["email", "someone@example.com"],
  ["idn-email", "someone@example.com"],
  ["hostname", "example.com"],
  ["ipv4", "192.0.2.1"],
  ["ipv6", "2001:db8::1"],
  ["uri", "https://example.com/a?b=c"],
  ["url", "https://example.com/a?b=c"],
  ["uri-reference", "/a?b=c"],
  ["uri-template", "/a/{b}"],
  ["uuid", "3f0c8a52-6d0b-4a1e-9d53-8d5a3a1c2b4d"],
  ["byte", "AAEC"],
  ["regex", "^a+$"],
  ["json-pointer", "/a/b"],
  ["relative-json-pointer", "1/a"],
  ["iso-date-time", "2026-01-31T08:00:00Z"],
  ["iso-time", "08:00:00Z"],
]);

/** There is no value, or none that could be found. */
class NoValue extends Error {
  override readonly name = "NoValue";
}

interface Making {
  readonly direction: Direction;
  readonly choice: number;
  /** Whether optional properties are made too. */
  readonly full: boolean;
  readonly depth: number;
  readonly count: { made: number };
}

export class Sampler {
  readonly #source: Source;
  readonly #schemas: Schemas;

  constructor(source: Source, schemas: Schemas) {
    this.#source = source;
    this.#schemas = schemas;
  }

  /**
   * Up to `count` different values that Ajv accepts: examples first, then values that take other branches of unions each
   * time. An empty array where none was found.
   */
  values(
    schema: Node,
    direction: Direction,
    count: number,
    examples: readonly unknown[] = [],
  ): unknown[] {
    const candidates = function* (this: Sampler): Generator<unknown> {
      yield* examples;
      for (const full of [true, false]) {
        for (let choice = 0; choice < ATTEMPTS; choice += 1) {
          const making = { direction, choice, full, depth: 0, count: { made: 0 } };
          try {
            yield this.#make([schema], making);
          } catch (error) {
            if (!(error instanceof NoValue)) throw error;
          }
        }
      }
    };
    for (const loose of [false, true]) {
      const found = new Map<string, unknown>();
      for (const value of candidates.call(this)) {
        if (this.#schemas.problem(schema, value, direction, loose) !== undefined) continue;
        found.set(JSON.stringify(value), value);
        if (found.size === count) break;
      }
      if (found.size > 0) return [...found.values()];
    }
    return [];
  }

  #make(schemas: readonly Node[], making: Making): unknown {
    const { depth, count, direction, choice } = making;
    count.made += 1;
    const flat = flatten(this.#source, schemas, direction, choice);
    if (flat === undefined || depth > DEEPEST) throw new NoValue();
    const { fields } = flat;
    if (fields["const"] !== undefined) return fields["const"];
    if (Array.isArray(fields["enum"]) && fields["enum"].length > 0) {
      const values = fields["enum"].filter((value) => value !== null);
      return values.length === 0 ? null : values[choice % values.length];
    }
    switch (typeOf(flat, choice)) {
      case "object":
        return this.#object(flat, making);
      case "array":
        return this.#array(flat, making);
      case "string":
        return stringOf(fields, choice);
      case "integer":
        return numberOf(fields, true);
      case "number":
        return numberOf(fields, false);
      case "boolean":
        return choice % 2 === 0;
      case "null":
        return null;
      default:
        return "anything";
    }
  }

  #object(flat: Flat, making: Making): object {
    const { full, depth, count } = making;
    const inside = { ...making, depth: depth + 1 };
    const entries = new Map<string, unknown>();
    for (const name of flat.required) {
      if (asks(flat, name, making.direction)) entries.set(name, this.#entry(flat, name, inside));
    }
    for (const name of flat.properties.keys()) {
      const wanted = full && depth < SHALLOW && count.made < MANY;
      if (entries.has(name) || !wanted) continue;
      try {
        entries.set(name, this.#entry(flat, name, inside));
      } catch (error) {
        if (!(error instanceof NoValue)) throw error;
      }
    }
    const least = Number(flat.fields["minProperties"] ?? 0);
    const others = flat.additional.length + flat.patterns.length;
    const open = full && flat.properties.size === 0 && others > 0 ? 1 : 0;
    for (let index = 0; entries.size < Math.max(least, open) && index < 20; index += 1) {
      const name = this.#name(flat, index, inside);
      if (name !== undefined) entries.set(name, this.#entry(flat, name, inside));
    }
    return Object.fromEntries(entries);
  }

  /** The name of a property that the schema does not list. */
  #name(flat: Flat, index: number, making: Making): string | undefined {
    if (flat.names.length > 0) return String(this.#make(flat.names, { ...making, choice: index }));
    if (!flat.additional.some(({ value }) => value === false)) return `key${index}`;
    const [pattern] = flat.patterns.map(([each]) => each).filter(isPattern);
    return pattern === undefined ? undefined : matching(pattern, index)[0];
  }

  #entry(flat: Flat, name: string, making: Making): unknown {
    const fixed = flat.fixed.get(name);
    const declared = flat.properties.get(name) ?? [];
    const patterns = flat.patterns
      .filter(([pattern]) => isPattern(pattern) && new RegExp(pattern, "u").test(name))
      .map(([, schema]) => schema);
    const own = [...declared, ...patterns];
    if (fixed !== undefined) {
      const values = own.flatMap((each) => this.#constants(each, making));
      return values.length > 0 && !values.includes(fixed) ? values[0] : fixed;
    }
    const schemas = own.length > 0 ? own : flat.additional;
    return schemas.length === 0 ? "anything" : this.#make(schemas, making);
  }

  /** The values that a schema lists. */
  #constants(schema: Node, { direction, choice }: Making): readonly unknown[] {
    const fields = flatten(this.#source, [schema], direction, choice)?.fields ?? {};
    if (fields["const"] !== undefined) return [fields["const"]];
    return Array.isArray(fields["enum"]) ? (fields["enum"] as unknown[]) : [];
  }

  #array(flat: Flat, making: Making): unknown[] {
    const { fields, items, prefixItems } = flat;
    const least = Number(fields["minItems"] ?? 0);
    const most = Number(fields["maxItems"] ?? Number.POSITIVE_INFINITY);
    const wanted = prefixItems.length > 0 ? prefixItems.length : making.depth < SHALLOW ? 1 : 0;
    const length = Math.min(most, Math.max(least, wanted));
    return Array.from({ length: Math.min(length, 100) }, (_, index) => {
      const schema = prefixItems[index];
      const unique = fields["uniqueItems"] === true ? index : 0;
      const inside = { ...making, depth: making.depth + 1, choice: making.choice + unique };
      if (schema !== undefined) return this.#make([schema], inside);
      return items.length === 0 ? "anything" : this.#make(items, inside);
    });
  }
}

function typeOf(
  { fields, properties, required, items, prefixItems, additional }: Flat,
  choice: number,
): string | undefined {
  const types = typesOf(fields).filter((type) => type !== "null");
  if (types.length > 0) return types[choice % types.length];
  if (typesOf(fields).length > 0) return "null";
  if (properties.size + required.size + additional.length > 0) return "object";
  if (fields["properties"] !== undefined) return "object";
  if (items.length + prefixItems.length > 0) return "array";
  if (["pattern", "minLength", "maxLength"].some((keyword) => fields[keyword] !== undefined))
    return "string";
  if (FORMATS.has(fields["format"])) return "string";
  if (["minimum", "maximum", "multipleOf"].some((keyword) => fields[keyword] !== undefined))
    return "number";
  return undefined;
}

function stringOf(fields: Readonly<Record<string, unknown>>, choice: number): string {
  const least = Number(fields["minLength"] ?? 0);
  const most = Number(fields["maxLength"] ?? Number.POSITIVE_INFINITY);
  const { pattern, format } = fields;
  const fits = (text: string): boolean => text.length >= least && text.length <= most;
  if (typeof pattern === "string" && isPattern(pattern)) {
    const found = matching(pattern, choice).find(fits);
    if (found !== undefined) return found;
  }
  const known = FORMATS.get(format);
  if (known !== undefined) return known;
  const text = choice === 0 ? "text" : `text ${choice}`;
  return text.padEnd(Math.min(least, 10_000), "x").slice(0, Math.min(most, 10_000));
}

function matching(pattern: string, seed: number): string[] {
  try {
    return fc.sample(fc.stringMatching(new RegExp(pattern, "u")), { numRuns: 30, seed });
  } catch {
    return [];
  }
}

function numberOf(fields: Readonly<Record<string, unknown>>, whole: boolean): number {
  const value = (keyword: string): number | undefined => {
    const found = fields[keyword];
    return typeof found === "number" ? found : undefined;
  };
  const step = value("multipleOf") ?? (whole ? 1 : 0.5);
  const below = fields["exclusiveMinimum"] === true ? value("minimum") : value("exclusiveMinimum");
  const above = fields["exclusiveMaximum"] === true ? value("maximum") : value("exclusiveMaximum");
  const least = below === undefined ? value("minimum") : below + step;
  const most = above === undefined ? value("maximum") : above - step;
  const start = least ?? Math.min(1, most ?? 1);
  const steps =
    most !== undefined && least === undefined ? Math.floor(start / step) : Math.ceil(start / step);
  const found = steps * step;
  if (below !== undefined && above !== undefined && found >= above) return (below + above) / 2;
  return Number(found.toPrecision(15));
}
