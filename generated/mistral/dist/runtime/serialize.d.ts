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
/** Whether there is nothing to send for a value. */
export declare function isAbsent(value: unknown): boolean;
/** Whether a value has entries of its own, which dates and arrays have not. */
export declare function isRecord(value: unknown): value is Record<string, unknown>;
/**
 * Leaves RFC 3986's reserved characters and percent-encoded ones as they are (RFC 6570, 3.2.3), except brackets, which no
 * path and no query may have, and those that cannot stand where the text goes.
 */
export declare function encodeReserved(text: string, except: RegExp): string;
