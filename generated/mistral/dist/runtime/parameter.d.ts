import type { Parameter } from "./operation.js";
import type { ParameterWriter } from "./uses.js";
/** Writes parameters whose values are written in the usual way, which is the style `simple` or `form`. */
export declare const plainParameters: ParameterWriter;
/** @throws {ParameterError} If the text is empty, which would make another path. */
export declare function notEmpty(name: string, text: string, operationId: string): string;
/**
 * The value of one header parameter; undefined if there is nothing to send. Characters are sent as they are; JSON is
 * written in ASCII.
 *
 * @throws {ParameterError} If it has a character that a header cannot have.
 */
export declare function headerValue(
  { name, explode, content }: Parameter,
  value: unknown,
  operationId: string,
): string | undefined;
/** How names and values are written at a place. */
export interface Writer {
  text(text: string): string;
  /** A primitive value; what is none, as JSON. */
  item(value: unknown, at?: string): string;
  content(mediaType: string, value: unknown): string;
}
/** Writes with percent-encoding. */
export declare function percentWriter(name: string, operationId: string): Writer;
export declare function writer(
  name: string,
  operationId: string,
  encoder: (text: string) => string,
): Writer;
/**
 * The names and values of a parameter in the style `form`; of values that RFC 6570, 2.3 calls undefined, none. Names are as
 * they are, values as `write` has them.
 *
 * @param delimiter Between the values of one pair.
 */
export declare function formPairs(
  { name, explode, content }: Pick<Parameter, "name" | "explode" | "content">,
  value: unknown,
  write: Writer,
  delimiter?: string,
): (readonly [string, string])[];
/** A key, where the value is an object; the value; and what to call it in messages. */
type Entry = readonly [key: string | undefined, value: unknown, at: string | undefined];
/** What an array or object consists of, without what is absent; undefined for everything else. */
export declare function entriesOf(value: unknown): Entry[] | undefined;
export declare function flat(entries: readonly Entry[], write: Writer): string[];
export {};
