/** The params of an operation: its parameters beside the path, and the body or the body's properties. */

import type { NamedSchema } from "../model.ts";
import { isRange } from "../base/media-range.ts";
import type { DeclarationPlan, PropertyPlan } from "../plan.ts";
import type { SchemaLookup } from "../base/schema.ts";
import type { Body, BodyGroup } from "./body.ts";
import type { NameGiver } from "./names.ts";
import type { NamedParameter } from "./parameters.ts";

export interface ParamsPlan {
  readonly type: string;
  readonly required: boolean;
  readonly none: boolean;
  readonly declarations: readonly DeclarationPlan[];
}

interface Parts {
  readonly prefix: string;
  readonly functionName: string;
  readonly parameters: readonly NamedParameter[];
  readonly body: Body | undefined;
}

export function paramsOf(
  setting: { readonly lookup: SchemaLookup; readonly takenTypes: NameGiver },
  { prefix, functionName, parameters, body }: Parts,
): ParamsPlan {
  if (parameters.length === 0 && body === undefined) {
    return { type: "NoParams", required: false, none: true, declarations: [] };
  }
  const alternatives =
    body === undefined ? [] : body.groups.map((_, index) => bodyProperties(body, index));
  const [first = []] = alternatives;
  const properties = [...parameters.map(propertyOf), ...(alternatives.length === 1 ? first : [])];
  const joined = body?.joins === true ? body.groups[0] : undefined;
  const required =
    [...properties, ...first].some((property) => property.required) ||
    (joined?.shape?.required.length ?? 0) > 0 ||
    (joined?.shape?.exactlyOne.length ?? 0) > 0;
  const name = setting.takenTypes.add(`${prefix}Params`);
  const declaration: DeclarationPlan = {
    name,
    doc: `The params of \`${functionName}\`.`,
    direction: "request",
    ...(joined === undefined ? {} : { base: baseOf(setting.lookup, joined).pointer }),
    properties,
    ...(alternatives.length < 2 ? {} : { alternatives }),
  };
  return { type: name, required, none: false, declarations: [declaration] };
}

/** The body's schema, or the named one if it is nothing but a reference to that. */
function baseOf(
  lookup: SchemaLookup,
  { schema, pointer }: BodyGroup,
): Pick<NamedSchema, "pointer"> {
  const plain = typeof schema === "object" && Object.keys(schema).length === 1;
  return (plain ? lookup.target(schema) : undefined) ?? { pointer };
}

function propertyOf({ fact, key }: NamedParameter): PropertyPlan {
  const { required, deprecated, description, schemaPointer } = fact;
  return {
    name: key,
    required,
    deprecated,
    doc: description?.trim() ?? "",
    kind: "schema",
    schema: schemaPointer,
  };
}

/** What a body of one of its groups adds to the params: itself unless its properties do, and how it is written. */
function bodyProperties(body: Body, index: number): PropertyPlan[] {
  const { facts, joins } = body;
  const group = body.groups[index]!;
  const properties: PropertyPlan[] = [];
  if (facts.contentType !== undefined) {
    const isUsual = index === 0;
    properties.push({
      name: facts.contentType,
      required: !isUsual,
      deprecated: false,
      doc: isUsual ? usualType(group) : "",
      kind: "mediaType",
      mediaTypes: group.mediaTypes,
    });
  }
  if (!joins) properties.push(bodyProperty(body, group));
  return properties;
}

function usualType({ mediaTypes: [first = ""] }: BodyGroup): string {
  return isRange(first) ? "The media type of the body." : `Default: \`${first}\`.`;
}

function bodyProperty(
  { facts, description }: Body,
  { encoding, schema, pointer, isList }: BodyGroup,
): PropertyPlan {
  const kind = encoding === "binary" ? "file" : encoding === "text" ? "text" : "schema";
  return {
    name: "body",
    required: facts.required === true,
    deprecated: false,
    doc: description?.trim() ?? "",
    kind,
    ...(schema === undefined || kind !== "schema" ? {} : { schema: pointer }),
    ...(isList ? { list: true } : {}),
  };
}
