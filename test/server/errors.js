// @ts-check
// Error answers in the vendor's three shapes.
/** @import { Issue } from "./types.ts" */

/** An error answer, thrown by whatever finds that the request cannot be served. */
export class Fault extends Error {
  /**
   * @param {number} status
   * @param {(requestId: string) => object} body
   * @param {Readonly<Record<string, string>>} [headers]
   */
  constructor(status, body, headers = {}) {
    super(`HTTP ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** The gateway's answer: without a key in `message`, with an unknown one in `detail`, as both forms are seen. */
export const unauthorized = (/** @type {boolean} */ keyGiven) =>
  new Fault(401, (request_id) =>
    keyGiven ? { detail: "Invalid API key", request_id } : { message: "Unauthorized", request_id },
  );

export const forbidden = () =>
  new Fault(403, (request_id) => ({ message: "This API key may only read.", request_id }));

export const notFound = (/** @type {string} */ message) =>
  typed(404, message, "invalid_request_error");

export const unprocessable = (/** @type {readonly Issue[]} */ detail) =>
  new Fault(422, () => ({ detail }));

export const rateLimited = (/** @type {number} */ retryAfterSeconds) =>
  typed(429, "Requests rate limit exceeded", "rate_limit_error", {
    "retry-after": String(retryAfterSeconds),
    "x-ratelimit-remaining": "0",
  });

export const serverFailure = () => typed(500, "Internal server error", "server_error");

/**
 * @param {number} status
 * @param {string} message
 * @param {string} type
 * @param {Readonly<Record<string, string>>} [headers]
 */
function typed(status, message, type, headers) {
  return new Fault(
    status,
    () => ({ object: "error", message, type, param: null, code: null }),
    headers,
  );
}
