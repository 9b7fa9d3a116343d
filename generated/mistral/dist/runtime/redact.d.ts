import type { Api } from "./uses.js";
import type { WireRequest } from "./wire.js";
/** What stands in the place of a secret. */
export declare const redacted = "***";
/** Whether a header, or another name, says that its value is a secret. */
export declare function isSecretName(name: string): boolean;
/** The names of the headers that carry a credential of the API, or whose name says that they are a secret. */
export declare function secretHeaders(
  api: Api,
  headers: Readonly<Record<string, string>>,
): string[];
/** A request's headers without secrets. */
export declare function redactHeaders(
  api: Api,
  headers: Readonly<Record<string, string>>,
): Record<string, string>;
/** A text that somebody else wrote, without the secrets that it repeats. */
export declare function withoutSecrets(text: string, secrets?: readonly string[]): string;
/**
 * Makes a function that takes secrets out of a text, whatever wrote them: as they are, or with characters that are escaped
 * as in JSON, in URLs or in HTML.
 */
export declare function scrubber(secrets?: readonly string[]): (text: string) => string;
/** Makes a function that takes the query and the secrets of a request out of what was said about it. */
export declare function requestScrubber({
  url,
  secrets,
}: Pick<WireRequest, "url" | "secrets">): (text: string) => string;
/**
 * A JSON value without the secrets that its texts and names repeat.
 *
 * @throws {RangeError} If it is nested too deeply.
 */
export declare function scrubbed(value: unknown, scrub: (text: string) => string): unknown;
/** The secrets in the value of a header: the whole, and what follows the name of a scheme or of a cookie. */
export declare function secretsIn(name: string, value: string): string[];
/** The secrets in the query of a URL, as they stand there and as what they mean. */
export declare function secretsInUrl(url: string): string[];
/** A URL without the secrets in its query: credentials of the API, and what a name says to be a secret. */
export declare function redactUrl(api: Api, url: string): string;
