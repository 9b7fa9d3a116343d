import { ParameterError } from "./errors.js";
import type { Api, Server } from "./operation.js";
import type { Operation } from "./uses.js";

/** The options that say where the API is. */
export interface PlaceOptions {
  readonly baseUrl?: string | undefined;
  /** The name of one of the API's servers. */
  readonly server?: unknown;
  /** Values for the variables in the URLs of servers, by their names. */
  readonly serverVariables?: unknown;
}

/** Where the operations of a client are sent. */
export interface Place {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Whether the client was given `baseUrl`. It goes before servers that operations have of their own. */
  readonly isGiven: boolean;
  /** The path that the document's own server has; it ends `baseUrl` where both name the same server. */
  readonly path: string;
  readonly server: string | undefined;
  readonly variables: Variables;
}

type Variables = Readonly<Record<string, string>>;

/** @throws {ParameterError} If an option is not acceptable, or a required one is missing. */
export function resolvePlace(api: Api, options: PlaceOptions): Place {
  const { servers = [] } = api;
  const baseUrl = options.baseUrl ?? undefined;
  const variables = takeVariables(api, options.serverVariables);
  const chosen = chooseServer(servers, options.server ?? undefined);
  const isGiven = baseUrl !== undefined;
  const declared = api.baseUrl ?? (chosen && (isGiven ? chosen.url : fill(chosen, variables)));
  const path = declared?.replace(/^[^/]*:\/\/[^/]*/, "") ?? "";
  const place = { isGiven, path, server: chosen?.name, variables };
  if (isGiven) return { ...place, baseUrl: checkBaseUrl(baseUrl) };
  if (declared === undefined || isPath(declared)) {
    const what = declared === undefined ? "no server" : `its server as ${declared} alone`;
    throw new ParameterError("baseUrl", `baseUrl is required: the document names ${what}`);
  }
  return { ...place, baseUrl: checkBaseUrl(declared, api.baseUrl ? "baseUrl" : "serverVariables") };
}

/**
 * Where an operation is sent: to the call's own base URL, else to the client's if it was given one, else to the server that
 * the operation has, else to the client's. A server that is a path lies beside the API's own, wherever that is.
 *
 * @throws {ParameterError} If what the call or the client gives makes no acceptable URL.
 */
export function baseUrlOf(place: Place, operation: Operation, own: string | undefined): string {
  const { id, servers } = operation;
  if (own !== undefined && own !== null) return checkBaseUrl(own, "baseUrl", id);
  const server = servers?.find(({ name }) => name === place.server) ?? servers?.[0];
  if (server === undefined) return place.baseUrl;
  if (isPath(server.url)) {
    const { baseUrl, path } = place;
    const start = baseUrl.endsWith(path) ? baseUrl.slice(0, baseUrl.length - path.length) : baseUrl;
    return checkBaseUrl(start + fill(server, place.variables, id), "serverVariables", id);
  }
  if (place.isGiven) return place.baseUrl;
  return checkBaseUrl(fill(server, place.variables, id), "serverVariables", id);
}

function isPath(url: string): boolean {
  return url === "" || url.startsWith("/");
}

function chooseServer(servers: readonly Server[], name: unknown): Server | undefined {
  const server = name === undefined ? servers[0] : servers.find((each) => each.name === name);
  if (server !== undefined || name === undefined) return server;
  const names = servers.map((each) => JSON.stringify(each.name)).join(", ");
  throw new ParameterError(
    "server",
    names === "" ? "server cannot be chosen: there is one" : `server must be one of ${names}`,
  );
}

function takeVariables(api: Api, given: unknown): Variables {
  if (given === undefined || given === null) return {};
  if (typeof given !== "object")
    throw new ParameterError("serverVariables", "serverVariables must be an object");
  const declared = api.servers?.flatMap(({ variables = {} }) => Object.keys(variables)) ?? [];
  const known = new Set([...declared, ...(api.moreVariables ?? [])]);
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(given) as [string, unknown][]) {
    if (value === undefined) continue;
    if (!known.has(name)) throw wrongVariable(name, "is not a variable of a server");
    if (typeof value !== "string" && typeof value !== "number")
      throw wrongVariable(name, "must be text");
    variables[name] = String(value);
  }
  return variables;
}

/** The URL of a server, its variables replaced. */
function fill({ url, variables = {} }: Server, given: Variables, operationId?: string): string {
  return url.replace(/\{([^{}]*)\}/g, (variable, name: string, at: number) => {
    const { default: preset, values } = variables[name] ?? {};
    const value = Object.hasOwn(given, name) ? given[name] : preset;
    const refuse = (rule: string): ParameterError => wrongVariable(name, rule, operationId);
    if (value === undefined) throw refuse("is required");
    if (value === preset) return value;
    if (values !== undefined && !values.includes(value)) {
      const all = values.map((each) => JSON.stringify(each)).join(", ");
      throw refuse(`must be one of ${all}`);
    }
    // Else a value that comes from elsewhere could have secrets sent to another host.
    const isScheme = url.slice(at).startsWith(`${variable}://`);
    if (isScheme && !/^https?$/i.test(value)) throw refuse("must be https or http");
    const isInHost = /^[^/]*:\/\/[^/]*$/.test(url.slice(0, at));
    if (isInHost && values === undefined && /[/\\?#@]/.test(value))
      throw refuse("must not have any of / \\ ? # @");
    return value;
  });
}

function wrongVariable(name: string, rule: string, operationId?: string): ParameterError {
  const parameter = `serverVariables.${name}`;
  return new ParameterError(parameter, `${parameter} ${rule}`, { operationId });
}

function checkBaseUrl(value: unknown, option: string = "baseUrl", operationId?: string): string {
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
