import { ParameterError } from "./errors.js";
import type { Limits } from "./operation.js";

/**
 * Checks a value against the document's limits, each where it applies: `minimum` to numbers, `minLength` to strings,
 * and so on. `null` and undefined are within all limits.
 *
 * @param path The value's name in messages, for instance `metadata`; its parts are named `metadata.run`, `requests.0`.
 * @throws {ParameterError} For the first limit that is missed.
 */
export function checkLimits(
  limits: Limits,
  value: unknown,
  path: string,
  operationId: string,
): void {
  const fail = (rule: string, at: string = path): never => {
    throw new ParameterError(at, `${at} ${rule}`, { operationId });
  };
  if (typeof value === "number" || typeof value === "bigint") checkNumber(limits, value, fail);
  else if (typeof value === "string") checkText(limits, value, fail);
  else if (Array.isArray(value)) checkArray(limits, value, path, operationId, fail);
  else if (isPlainObject(value)) checkObject(limits, value, path, operationId, fail);
}

type Fail = (rule: string, at?: string) => never;

function checkNumber(limits: Limits, value: number | bigint, fail: Fail): void {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = limits;
  if (minimum !== undefined && value < minimum) fail(`must be at least ${minimum}`);
  if (maximum !== undefined && value > maximum) fail(`must be at most ${maximum}`);
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum)
    fail(`must be greater than ${exclusiveMinimum}`);
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum)
    fail(`must be less than ${exclusiveMaximum}`);
}

function checkText(limits: Limits, value: string, fail: Fail): void {
  const { minLength = 0, maxLength = Infinity } = limits;
  if (value.length >= 2 * minLength && value.length <= maxLength) return;
  let length = 0;
  for (const _ of value) length++;
  if (length < minLength) fail(`must be at least ${count(minLength, "character")} long`);
  if (length > maxLength) fail(`must be at most ${count(maxLength, "character")} long`);
}

function checkArray(
  limits: Limits,
  value: readonly unknown[],
  path: string,
  operationId: string,
  fail: Fail,
): void {
  const { minItems, maxItems, items } = limits;
  if (minItems !== undefined && value.length < minItems)
    fail(`must have at least ${count(minItems, "element")}`);
  if (maxItems !== undefined && value.length > maxItems)
    fail(`must have at most ${count(maxItems, "element")}`);
  if (items === undefined) return;
  for (const [index, item] of value.entries())
    checkLimits(items, item, child(path, String(index)), operationId);
}

function checkObject(
  limits: Limits,
  value: object,
  path: string,
  operationId: string,
  fail: Fail,
): void {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const given = new Map<string, unknown>(entries);
  for (const name of limits.required ?? [])
    if (!given.has(name)) fail("is required", child(path, name));
  for (const group of limits.exactlyOne ?? []) {
    const chosen = group.filter((name) => (given.get(name) ?? null) !== null);
    const names = group.map((name) => child(path, name)).join(", ");
    if (chosen.length !== 1) {
      throw new ParameterError(names, `exactly one of ${names} must be given`, { operationId });
    }
  }
  const { minProperties, maxProperties } = limits;
  if (minProperties !== undefined && given.size < minProperties)
    fail(`must have at least ${count(minProperties, "entry")}`);
  if (maxProperties !== undefined && given.size > maxProperties)
    fail(`must have at most ${count(maxProperties, "entry")}`);
  for (const [name, item] of given) {
    const at = child(path, name);
    if (limits.names !== undefined) checkName(limits.names, name, at, operationId);
    const known = limits.properties !== undefined && Object.hasOwn(limits.properties, name);
    const own = known ? limits.properties?.[name] : limits.values;
    if (own !== undefined) checkLimits(own, item, at, operationId);
  }
}

function checkName(limits: Limits, name: string, at: string, operationId: string): void {
  checkText(limits, name, (rule) => {
    throw new ParameterError(at, `the name of ${at} ${rule}`, { operationId });
  });
}

/** Whether a value is an object of no class. */
export function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === null ||
    prototype === Object.prototype ||
    Object.getPrototypeOf(prototype) === null
  );
}

function child(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function count(number: number, noun: string): string {
  if (number === 1) return `1 ${noun}`;
  return `${number} ${noun === "entry" ? "entries" : `${noun}s`}`;
}
