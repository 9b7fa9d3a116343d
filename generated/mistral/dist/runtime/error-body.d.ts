/** One complaint of a validation error. */
export interface Issue {
  /** The place without the part of the request it is in, for instance `requests.0.custom_id`. */
  readonly path: string;
  /** The place as the server names it, for instance `["body", "requests", 0, "custom_id"]`. */
  readonly loc: readonly (string | number)[];
  readonly message: string;
  /** For instance `less_than_equal`. */
  readonly type: string | undefined;
  /** The value that was refused. */
  readonly input: unknown;
  /** The limits that were missed, for instance `{ le: 168 }`. */
  readonly ctx: unknown;
}
/** What an error response says, whatever the shape of its body. */
export interface ErrorFacts {
  readonly message: string | undefined;
  readonly code: string | undefined;
  readonly type: string | undefined;
  readonly param: string | undefined;
  readonly requestId: string | undefined;
  readonly issues: readonly Issue[];
  readonly retryAfterMs: number | undefined;
}
/** What is asked of headers. Making `Headers` loads Node's `fetch`, which takes longer than all the rest of a package. */
type HeaderGetter = Pick<Headers, "get">;
/**
 * Reads an error body in any of these shapes: `{ object, message, type, param, code }`, `{ message | detail, request_id }`,
 * `{ detail: [{ loc, msg, type, input, ctx }] }` (also as the `message` of the first), `{ error: { message, type, param,
 * code } }`, and problem details (RFC 9457). Text is taken as the message.
 */
export declare function readErrorBody(body: unknown, headers: HeaderGetter): ErrorFacts;
/** The message of an `ApiError`; it names the fields that a validation error is about. */
export declare function messageOf(status: number, facts: ErrorFacts): string;
/** The same of headers by lower-case name. */
export declare function requestIdIn(headers: Readonly<Record<string, string>>): string | undefined;
/** The beginning of a text on one line. */
export declare function excerpt(value: string): string;
/**
 * The wait that the server asks for, in milliseconds: `retry-after-ms`, else `Retry-After` (RFC 9110, 10.2.3), which is a
 * number of seconds or a date (5.6.7).
 */
export declare function retryAfter(headers: HeaderGetter): number | undefined;
export {};
