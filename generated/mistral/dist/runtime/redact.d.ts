import type { Api } from "./operation.js";
/** What stands in the place of a secret. */
export declare const redacted = "***";
/** A request's headers without secrets: those of the API's credentials, and all whose name says that they are one. */
export declare function redactHeaders(
  api: Api,
  headers: Readonly<Record<string, string>>,
): Record<string, string>;
/** A URL without the secrets that the API's credentials put into its query. */
export declare function redactUrl(api: Api, url: string): string;
