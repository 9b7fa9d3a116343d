import { ParameterError } from "./errors.js";
import type { Api, Operation } from "./uses.js";

/** The options that say where the API is. */
export interface PlaceOptions {
  readonly baseUrl?: string | undefined;
  /** The name of one of the API's servers. */
  readonly server?: unknown;
  /** Values for the variables in the URLs of servers, by their names. */
  readonly serverVariables?: unknown;
}

/**
 * Where an operation is sent: its base URL, without a slash at its end.
 *
 * @throws {ParameterError} If the servers of the operation need what the client was not given.
 */
export type BaseUrlOf = (operation: Operation) => string;

/**
 * Where the operations of a client are sent, if the API names one place and nothing about it can be chosen.
 *
 * @throws {ParameterError} If an option is not acceptable, or `baseUrl` is missing and the API names no place.
 */
export function resolveBaseUrl(api: Api, options: PlaceOptions): BaseUrlOf {
  for (const option of ["server", "serverVariables"] as const) {
    const value = options[option] ?? undefined;
    if (value !== undefined)
      throw new ParameterError(option, `${option} cannot be chosen: there is one server`);
  }
  const given = options.baseUrl ?? api.baseUrl;
  if (given === undefined)
    throw new ParameterError("baseUrl", "baseUrl is required: the document names no server");
  const baseUrl = checkBaseUrl(given);
  return () => baseUrl;
}

/**
 * A base URL without a slash at its end.
 *
 * @param option What it comes from.
 * @throws {ParameterError} If it is none.
 */
export function checkBaseUrl(
  value: unknown,
  option: "baseUrl" | "serverVariables" = "baseUrl",
  operationId?: string,
): string {
  const refuse = (rule: string): ParameterError =>
    new ParameterError(option, `${option} must ${rule}`, { operationId });
  const toMake = option === "baseUrl" ? "" : "make a URL that is ";
  let url: URL;
  try {
    url = new URL(String(value));
  } catch {
    throw refuse(`${toMake || "be "}an absolute URL, for instance https://api.example.com`);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw refuse("begin with https:// or http://");
  if (url.username !== "" || url.password !== "")
    throw refuse("not hold a user name or a password");
  if (url.search !== "" || url.hash !== "") throw refuse("have neither a query nor a fragment");
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}
