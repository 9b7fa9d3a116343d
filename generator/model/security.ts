/** The security schemes of a document, and what operations ask of them. */

import type { Diagnostic } from "../diagnostic.ts";
import type { OpenApiRoot, Reference, SecurityRequirement, SecurityScheme } from "../document.ts";
import { pointerOf } from "../base/json.ts";
import type { SecuritySchemeFact, SecurityUseFact } from "../model.ts";
import { followed } from "./references.ts";

export function securitySchemes(
  root: OpenApiRoot,
  report: (diagnostic: Diagnostic) => void,
): SecuritySchemeFact[] {
  const schemes = Object.entries(root.components?.securitySchemes ?? {});
  return schemes.flatMap(([name, entry]) => {
    const target = followed<SecurityScheme>(
      root,
      entry as SecurityScheme | Reference,
      pointerOf(["components", "securitySchemes", name]),
    );
    if (target === undefined) return [];
    const { node, pointer } = target;
    const kind = kindOf(node);
    if (kind === undefined) {
      report({
        severity: "warning",
        code: "unsupported-security-scheme",
        message: `the security scheme \`${name}\` (${[node.type, node.scheme].filter(Boolean).join(" ")}) is not one that a client can apply; requests are sent without it`,
        pointer,
        cure: "correct it, or give `fetch` a function that applies it",
      });
      return [];
    }
    return {
      name,
      kind,
      scheme: kind === "http" ? node.scheme : undefined,
      in: kind === "apiKey" ? placeOf(node) : undefined,
      parameter: kind === "apiKey" ? node.name : undefined,
      description: node.description,
      pointer,
    };
  });
}

/** A token: RFC 9110, 5.6.2. */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** OAuth 2 and OpenID Connect send a bearer token, however it was obtained (RFC 6750). */
function kindOf(scheme: SecurityScheme): SecuritySchemeFact["kind"] | undefined {
  switch (scheme.type) {
    case "oauth2":
    case "openIdConnect":
      return "bearer";
    case "mutualTLS":
      return "mutualTLS";
    case "apiKey": {
      const place = placeOf(scheme);
      const { name } = scheme;
      if (place === undefined || name === undefined || name === "") return undefined;
      return place === "query" || TOKEN.test(name) ? "apiKey" : undefined;
    }
    case "http": {
      const name = scheme.scheme;
      if (name === undefined || !TOKEN.test(name)) return undefined;
      const lower = name.toLowerCase();
      return lower === "bearer" || lower === "basic" ? lower : "http";
    }
    default:
      return undefined;
  }
}

function placeOf({ in: place }: SecurityScheme): SecuritySchemeFact["in"] {
  return place === "header" || place === "query" || place === "cookie" ? place : undefined;
}

/** The alternatives of an operation, with their scopes. */
export function securityOf(requirements: readonly SecurityRequirement[]): SecurityUseFact[][] {
  return requirements.map((requirement) =>
    Object.entries(requirement).map(([scheme, scopes]) => ({
      scheme,
      scopes: Array.isArray(scopes) ? scopes.map(String) : [],
    })),
  );
}
