/** Where the API is, and what a client can choose. */

import type {
  ApiFacts,
  OperationFacts,
  Server,
} from "../../templates/package/src/runtime/operation.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { code } from "../encode.ts";
import type { Model, OperationFact, ServerFact, ServerVariableFact } from "../model.ts";
import { kebabCase, NameSet } from "../base/naming.ts";
import type { ServersPlan, ServerVariablePlan } from "../plan.ts";

export interface Servers {
  readonly plan: ServersPlan;
  readonly facts: Pick<ApiFacts, "baseUrl" | "servers" | "moreVariables">;
  /** The servers of an operation, where they are not those of the API. */
  of(operation: OperationFact): OperationFacts["servers"];
}

export function serversOf(model: Model, report: (diagnostic: Diagnostic) => void): Servers {
  const own = ownServers(model);
  const servers = factsOf(own);
  const [first] = own;
  const isUnknown = first === undefined || isRelative(first);
  if (isUnknown) reportUnknown(first, report);
  const isSimple = servers.length === 1 && first?.variables.length === 0 && !isUnknown;
  const others = model.operations.flatMap((operation) => usable(operation.servers ?? []));
  const all = [...(isUnknown ? [] : own), ...others].flatMap(({ variables }) => variables);
  const needed = own.length === 1 && !isUnknown ? (first?.variables ?? []) : [];
  const variables = variablePlans(all, needed);
  const known = new Set(isUnknown ? [] : own.flatMap(namesOf));
  const more = variables.map(({ name }) => name).filter((name) => !known.has(name));
  return {
    plan: {
      baseUrlRequired: isUnknown,
      baseUrlDoc: isUnknown ? baseUrlDoc(first) : "",
      names: own.length > 1 ? servers.map(({ name }) => name) : [],
      doc: own.length > 1 ? choiceDoc(servers, own) : "",
      variables,
      variablesRequired: variables.some(({ required }) => required),
    },
    facts: {
      ...(isSimple ? { baseUrl: first.url } : {}),
      ...(isSimple || servers.length === 0 ? {} : { servers }),
      ...(more.length === 0 ? {} : { moreVariables: more }),
    },
    of: ({ servers: declared = [] }) => {
      const facts = factsOf(usable(declared));
      return facts.length === 0 || placesOf(facts) === placesOf(servers) ? undefined : facts;
    },
  };
}

/** The API's servers; where it has none, and all of its operations have some, those of the first. */
function ownServers({ servers, operations }: Model): readonly ServerFact[] {
  const own = usable(servers);
  const [first] = operations;
  const isEverywhere = operations.every(({ servers: each = [] }) => each.some(isAbsolute));
  return own.some(isAbsolute) || first === undefined || !isEverywhere
    ? own
    : usable(first.servers ?? []);
}

/** Those whose place is known; else the first, since a client can be told one place only. */
function usable(servers: readonly ServerFact[]): readonly ServerFact[] {
  const absolute = servers.filter(isAbsolute);
  if (absolute.length === 0) return servers.slice(0, 1);
  // A client that is told nothing does not send its secrets in the clear where it need not.
  const [first] = absolute;
  const secure = first?.url.replace(/^http:/i, "https:");
  const twin = absolute.find(({ url }) => url === secure);
  return twin === undefined ? absolute : [twin, ...absolute.filter((each) => each !== twin)];
}

function isRelative({ url }: ServerFact): boolean {
  return url === "" || url.startsWith("/");
}

function isAbsolute(server: ServerFact): boolean {
  return !isRelative(server);
}

function namesOf({ variables }: ServerFact): string[] {
  return variables.map(({ name }) => name);
}

function placesOf(servers: readonly Server[]): string {
  return JSON.stringify(servers.map(({ url, variables }) => [url, variables]));
}

function factsOf(servers: readonly ServerFact[]): Server[] {
  const names = namesFor(servers);
  return servers.map(({ url, variables }, index) => ({
    name: names[index] ?? url,
    url,
    ...(variables.length === 0
      ? {}
      : {
          variables: Object.fromEntries(variables.map((each) => [each.name, variableFacts(each)])),
        }),
  }));
}

function variableFacts({
  default: fallback,
  values,
}: ServerVariableFact): NonNullable<Server["variables"]>[string] {
  return {
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(values === undefined ? {} : { values }),
  };
}

/** The name that the document gives, else a short description, the host, or the whole URL: the first that no other has. */
function namesFor(servers: readonly ServerFact[]): string[] {
  const candidates = servers.map(({ name, description, url }) => [
    name,
    shortName(description),
    /^[a-z]+:\/\/([^/]+)/i.exec(url)?.[1]?.replaceAll(/[{}]/g, ""),
    url === "" ? "/" : url,
  ]);
  const taken = new NameSet();
  return candidates.map((own, index) => {
    const isFree = (text: string | undefined, rank: number): boolean =>
      text !== undefined && candidates.every((other, at) => at === index || other[rank] !== text);
    return taken.add(own.find(isFree) ?? own.at(-1) ?? "");
  });
}

const LONGEST_NAME = 4;

/** `Production server` is `production`; undefined if it is more than a few words. */
function shortName(description = ""): string | undefined {
  const text = description.trim().replace(/[.:;,]+$/, "");
  const words = text.split(/\s+/);
  if (text === "" || words.length > LONGEST_NAME) return undefined;
  const short = text.replace(/\s+(?:server|environment|endpoint|url)$/i, "");
  return kebabCase(short);
}

function variablePlans(
  all: readonly ServerVariableFact[],
  needed: readonly ServerVariableFact[],
): ServerVariablePlan[] {
  return [...new Set(all.map(({ name }) => name))].map((name) => {
    const same = all.filter((each) => each.name === name);
    const [first] = same;
    const isOpen = same.some(({ values }) => values === undefined);
    const values = isOpen ? [] : [...new Set(same.flatMap((each) => each.values ?? []))];
    const fallback = first?.default;
    const said = same.find(({ description }) => description !== undefined)?.description?.trim();
    const preset = fallback === undefined ? undefined : `Default: ${code(fallback)}`;
    return {
      name,
      doc: [said, preset].filter((part) => part !== undefined && part !== "").join("\n\n"),
      values,
      required: needed.some((each) => each.name === name && each.default === undefined),
      example: fallback ?? values[0] ?? "…",
    };
  });
}

function choiceDoc(servers: readonly Server[], facts: readonly ServerFact[]): string {
  const items = servers.map(({ name, url }, index) => {
    const said = facts[index]?.description?.trim().replaceAll(/\s+/g, " ");
    return `- ${code(name)}: ${code(url)}${said === undefined || said === "" ? "" : ` (${said})`}`;
  });
  return `Which of the API's servers is used. Default: the first of\n\n${items.join("\n")}`;
}

function baseUrlDoc(server: ServerFact | undefined): string {
  const rule = "An absolute http or https URL";
  if (server === undefined || server.url === "") return `${rule}; the document names no server.`;
  return `${rule} that ends in ${code(server.url)}; the document names its server by this path alone.`;
}

function reportUnknown(
  server: ServerFact | undefined,
  report: (diagnostic: Diagnostic) => void,
): void {
  if (server === undefined || server.url === "") return;
  report({
    severity: "info",
    code: "relative-server",
    message: `the server ${code(server.url)} is relative to the document's address, which is not known: a client must be given \`baseUrl\``,
    pointer: server.pointer,
    cure: "read the document from its URL, or give the server an absolute URL by an overlay",
  });
}
