import type { BodyForm } from "./operation.js";
import type { BodySource } from "./wire.js";
/** One part of a multipart body. */
export interface Part {
  /** Absent where parts are told apart by their order. */
  readonly name?: string;
  /** Present for files. */
  readonly filename?: string;
  readonly type?: string;
  /** Further headers, by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly source: BodySource | Multipart;
}
/** A multipart body within a part of another. */
export interface Multipart {
  readonly boundary: string;
  readonly parts: readonly Part[];
}
/**
 * Makes the parts of a multipart body: of an object named parts, of an array parts in its order (OpenAPI 3.2, Encoding
 * Usage and Restrictions). In `multipart/form-data` fields come first, then files, so that a server that reads the body
 * as a stream knows the fields when the file begins.
 *
 * An array in an object is a part per element. What is no primitive is JSON; `null` and undefined are left out.
 *
 * @throws {ParameterError} If something cannot be written.
 */
export declare function toParts(form: BodyForm, value: object, operationId: string): Part[];
/** A boundary that no body contains: 122 random bits. */
export declare function newBoundary(): string;
/** The sources whose bytes are the body: RFC 2046, 5.1 and RFC 7578, with quotes in names as in WHATWG HTML, 4.10.21.8. */
export declare function joinParts(parts: readonly Part[], boundary: string): BodySource[];
export declare function isMultipart(source: Part["source"]): source is Multipart;
