/** The members of enums that are exported as constants. */

import type { NamedSchema } from "../model.ts";
import { NameSet, pascalCase } from "../base/naming.ts";
import type { EnumMemberPlan } from "../plan.ts";
import { type SchemaObject, schemasIn, typedValue, typesIn } from "../base/schema.ts";

const PLAIN_NAME = /^[A-Za-z_$][\w$]*$/;

/**
 * A member for each text or number of an enum: named by `x-enum-varnames` or `x-enumNames`, else by its value. Undefined for
 * everything else, and for enums with other values.
 */
export function enumMembersOf({ schema }: NamedSchema): EnumMemberPlan[] | undefined {
  if (typeof schema === "boolean" || !Array.isArray(schema["enum"])) return undefined;
  if (
    ["allOf", "anyOf", "oneOf"].some((keyword) => schemasIn(schema, keyword as "allOf").length > 0)
  )
    return undefined;
  const types = typesIn(schema).filter((type) => type !== "null");
  const type = types.length === 1 ? types[0] : undefined;
  const values: unknown[] = schema["enum"].map((value) => typedValue(value, type));
  const isMember = (value: unknown): value is string | number =>
    typeof value === "string" || typeof value === "number";
  if (!values.every((value) => value === null || isMember(value))) return undefined;
  const names = listOf(schema, "x-enum-varnames") ?? listOf(schema, "x-enumNames") ?? [];
  const docs = listOf(schema, "x-enum-descriptions") ?? listOf(schema, "x-enumDescriptions") ?? [];
  const taken = new NameSet();
  const seen = new Set<unknown>();
  const members = values.flatMap((value, index): EnumMemberPlan[] => {
    if (!isMember(value) || seen.has(value)) return [];
    seen.add(value);
    const name = taken.add(memberName(names[index], value));
    return [{ name, value, doc: docs[index]?.trim() ?? "" }];
  });
  return members.length === 0 ? undefined : members;
}

function listOf(schema: SchemaObject, keyword: string): string[] | undefined {
  const list = schema[keyword];
  return Array.isArray(list)
    ? list.map((each) => (typeof each === "string" ? each : ""))
    : undefined;
}

function memberName(stated: string | undefined, value: string | number): string {
  if (stated !== undefined && PLAIN_NAME.test(stated) && stated !== "__proto__") return stated;
  if (stated !== undefined && stated !== "") return pascalCase(stated);
  if (value === "") return "Empty";
  if (typeof value === "string") return pascalCase(value);
  return pascalCase(
    `value ${value < 0 ? "minus " : ""}${String(Math.abs(value)).replace(".", "_")}`,
  );
}
