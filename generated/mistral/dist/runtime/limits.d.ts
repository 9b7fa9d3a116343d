import type { Limits } from "./operation.js";
/**
 * Checks a value against the document's limits, each where it applies: `minimum` to numbers, `minLength` to strings,
 * and so on. `null` and undefined are within all limits.
 *
 * @param path The value's name in messages, for instance `metadata`; its parts are named `metadata.run`, `requests.0`.
 * @throws {ParameterError} For the first limit that is missed.
 */
export declare function checkLimits(
  limits: Limits,
  value: unknown,
  path: string,
  operationId: string,
): void;
/** Whether a value is an object of no class. */
export declare function isPlainObject(value: unknown): value is object;
