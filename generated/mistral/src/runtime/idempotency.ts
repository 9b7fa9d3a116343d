import { ParameterError } from "./errors.js";
import { part } from "./part.js";
import type { Operation } from "./uses.js";
import { setHeaders } from "./request.js";
import type { WireRequest } from "./wire.js";

const usualHeader = "Idempotency-Key";

/**
 * Puts an idempotency key into the request of a call: the one that is given, else a new one if the operation has a header
 * for it. One that is there already, because the caller has set the header, is left as it is.
 *
 * @throws {ParameterError} If the key is not a text that can be sent as a header.
 */
export function withKey(
  wire: WireRequest,
  { id, idempotency, uses }: Operation,
  given: string | undefined,
): WireRequest {
  const name = idempotency ?? usualHeader;
  if (given === undefined || given === null) {
    if (idempotency === undefined || wire.headers[name.toLowerCase()] !== undefined) return wire;
  } else if (typeof given !== "string" || given.trim() === "") {
    throw new ParameterError("idempotencyKey", "idempotencyKey must be a text that is not empty", {
      operationId: id,
    });
  }
  const headers = { ...wire.headers };
  setHeaders(headers, { [name]: given ?? part(uses?.idempotency, "idempotency", id)() }, id);
  return { ...wire, headers };
}

/** Whether it does no harm if the server gets the request of a call twice, with the headers that hooks have left. */
export function isSafe(
  {
    operation: { retry, idempotency },
    bare,
  }: { readonly operation: Operation; readonly bare: WireRequest },
  { headers }: WireRequest,
): boolean {
  if (retry === "safe") return true;
  const name = (idempotency ?? usualHeader).toLowerCase();
  return headers[name] !== undefined && headers[name] === bare.headers[name];
}
