/** Which operations are sent with a key that makes it harmless to send them again. */

import { type SchemaLookup, typesIn } from "../base/schema.ts";
import type { OperationFact, ParameterFact } from "../model.ts";
import { limitsOf } from "./limits.ts";

/** The length of the keys that the runtime makes. */
const KEY_LENGTH = 36;

/**
 * The header for the key of an operation: the one that the overlay names, else a parameter that has the usual name, of an
 * operation that is not safe otherwise.
 */
export function idempotencyOf(lookup: SchemaLookup, fact: OperationFact): string | undefined {
  if (fact.idempotency !== undefined)
    return fact.idempotency === false ? undefined : fact.idempotency;
  if (fact.retry === "safe") return undefined;
  return fact.parameters.find((each) => isKey(each) && takesAnyText(lookup, each))?.name;
}

/** The parameters of an operation; the one of its key need not be given. */
export function withOptionalKey(
  parameters: readonly ParameterFact[],
  header: string | undefined,
): readonly ParameterFact[] {
  const isOwn = ({ in: place, name }: ParameterFact): boolean =>
    place === "header" && name.toLowerCase() === header?.toLowerCase();
  return parameters.map((each) => (isOwn(each) ? { ...each, required: false } : each));
}

function isKey({ in: place, name }: ParameterFact): boolean {
  return place === "header" && /^idempotency-key$/i.test(name);
}

/** Whether a schema permits whatever UUID. */
function takesAnyText(lookup: SchemaLookup, { schema, content }: ParameterFact): boolean {
  if (content !== undefined) return false;
  const target = lookup.follow(schema);
  if (typeof target === "boolean") return target;
  const types = typesIn(target);
  const isClosed = ["enum", "const", "pattern", "allOf", "anyOf", "oneOf"].some(
    (each) => each in target,
  );
  if (isClosed || (types.length > 0 && !types.includes("string"))) return false;
  const { minLength = 0, maxLength = KEY_LENGTH } = limitsOf(lookup, target) ?? {};
  return minLength <= KEY_LENGTH && maxLength >= KEY_LENGTH;
}
