import { type checkLimits } from "./limits.js";
import type { BodyForm, RequestBody } from "./operation.js";
import type { BodyWriter, EncodedBody } from "./uses.js";
/** Writes bodies that are text: JSON, JSON lines, JSON text sequences, and plain text. */
export declare const plainBody: BodyWriter;
/** Writes a value in one form; undefined if it does not know how. */
export type Write = (
  form: BodyForm,
  mediaType: string,
  value: unknown,
  operationId: string,
) => EncodedBody | undefined;
/** Takes a body out of the params and writes it in the form that the caller asks for. */
export declare function encodeBy(
  write: Write,
  body: RequestBody,
  given: Map<string, unknown>,
  operationId: string,
  check: typeof checkLimits | undefined,
): EncodedBody | undefined;
export declare const writePlain: Write;
