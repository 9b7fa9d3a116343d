import { checkBaseUrl } from "./base-url.js";
import { ParameterError } from "./errors.js";
/**
 * Where the operations of a client are sent, if the API has several servers, one with variables, or operations with servers
 * of their own: to the client's base URL if it was given one, else to the server that the operation has, else to the one of
 * the API that the client chose. A server that is a path lies beside the API's own, wherever that is.
 *
 * @throws {ParameterError} If an option is not acceptable, or a required one is missing.
 */
export function resolveServers(api, options) {
  const given = options.baseUrl ?? undefined;
  const variables = takeVariables(api, options.serverVariables);
  const chosen = chooseServer(api.servers, options.server ?? undefined);
  const isGiven = given !== undefined;
  const declared = api.baseUrl ?? (chosen && (isGiven ? chosen.url : fill(chosen, variables)));
  if (!isGiven && (declared === undefined || isPath(declared))) {
    const what = declared === undefined ? "no server" : `its server as ${declared} alone`;
    throw new ParameterError("baseUrl", `baseUrl is required: the document names ${what}`);
  }
  const baseUrl = checkBaseUrl(
    given ?? declared,
    isGiven || api.baseUrl ? "baseUrl" : "serverVariables",
  );
  return ({ id, servers = [] }) => {
    const server = servers.find(({ name }) => name === chosen?.name) ?? servers[0];
    if (server === undefined) return baseUrl;
    const isBeside = isPath(server.url);
    if (isGiven && !isBeside) return baseUrl;
    const start = isBeside ? withoutEnd(baseUrl, pathOf(declared)) : "";
    return checkBaseUrl(start + fill(server, variables, id), "serverVariables", id);
  };
}
/** The path that the document's own server has; it ends the base URL where both name the same server. */
function pathOf(url = "") {
  return url.replace(/^[^/]*:\/\/[^/]*/, "");
}
function withoutEnd(text, end) {
  return text.endsWith(end) ? text.slice(0, text.length - end.length) : text;
}
function isPath(url) {
  return url === "" || url.startsWith("/");
}
function chooseServer(servers = [], name) {
  const server = name === undefined ? servers[0] : servers.find((each) => each.name === name);
  if (server !== undefined || name === undefined) return server;
  const names = servers.map((each) => JSON.stringify(each.name)).join(", ");
  throw new ParameterError(
    "server",
    names === "" ? "server cannot be chosen: there is one" : `server must be one of ${names}`,
  );
}
function takeVariables(api, given) {
  if (given === undefined || given === null) return {};
  if (typeof given !== "object")
    throw new ParameterError("serverVariables", "serverVariables must be an object");
  const declared = api.servers?.flatMap(({ variables = {} }) => Object.keys(variables)) ?? [];
  const known = new Set([...declared, ...(api.moreVariables ?? [])]);
  const variables = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (!known.has(name)) throw wrongVariable(name, "is not a variable of a server");
    if (typeof value !== "string" && typeof value !== "number")
      throw wrongVariable(name, "must be text");
    variables[name] = String(value);
  }
  return variables;
}
/** The URL of a server, its variables replaced. */
function fill({ url, variables = {} }, given, operationId) {
  return url.replace(/\{([^{}]*)\}/g, (variable, name, at) => {
    const { default: preset, values } = variables[name] ?? {};
    const value = Object.hasOwn(given, name) ? given[name] : preset;
    const refuse = (rule) => wrongVariable(name, rule, operationId);
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
function wrongVariable(name, rule, operationId) {
  const parameter = `serverVariables.${name}`;
  return new ParameterError(parameter, `${parameter} ${rule}`, { operationId });
}
