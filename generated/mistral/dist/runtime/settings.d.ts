import type { Api } from "./operation.js";
import type { Timeouts } from "./options.js";
/** The options that clients of all call styles share. */
export interface SharedOptions {
  readonly baseUrl?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly timeout?: number | Timeouts | undefined;
}
/** The shared options of a client, checked and with their defaults. */
export interface Settings {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeout: number | Timeouts | undefined;
}
/**
 * Checks the options of a new client. They are copied, so that changing them later changes nothing.
 *
 * @throws {ParameterError} If one is not acceptable.
 */
export declare function resolveSettings(api: Api, options: SharedOptions): Settings;
