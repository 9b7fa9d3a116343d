/** The arguments that an operation takes by position: the parameters of its path. */

import { type EncodableValue, literal } from "../encode.ts";
import type { ParameterFact, Schema } from "../model.ts";
import { argumentName, NameSet, pascalCase } from "../base/naming.ts";
import { VARIABLES_IN_USE } from "../base/reserved.ts";
import type { SchemaLookup } from "../base/schema.ts";
import type { ArgumentPlan, DeclarationPlan } from "../plan.ts";
import type { NameGiver, TypeNames } from "./names.ts";
import { shortType, type TypeText } from "./type-text.ts";

interface Setting {
  readonly lookup: SchemaLookup;
  readonly typeNames: TypeNames["byPointer"];
  readonly takenTypes: NameGiver;
}

export interface ArgumentsPlan {
  readonly arguments: readonly ArgumentPlan[];
  readonly declarations: readonly DeclarationPlan[];
}

/**
 * @param names.taken names that the function's body needs.
 * @param names.prefix what the operation's types begin with, for instance `FilesGet`.
 */
export function argumentsOf(
  setting: Setting,
  parameters: readonly ParameterFact[],
  names: {
    readonly prefix: string;
    readonly functionName: string;
    readonly taken: readonly string[];
  },
): ArgumentsPlan {
  const taken = new NameSet([...VARIABLES_IN_USE, ...names.taken]);
  const declarations: DeclarationPlan[] = [];
  const planned = parameters.map((parameter) => {
    const name = argumentName(parameter.name, taken);
    const short = shortText(setting, parameter.schema);
    const { type, uses } = short ?? declare(parameter, name);
    const doc = parameter.description?.trim() ?? "";
    return { name, wireName: parameter.name, type, uses, doc };
  });
  return { arguments: planned, declarations };

  function declare({ name, schemaPointer }: ParameterFact, argument: string): TypeText {
    const type = setting.takenTypes.add(`${names.prefix}${pascalCase(name)}`);
    const doc = `The argument \`${argument}\` of \`${names.functionName}\`.`;
    declarations.push({
      name: type,
      doc,
      direction: "request",
      base: schemaPointer,
      properties: [],
    });
    return { type, uses: [type] };
  }
}

/** Of a union of literals that is written where it is used, in characters. */
const LONGEST_UNION = 60;

/** A type that needs no declaration. What says nothing is text, and null is none: a path has a place for each. */
function shortText(setting: Setting, schema: Schema): TypeText | undefined {
  const values = literalsIn(schema);
  if (values !== undefined) {
    const type = values.map(literal).join(" | ");
    return type.length <= LONGEST_UNION ? { type, uses: [] } : undefined;
  }
  const short = shortType(setting.lookup, setting.typeNames.request, schema);
  if (short === undefined) return undefined;
  const type = short.type.replace(/ \| null$/, "");
  return type === "unknown" || type === "null" ? { type: "string", uses: [] } : { ...short, type };
}

/** The values of an `enum` or `const` of primitives that says nothing else of its values. */
function literalsIn(schema: Schema): EncodableValue[] | undefined {
  if (typeof schema === "boolean" || schema["x-triptych"] !== undefined) return undefined;
  if (["allOf", "anyOf", "oneOf", "$ref"].some((keyword) => schema[keyword] !== undefined))
    return undefined;
  const values = "const" in schema ? [schema["const"]] : schema["enum"];
  if (!Array.isArray(values)) return undefined;
  const others = [...new Set<unknown>(values)].filter((value) => value !== null);
  const isPlain = others.length > 0 && others.every((value) => typeof value !== "object");
  return isPlain ? (others as EncodableValue[]) : undefined;
}
