import type { WireRequest } from "./wire.js";
/** @throws {ParameterError} If there is a header that belongs to the connection. */
export declare function refuseConnectionHeaders({
  headers,
  operation: operationId,
}: WireRequest): void;
