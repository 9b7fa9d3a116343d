import type { Parameter } from "./operation.js";
/**
 * One parameter as it stands in a path, for instance `a%2Fb`, `.a.b` or `;id=a`: OpenAPI 3.1, 4.8.12.2, on top of RFC
 * 6570.
 *
 * @throws {ParameterError} If the value cannot be written, or would name another path: `""`, `.` and `..`.
 */
export declare function pathValue(
  parameter: Parameter,
  value: unknown,
  operationId: string,
): string;
/** One query parameter, for instance `status=QUEUED&status=RUNNING`; empty if there is nothing to send. */
export declare function queryValue(
  parameter: Parameter,
  value: unknown,
  operationId: string,
): string;
/**
 * The value of one header parameter. Characters are sent as they are; JSON is written in ASCII.
 *
 * @throws {ParameterError} If it has a character that a header cannot have.
 */
export declare function headerValue(
  parameter: Parameter,
  value: unknown,
  operationId: string,
): string;
/** One cookie parameter, for instance `a=1`; empty if there is nothing to send. */
export declare function cookieValue(
  parameter: Parameter,
  value: unknown,
  operationId: string,
): string;
/**
 * Refuses what cannot stand in a header (RFC 9110, 5.5). The value is not repeated in the error, since it may be
 * secret.
 *
 * @throws {ParameterError}
 */
export declare function checkHeader(
  name: string,
  value: unknown,
  operationId?: string,
): asserts value is string;
/** A value as text: dates in ISO 8601, numbers and booleans in their JSON form. */
export declare function scalar(value: unknown, name: string, operationId: string): string;
/** A value as JSON. */
export declare function toJson(value: unknown, name: string, operationId: string): string;
/** Percent-encodes all but RFC 3986's unreserved characters. */
export declare function encodeText(text: string): string;
/** Whether a media type is JSON. */
export declare function isJson(mediaType: string | undefined): boolean;
/** Whether there is nothing to send for a value. */
export declare function isAbsent(value: unknown): boolean;
