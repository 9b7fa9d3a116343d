import { ParameterError } from "./errors.js";
import type { WireRequest } from "./wire.js";

/** What a request says of its connection (RFC 9110, 7.6.1 and 10.1.1) is the transport's to say. */
const ofConnection = [
  "connection",
  "expect",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** @throws {ParameterError} If there is a header that belongs to the connection. */
export function refuseConnectionHeaders({ headers, operation: operationId }: WireRequest): void {
  const name = ofConnection.find((each) => headers[each] !== undefined);
  if (name === undefined) return;
  throw new ParameterError(name, `the header ${name} belongs to the connection: leave it out`, {
    operationId,
  });
}
