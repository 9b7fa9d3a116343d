import type { Operation } from "./uses.js";
import type { WireRequest } from "./wire.js";
/**
 * Puts an idempotency key into the request of a call: the one that is given, else a new one if the operation has a header
 * for it. One that is there already, because the caller has set the header, is left as it is.
 *
 * @throws {ParameterError} If the key is not a text that can be sent as a header.
 */
export declare function withKey(
  wire: WireRequest,
  { id, idempotency, uses }: Operation,
  given: string | undefined,
): WireRequest;
/** Whether it does no harm if the server gets the request of a call twice, with the headers that hooks have left. */
export declare function isSafe(
  {
    operation: { retry, idempotency },
    bare,
  }: {
    readonly operation: Operation;
    readonly bare: WireRequest;
  },
  { headers }: WireRequest,
): boolean;
