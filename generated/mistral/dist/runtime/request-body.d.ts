import { type Part } from "./multipart.js";
import type { RequestBody } from "./operation.js";
import type { BodySource } from "./wire.js";
/** A request body, written. */
export interface EncodedBody {
  readonly mediaType: string;
  readonly sources: readonly BodySource[];
  /** What it was made of, if it is multipart. */
  readonly parts?: readonly Part[];
}
/**
 * Writes the body of a request; undefined if there is none.
 *
 * @param given The params that no parameter has taken. What belongs to the body is taken out.
 * @throws {ParameterError} If something is missing, or cannot be written.
 */
export declare function encodeBody(
  body: RequestBody,
  given: Map<string, unknown>,
  operationId: string,
): EncodedBody | undefined;
