/** How a request body reaches the wire, and whether its properties stand beside the parameters. */

import type { RequestBody } from "../../templates/package/src/runtime/operation.ts";
import type { OperationFact, Schema } from "../model.ts";
import { type SchemaLookup, typesIn } from "../base/schema.ts";
import { bodyLimitsOf, limitsOf } from "./limits.ts";
import { type Encoding, isBinary, preferred } from "./media-type.ts";
import { type Shape, type ShapeProperty, shapeOf } from "./shape.ts";

export interface Body {
  readonly facts: RequestBody;
  readonly schema: Schema | undefined;
  /** Of the schema. */
  readonly pointer: string;
  readonly example: unknown;
  readonly description: string | undefined;
  /** The properties of an object. Only where `joins` is true are they arguments of their own. */
  readonly shape: Shape | undefined;
  readonly joins: boolean;
  /** Pointers of the schemas that stand for a file. */
  readonly uploads: readonly string[];
}

/** @param taken the names of the parameters beside the path. */
export function bodyOf(
  lookup: SchemaLookup,
  operation: OperationFact,
  taken: ReadonlySet<string>,
): Body | undefined {
  const { requestBody } = operation;
  if (requestBody === undefined) return undefined;
  const choice = preferred(lookup, requestBody.content);
  if (choice === undefined) return undefined;
  const { media, encoding } = choice;
  const { schema } = media;
  const pointer = `${media.pointer}/schema`;
  const shape =
    schema === undefined || encoding === "binary" ? undefined : shapeOf(lookup, schema, pointer);
  const joins =
    shape !== undefined &&
    requestBody.content.length === 1 &&
    (requestBody.required || shape.required.length === 0) &&
    !shape.properties.some(({ name }) => taken.has(name));
  const files = encoding === "multipart" ? filesIn(lookup, shape) : [];
  return {
    facts: {
      mediaType: media.mediaType,
      ...(requestBody.required ? { required: true } : {}),
      encoding,
      ...(joins ? { properties: shape.properties.map(({ name }) => name) } : {}),
      ...partsOf(lookup, encoding, shape, media.encoding),
      ...limitsIn(lookup, schema, shape),
    },
    schema,
    pointer,
    example: media.example,
    description: requestBody.description,
    shape,
    joins,
    uploads: files.map(({ uploads }) => uploads),
  };
}

function limitsIn(
  lookup: SchemaLookup,
  schema: Schema | undefined,
  shape: Shape | undefined,
): Pick<RequestBody, "limits"> {
  if (schema === undefined) return {};
  const limits =
    shape === undefined ? limitsOf(lookup, schema) : bodyLimitsOf(lookup, schema, shape);
  return limits === undefined ? {} : { limits };
}

interface FileProperty extends ShapeProperty {
  /** Of the schema of one file. */
  readonly uploads: string;
}

/** The properties that are files, or arrays of files. */
function filesIn(lookup: SchemaLookup, shape: Shape | undefined): FileProperty[] {
  return (shape?.properties ?? []).flatMap((property) => {
    if (isBinary(lookup, property.schema)) return { ...property, uploads: property.pointer };
    const items = itemsOf(lookup, property.schema);
    if (items === undefined || !isBinary(lookup, items)) return [];
    return {
      ...property,
      uploads: `${lookup.resolve(property.schema, property.pointer).pointer}/items`,
    };
  });
}

function partsOf(
  lookup: SchemaLookup,
  encoding: Encoding,
  shape: Shape | undefined,
  described: { readonly [property: string]: { readonly contentType?: string } },
): Pick<RequestBody, "parts"> {
  if (encoding !== "multipart" || shape === undefined) return {};
  const files = new Set(filesIn(lookup, shape).map(({ name }) => name));
  const parts = shape.properties.flatMap(({ name, schema }) => {
    const contentType = Object.hasOwn(described, name) ? described[name]?.contentType : undefined;
    const part = {
      ...(files.has(name) ? { file: true as const } : {}),
      ...(itemsOf(lookup, schema) === undefined ? {} : { many: true as const }),
      ...(contentType === undefined ? {} : { contentType }),
    };
    return Object.keys(part).length === 0 ? [] : [[name, part] as const];
  });
  return parts.length === 0 ? {} : { parts: Object.fromEntries(parts) };
}

/** The schema of the elements of an array; undefined for everything that is none. */
function itemsOf(lookup: SchemaLookup, start: Schema): Schema | undefined {
  const schema = lookup.follow(start);
  if (typeof schema === "boolean") return undefined;
  const isArray = typesIn(schema).includes("array") || schema["items"] !== undefined;
  if (!isArray) return undefined;
  const { items } = schema;
  return typeof items === "object" && items !== null && !Array.isArray(items)
    ? (items as Schema)
    : true;
}
