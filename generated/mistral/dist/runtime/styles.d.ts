import type { Parameter } from "./operation.js";
import { type Writer } from "./parameter.js";
/**
 * One parameter as it stands in a path, for instance `a%2Fb`, `.a.b` or `;id=a`: OpenAPI 3.2, Style Examples, on top of
 * RFC 6570, 3.2.
 *
 * @throws {ParameterError} If the value cannot be written, or nothing is left of it.
 */
export declare function pathValue(
  parameter: Parameter,
  value: unknown,
  operationId: string,
): string;
/** One query parameter, for instance `status=QUEUED&status=RUNNING`; empty if there is nothing to send. */
export declare function queryValue(
  parameter: Parameter,
  value: unknown,
  operationId: string,
): string;
/**
 * One cookie parameter, for instance `a=1; b=2`; empty if there is nothing to send. Of the style `cookie` nothing is
 * encoded: OpenAPI 3.2, Style Values.
 *
 * @throws {ParameterError} If it has a character that would end the cookie or the header.
 */
export declare function cookieValue(
  parameter: Parameter,
  value: unknown,
  operationId: string,
): string;
/** Writes without any encoding. */
export declare function plainWriter(name: string, operationId: string): Writer;
interface Delimiters {
  readonly [style: string]: string | undefined;
}
export declare const plainDelimiters: Delimiters;
/**
 * The names and values that a parameter of a query, a cookie or a form is made of; of values that RFC 6570, 2.3 calls
 * undefined, none. Names are as they are, values as `write` has them.
 *
 * Combinations that the specification leaves undefined: delimited styles that explode, and a `deepObject` of what is no
 * object, are written as `form`; arrays in a `deepObject` repeat the name, objects in it add to the name.
 */
export declare function pairsOf(
  parameter: Pick<Parameter, "name" | "style" | "explode" | "content">,
  value: unknown,
  write: Writer,
  delimiters: Delimiters,
): (readonly [string, string])[];
export {};
