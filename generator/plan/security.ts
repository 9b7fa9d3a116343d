/** The credentials that a client takes. */

import type { Api, SecurityScheme } from "../../templates/package/src/runtime/operation.ts";
import type { Model, SecuritySchemeFact } from "../model.ts";
import { camelCase, NameSet } from "../base/naming.ts";
import type { CredentialPlan } from "../plan.ts";
import { OPTIONS_IN_USE } from "../base/reserved.ts";

export interface Credentials {
  readonly plans: readonly CredentialPlan[];
  readonly facts: Api["security"];
  /**
   * What an operation's facts say, in the names of the options; undefined if it is anonymous. The alternative that needs no
   * credential comes last, so that one is sent if there is one.
   */
  alternatives(
    security: readonly (readonly string[])[],
  ): readonly (readonly string[])[] | undefined;
}

/** The schemes that an operation asks for, in the document's order. */
export function credentialsOf(model: Model): Credentials {
  const asked = new Set(model.operations.flatMap(({ security }) => security.flat()));
  const schemes = model.security.filter(({ name }) => asked.has(name));
  const taken = new NameSet();
  const options = new Map(schemes.map(({ name }) => [name, optionName(name, taken)]));
  const alternatives: Credentials["alternatives"] = (security) => {
    const named = security.map((all) => all.flatMap((name) => options.get(name) ?? []));
    const some = named.filter((all) => all.length > 0);
    if (some.length === 0) return undefined;
    return some.length < named.length ? [...some, []] : some;
  };
  const needed = (name: string): boolean =>
    model.operations.every(
      ({ security }) => security.length > 0 && security.every((all) => all.includes(name)),
    );
  return {
    plans: schemes.map((scheme) => ({
      option: options.get(scheme.name) ?? scheme.name,
      scheme: scheme.name,
      kind: scheme.kind,
      doc: scheme.description?.trim() || defaultDoc(scheme),
      required: needed(scheme.name),
    })),
    facts: Object.fromEntries(
      schemes.map((scheme) => [options.get(scheme.name) ?? scheme.name, factsOf(scheme)]),
    ),
    alternatives,
  };
}

function optionName(scheme: string, taken: NameSet): string {
  const option = camelCase(scheme);
  return taken.add(OPTIONS_IN_USE.has(option) ? `${option}Credential` : option);
}

function factsOf({ kind, in: place, parameter }: SecuritySchemeFact): SecurityScheme {
  return kind === "apiKey"
    ? { type: kind, in: place ?? "header", name: parameter ?? "" }
    : { type: kind };
}

function defaultDoc({ kind, in: place, parameter }: SecuritySchemeFact): string {
  switch (kind) {
    case "bearer":
      return "A token, sent as a bearer token.";
    case "basic":
      return "User name and password, joined by a colon.";
    case "apiKey":
      return `A key, sent as the ${place === "query" ? "query parameter" : place} \`${parameter}\`.`;
  }
}
