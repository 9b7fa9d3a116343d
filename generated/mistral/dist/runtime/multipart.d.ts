import type { RequestBody } from "./operation.js";
import type { BodySource } from "./wire.js";
/** One part of a multipart body. */
export interface Part {
  readonly name: string;
  /** Present for files. */
  readonly filename?: string;
  readonly type?: string;
  readonly source: BodySource;
}
/**
 * Makes the parts of a `multipart/form-data` body: fields first, then files, so that a server that reads the body as
 * a stream knows the fields when the file begins. An object is sent as JSON; `null` and undefined are left out.
 *
 * A file's type is the one that the caller gave, else that of the `Blob`, else the document's, else by the name's
 * extension, else `application/octet-stream`.
 */
export declare function toParts(body: RequestBody, value: object, operationId: string): Part[];
/** A boundary that no body contains: 122 random bits. */
export declare function newBoundary(): string;
/** The sources whose bytes are the body: RFC 7578, with names escaped as in WHATWG HTML, 4.10.21.8. */
export declare function joinParts(parts: readonly Part[], boundary: string): BodySource[];
