/** The security schemes of a document. */

import type { Diagnostic } from "../diagnostic.ts";
import type { OpenApiRoot, Reference, SecurityScheme } from "../document.ts";
import { pointerOf } from "../base/json.ts";
import type { SecuritySchemeFact } from "../model.ts";
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
        cure: "give `fetch` a function that applies it, or set the header yourself",
      });
      return [];
    }
    return {
      name,
      kind,
      in: kind === "apiKey" ? placeOf(node) : undefined,
      parameter: kind === "apiKey" ? node.name : undefined,
      description: node.description,
      pointer,
    };
  });
}

/** OAuth 2 and OpenID Connect send a bearer token, however it was obtained (RFC 6750). */
function kindOf({
  type,
  scheme,
  in: place,
  name,
}: SecurityScheme): SecuritySchemeFact["kind"] | undefined {
  switch (type) {
    case "oauth2":
    case "openIdConnect":
      return "bearer";
    case "apiKey":
      return name !== undefined && ["header", "query", "cookie"].includes(place ?? "")
        ? "apiKey"
        : undefined;
    case "http": {
      const lower = scheme?.toLowerCase();
      return lower === "bearer" || lower === "basic" ? lower : undefined;
    }
    default:
      return undefined;
  }
}

function placeOf({ in: place }: SecurityScheme): SecuritySchemeFact["in"] {
  return place === "query" || place === "cookie" ? place : "header";
}
