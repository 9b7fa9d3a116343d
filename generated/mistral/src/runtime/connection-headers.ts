import { ParameterError } from "./errors.js";
import type { WireRequest } from "./wire.js";

/** What a request says of its connection (RFC 9110, 7.6.1 and 10.1.1) is the transport's to say. */
const ofConnection: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "connection",
  "expect",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** @throws {ParameterError} If there is a header that belongs to the connection. */
export function refuseConnectionHeaders({ headers, operation: operationId }: WireRequest): void {
  const name = Object.keys(headers).find((each) => ofConnection.has(each));
  if (name === undefined) return;
  throw new ParameterError(name, `the header ${name} belongs to the connection: leave it out`, {
    operationId,
  });
}
