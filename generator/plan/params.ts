/** The params of an operation: its parameters beside the path, and the body or the body's properties. */

import type { NamedSchema } from "../model.ts";
import type { NameSet } from "../base/naming.ts";
import type { DeclarationPlan, PropertyPlan } from "../plan.ts";
import type { SchemaLookup } from "../base/schema.ts";
import type { Body } from "./body.ts";
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
  setting: { readonly lookup: SchemaLookup; readonly takenTypes: NameSet },
  { prefix, functionName, parameters, body }: Parts,
): ParamsPlan {
  if (parameters.length === 0 && body === undefined) {
    return { type: "NoParams", required: false, none: true, declarations: [] };
  }
  const properties = parameters.map(propertyOf);
  if (body !== undefined && !body.joins) properties.push(bodyProperty(body));
  const joined = body?.joins === true ? body : undefined;
  const required =
    properties.some((property) => property.required) ||
    (joined?.shape?.required.length ?? 0) > 0 ||
    (joined?.shape?.exactlyOne.length ?? 0) > 0;
  const name = setting.takenTypes.add(`${prefix}Params`);
  const declaration: DeclarationPlan = {
    name,
    doc: `The params of \`${functionName}\`.`,
    direction: "request",
    ...(joined === undefined ? {} : { base: baseOf(setting.lookup, joined).pointer }),
    properties,
  };
  return { type: name, required, none: false, declarations: [declaration] };
}

/** The body's schema, or the named one if it is nothing but a reference to that. */
function baseOf(lookup: SchemaLookup, { schema, pointer }: Body): Pick<NamedSchema, "pointer"> {
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

function bodyProperty({ facts, schema, pointer, description }: Body): PropertyPlan {
  const kind = facts.encoding === "binary" ? "file" : facts.encoding === "text" ? "text" : "schema";
  return {
    name: "body",
    required: facts.required === true,
    deprecated: false,
    doc: description?.trim() ?? "",
    kind,
    ...(schema === undefined || kind !== "schema" ? {} : { schema: pointer }),
  };
}
