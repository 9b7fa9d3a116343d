/** The credentials that a client takes. */

import type {
  ApiFacts,
  SecurityScheme,
  SecurityUse,
} from "../../templates/package/src/runtime/operation.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { Model, SecuritySchemeFact, SecurityUseFact } from "../model.ts";
import { camelCase, NameSet } from "../base/naming.ts";
import type { CredentialPlan } from "../plan.ts";
import { OPTIONS_IN_USE, PROPERTIES_IN_USE } from "../base/reserved.ts";

/** A scheme that takes a credential. */
type Scheme = SecuritySchemeFact & { readonly kind: CredentialPlan["kind"] };

export interface Credentials {
  readonly plans: readonly CredentialPlan[];
  readonly facts: ApiFacts["security"];
  /** Whether an operation asks for a certificate of the client, which no option can give. */
  readonly mutualTls: boolean;
  /**
   * What an operation's facts say, in the names of the options; undefined if it is anonymous. The alternative that needs no
   * credential comes last, so that one is sent if there is one.
   */
  alternatives(
    security: readonly (readonly SecurityUseFact[])[],
  ): readonly (readonly SecurityUse[])[] | undefined;
}

/** The schemes that an operation asks for, in the document's order. */
export function credentialsOf(model: Model, report: (diagnostic: Diagnostic) => void): Credentials {
  const { operations } = model;
  const sendable = withoutShared(model, report);
  const asked = new Set(
    operations.flatMap(({ security }) => security.flatMap(sendable)).map(({ scheme }) => scheme),
  );
  const used = model.security.filter(({ name }) => asked.has(name));
  const schemes = used.filter((scheme): scheme is Scheme => scheme.kind !== "mutualTLS");
  const options = optionNames(schemes, report);
  const alternatives: Credentials["alternatives"] = (security) => {
    const named = security.map((all) =>
      sendable(all).flatMap(({ scheme, scopes }): SecurityUse[] => {
        const option = options.get(scheme);
        if (option === undefined) return [];
        return scopes.length === 0 ? [option] : [{ option, scopes }];
      }),
    );
    const some = named.filter((all) => all.length > 0);
    if (some.length === 0) return undefined;
    return some.length < named.length ? [...some, []] : some;
  };
  const isNeeded = (name: string): boolean =>
    operations.every(
      ({ security }) =>
        security.length > 0 &&
        security.every((all) => sendable(all).some(({ scheme }) => scheme === name)),
    );
  return {
    plans: schemes.map((scheme) => ({
      option: options.get(scheme.name) ?? scheme.name,
      scheme: scheme.name,
      kind: scheme.kind,
      type: scheme.kind === "basic" ? "BasicCredential" : "Credential",
      doc: scheme.description?.trim() || defaultDoc(scheme),
      required: isNeeded(scheme.name),
    })),
    facts: Object.fromEntries(
      schemes.map((scheme) => [options.get(scheme.name) ?? scheme.name, factsOf(scheme)]),
    ),
    mutualTls: schemes.length < used.length,
    alternatives,
  };
}

type Uses = readonly SecurityUseFact[];

/**
 * Of credentials that are asked for together, those that can be sent together: two in one header cannot. Documents list flows of
 * OAuth 2 like this, of which one is enough.
 */
function withoutShared(
  { security, operations }: Model,
  report: (diagnostic: Diagnostic) => void,
): (all: Uses) => Uses {
  const headers = new Map(security.map((scheme) => [scheme.name, headerOf(scheme)]));
  const sendable = (all: Uses): Uses =>
    all.filter(({ scheme }, index) => {
      const header = headers.get(scheme);
      const isTaken = (other: SecurityUseFact): boolean => headers.get(other.scheme) === header;
      return header === undefined || all.findIndex(isTaken) === index;
    });
  const reported = new Set<string>();
  for (const operation of operations) {
    for (const all of operation.security) {
      const kept = new Set(sendable(all));
      const names = all.filter((use) => !kept.has(use)).map(({ scheme }) => `\`${scheme}\``);
      const message = `${names.join(", ")} cannot be sent beside another credential in the same header, and is left out`;
      if (names.length === 0 || reported.has(message)) continue;
      reported.add(message);
      report({
        severity: "warning",
        code: "credentials-in-one-header",
        message,
        pointer: operation.pointer,
        cure: "list the security schemes as alternatives",
      });
    }
  }
  return sendable;
}

function headerOf({ kind, in: place, parameter }: SecuritySchemeFact): string | undefined {
  if (kind === "mutualTLS") return undefined;
  if (kind !== "apiKey") return "authorization";
  return place === "header" ? parameter?.toLowerCase() : undefined;
}

/** The options by the names of their schemes. */
function optionNames(
  schemes: readonly Scheme[],
  report: (diagnostic: Diagnostic) => void,
): ReadonlyMap<string, string> {
  const taken = new NameSet();
  return new Map(
    schemes.map(({ name, pointer }) => {
      const wanted = camelCase(name);
      const isInUse = OPTIONS_IN_USE.has(wanted) || PROPERTIES_IN_USE.has(wanted);
      const option = taken.add(isInUse ? `${wanted}Credential` : wanted);
      if (option !== wanted)
        report({
          severity: "info",
          code: "credential-renamed",
          message: `the credential of the security scheme \`${name}\` is the option \`${option}\`, since ${isInUse ? `\`${wanted}\` means something else` : `another scheme has \`${wanted}\``}`,
          pointer,
        });
      return [name, option] as const;
    }),
  );
}

function factsOf({ kind, scheme, in: place, parameter }: Scheme): SecurityScheme {
  switch (kind) {
    case "apiKey":
      return { type: kind, in: place ?? "header", name: parameter ?? "" };
    case "http":
      return { type: kind, scheme: scheme ?? "" };
    default:
      return { type: kind };
  }
}

/** What sends the credentials, as `Api.uses` of the runtime names it. */
export function schemesOf(security: ApiFacts["security"]): readonly string[] {
  const kinds = Object.values(security).map((scheme) =>
    scheme.type === "apiKey" ? `${scheme.in}Key` : scheme.type,
  );
  return [...new Set(kinds)].sort();
}

function defaultDoc({ kind, scheme, in: place, parameter }: Scheme): string {
  switch (kind) {
    case "bearer":
      return "A token, sent as a bearer token.";
    case "basic":
      return "User name and password: an object, or both joined by a colon.";
    case "apiKey":
      return `A key, sent as the ${place === "query" ? "query parameter" : place} \`${parameter}\`.`;
    case "http":
      return `What follows \`${scheme}\` in the header \`Authorization\`.`;
  }
}
