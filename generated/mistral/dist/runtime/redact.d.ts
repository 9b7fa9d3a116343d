import type { Api } from "./operation.js";
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
/** A text that somebody else wrote, without the secrets that it repeats, also as they stand in JSON. */
export declare function withoutSecrets(text: string, secrets?: readonly string[]): string;
/** The secrets in the value of a header: the whole, and what follows the name of a scheme or of a cookie. */
export declare function secretsIn(name: string, value: string): string[];
/** A URL without the secrets that the API's credentials put into its query. */
export declare function redactUrl(api: Api, url: string): string;
