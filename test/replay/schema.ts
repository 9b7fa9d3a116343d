/** Schemas of a document as JSON Schema 2020-12, whatever its version, and Ajv's word on values. */

import addFormats from "ajv-formats";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { asks, flatten } from "./flatten.ts";
import { type Direction, isPattern, isSchema, takesPart, typesOf } from "./keywords.ts";
import { type Fields, fieldsOf, type Node, type Source } from "./source.ts";

const SCHEMAS = [
  "additionalProperties",
  "contains",
  "else",
  "if",
  "items",
  "not",
  "propertyNames",
  "then",
  "unevaluatedItems",
  "unevaluatedProperties",
];
const LISTS = ["allOf", "anyOf", "oneOf", "prefixItems"];
const MAPS = ["dependentSchemas", "patternProperties", "properties"];
const COUNTS = ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"];
const BASE = "https://replay.invalid/";

interface Reading {
  readonly direction: Direction;
  readonly loose: boolean;
}

export class Schemas {
  readonly #source: Source;
  readonly #ajv = addFormats.default(
    new Ajv2020({ strict: false, logger: false, validateSchema: false, allErrors: false }),
  );
  readonly #ids = new Map<string, string>();

  constructor(source: Source) {
    this.#source = source;
  }

  /**
   * Why a value is none of the schema; undefined if it is.
   *
   * @param loose reads `oneOf` as `anyOf`, as many documents mean it: some have branches that no value can tell apart.
   */
  problem(schema: Node, value: unknown, direction: Direction, loose = false): string | undefined {
    const id = this.#idOf(schema, { direction, loose });
    let validate: ValidateFunction | undefined;
    try {
      validate = this.#ajv.getSchema(id);
      if (validate?.(value) === true) return undefined;
    } catch (error) {
      // A name with half a character, or a schema that refers to itself without going into the value.
      return `Ajv cannot tell: ${String(error)}`;
    }
    if (validate === undefined) throw new Error("Ajv does not know a schema that it was given");
    const [error] = validate.errors ?? [];
    return `${error?.instancePath ?? ""} ${error?.message ?? "is not valid"}`.trim();
  }

  /** The id under which Ajv has the schema; it and all that it refers to is added where it is new. */
  #idOf(start: Node, reading: Reading): string {
    const key = ({ file, keys }: Node): string => JSON.stringify([reading, file, keys]);
    const queue: Node[] = [];
    const refer = (node: Node): string => {
      const known = this.#ids.get(key(node));
      if (known !== undefined) return known;
      const id = BASE + this.#ids.size;
      this.#ids.set(key(node), id);
      queue.push(node);
      return id;
    };
    const id = refer(start);
    for (const node of queue)
      this.#ajv.addSchema(this.#convert(node, reading, refer) as object, refer(node));
    return id;
  }

  #convert(node: Node, reading: Reading, refer: (node: Node) => string): unknown {
    const source = this.#source;
    const { value } = node;
    if (typeof value === "boolean") return value;
    const schema = fieldsOf(value);
    const inner = (each: Node): unknown => this.#convert(each, reading, refer);
    const converted: Record<string, unknown> = {};
    const referred = source.referred(node);
    if (referred !== undefined) {
      const target = source.follow(referred);
      if (target.value !== undefined) converted["$ref"] = refer(target);
      if (source.dialect !== "3.1") return converted;
    }
    Object.assign(converted, this.#simple(schema), this.#required(node, schema, reading.direction));
    for (const keyword of SCHEMAS) {
      const child = source.child(node, keyword);
      if (isSchema(child.value)) converted[keyword] = inner(child);
    }
    for (const keyword of LISTS) {
      const list = source.children(node, keyword).filter(([, each]) => isSchema(each.value));
      if (list.length === 0) continue;
      const listed = list.map(([, each]) => inner(each));
      const asAny = keyword === "oneOf" && reading.loose && converted["anyOf"] === undefined;
      converted[asAny ? "anyOf" : keyword] = listed;
    }
    for (const keyword of MAPS) {
      const map = source
        .children(node, keyword)
        .filter(([, each]) => isSchema(each.value))
        .filter(([name]) => keyword !== "patternProperties" || isPattern(name));
      converted[keyword] = Object.fromEntries(map.map(([name, each]) => [name, inner(each)]));
    }
    return converted;
  }

  /** The keywords without schemas, those of OpenAPI 3.0 rewritten. */
  #simple(schema: Fields): Record<string, unknown> {
    const kept: Record<string, unknown> = {};
    const types = typesOf(schema);
    const nullable = schema["nullable"] === true || schema["x-nullable"] === true;
    if (types.length > 0) kept["type"] = nullable ? [...new Set([...types, "null"])] : types;
    if (Array.isArray(schema["enum"]) && schema["enum"].length > 0) kept["enum"] = schema["enum"];
    if (schema["const"] !== undefined) kept["const"] = schema["const"];
    for (const [bound, exclusive] of [
      ["minimum", "exclusiveMinimum"],
      ["maximum", "exclusiveMaximum"],
    ] as const) {
      if (typeof schema[bound] === "number")
        kept[schema[exclusive] === true ? exclusive : bound] = schema[bound];
      if (typeof schema[exclusive] === "number") kept[exclusive] = schema[exclusive];
    }
    const { multipleOf, pattern, format, uniqueItems } = schema;
    if (typeof multipleOf === "number" && multipleOf > 0) kept["multipleOf"] = multipleOf;
    if (typeof pattern === "string" && isPattern(pattern)) kept["pattern"] = pattern;
    if (typeof format === "string") kept["format"] = format;
    if (uniqueItems === true) kept["uniqueItems"] = true;
    for (const keyword of COUNTS) {
      if (Number.isInteger(schema[keyword])) kept[keyword] = schema[keyword];
    }
    return kept;
  }

  #required(node: Node, schema: Fields, direction: Direction): { required?: readonly string[] } {
    const { required } = schema;
    if (!Array.isArray(required)) return {};
    const names = required.filter((name): name is string => typeof name === "string");
    const properties = this.#source.child(node, "properties");
    const flat = flatten(this.#source, [node], direction, 0);
    return {
      required: [...new Set(names)]
        .filter((name) => takesPart(this.#source.child(properties, name), this.#source, direction))
        .filter((name) => flat === undefined || asks(flat, name, direction)),
    };
  }
}
