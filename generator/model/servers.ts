/** The servers of a document, a path or an operation. */

import type { Diagnostic } from "../diagnostic.ts";
import type { Server, ServerVariable } from "../document.ts";
import { isRecord } from "../base/is-record.ts";
import type { ServerFact, ServerVariableFact } from "../model.ts";

/** A variable in the template of a URL: OpenAPI 3.1.1, 4.8.5. */
const VARIABLE = /\{([^{}]*)\}/g;

/**
 * The servers that HTTP can reach, each once. A relative URL is resolved against the document's own address if it has one
 * (OpenAPI 3.1.1, 4.8.5); else it is left as a path, which is empty or begins with a slash.
 *
 * @param uri where the document was read from.
 * @param pointer of the list.
 */
export function serversOf(
  servers: readonly Server[],
  uri: string,
  pointer: string,
  report: (diagnostic: Diagnostic) => void,
): ServerFact[] {
  const found = new Map<string, ServerFact>();
  for (const [index, server] of servers.entries()) {
    const fact = serverFact(server, uri, `${pointer}/${index}`, report);
    if (fact !== undefined && !found.has(fact.url)) found.set(fact.url, fact);
  }
  return [...found.values()];
}

function serverFact(
  server: Server,
  uri: string,
  pointer: string,
  report: (diagnostic: Diagnostic) => void,
): ServerFact | undefined {
  const warn = (code: string, message: string, cure: string): void =>
    report({ severity: "warning", code, message, pointer, cure });
  const written = server.url.trim();
  const stripped = written
    .replace(/[?#].*$/s, "")
    .replace(/^(\w+:\/\/|\/\/)[^/@]*@/, "$1")
    .replace(/\/+$/, "");
  if (stripped !== written.replace(/\/+$/, ""))
    warn(
      "server-url-shortened",
      "the URL of a server has neither credentials nor query nor fragment; they are left out",
      "declare them as security schemes or parameters",
    );
  const variables = variablesOf(stripped, server);
  const url = absolute(stripped, variables, uri);
  if (url === undefined) {
    warn(
      "unsupported-server",
      `the server \`${written}\` is none that HTTP can reach; it is left out`,
      "give it an http or https URL",
    );
    return undefined;
  }
  return {
    name: typeof server.name === "string" && server.name.trim() !== "" ? server.name : undefined,
    url,
    description: server.description,
    variables,
    pointer,
  };
}

function variablesOf(url: string, { variables }: Server): ServerVariableFact[] {
  const names = [...new Set(Array.from(url.matchAll(VARIABLE), ([, name = ""]) => name))];
  return names.map((name) => {
    const declared =
      variables !== undefined && Object.hasOwn(variables, name) ? variables[name] : undefined;
    const {
      default: fallback,
      enum: values,
      description,
    }: Partial<ServerVariable> = isRecord(declared) ? declared : {};
    return {
      name,
      default: fallback === undefined || fallback === null ? undefined : String(fallback),
      values: Array.isArray(values) && values.length > 0 ? values.map(String) : undefined,
      description: typeof description === "string" ? description : undefined,
    };
  });
}

/** The template with a scheme and a host, or a path, or undefined for what is no URL of HTTP. */
function absolute(
  url: string,
  variables: readonly ServerVariableFact[],
  uri: string,
): string | undefined {
  const values = new Map(variables.map((variable) => [variable.name, variable.default]));
  const filled = url.replaceAll(VARIABLE, (_, name: string) => values.get(name) ?? "1");
  if (/^https?:\/\//i.test(filled)) return URL.canParse(filled) ? url : undefined;
  const [, first] = /^\{([^{}]*)\}/.exec(url) ?? [];
  // The caller gives the scheme and the host.
  if (first !== undefined && values.get(first) === undefined) return url;
  if (/^[a-z][a-z\d+.-]*:/i.test(filled)) return undefined;
  const isOnline = /^https?:\/\//i.test(uri);
  const base = isOnline ? uri : "https://relative.invalid/";
  const relative = (first === undefined ? url : filled) || "/";
  if (!URL.canParse(relative, base)) return undefined;
  const resolved = new URL(relative, base);
  const braces = resolved.href.replaceAll(/%7B/gi, "{").replaceAll(/%7D/gi, "}");
  const whole = braces.replace(/\/+$/, "");
  return resolved.host === "relative.invalid"
    ? whole.slice("https://relative.invalid".length)
    : whole;
}
