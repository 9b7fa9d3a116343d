/** What schemas say that nothing follows from, or that tools disagree about; once for a document. */

import { child, type JsonObject } from "../base/json.ts";
import { type Path, tokensTo } from "../base/path.ts";
import { plural } from "../base/plural.ts";
import type { Problem } from "../base/problem.ts";
import { walk } from "../base/walk.ts";

/** Of OpenAPI's registry and of JSON Schema; also `url`, which is as common as it is unregistered. */
const FORMATS: ReadonlySet<string> = new Set(
  (
    "base64url binary byte char commonmark date date-time date-time-local decimal decimal128 double double-int duration email " +
    "float hostname html http-date idn-email idn-hostname int16 int32 int64 int8 ipv4 ipv6 iri iri-reference json-pointer " +
    "media-range password regex relative-json-pointer sf-binary sf-boolean sf-decimal sf-integer sf-string sf-token time " +
    "time-local uint16 uint32 uint64 uint8 unixtime uri uri-reference uri-template url uuid"
  ).split(" "),
);

/** Keywords that only describe, or that are expected to count beside a reference. */
const HARMLESS: ReadonlySet<string> = new Set(
  "$ref deprecated description default example examples externalDocs nullable readOnly summary title writeOnly xml".split(
    " ",
  ),
);

/** @param root a document of checked structure. */
export function schemaNotices(root: JsonObject): Problem[] {
  const formats = new Map<string, Path>();
  const siblings: { readonly path: Path; readonly keyword: string }[] = [];
  walk(root, { is: "object", kind: "Root" }, undefined, true, ({ value, shape, path }) => {
    if (shape.is !== "object" || shape.kind !== "Schema") return true;
    const format = child(value, "format");
    if (typeof format === "string" && !FORMATS.has(format) && !formats.has(format))
      formats.set(format, path);
    const beside = typeof value["$ref"] === "string" ? Object.keys(value).find(counts) : undefined;
    if (beside !== undefined) siblings.push({ path, keyword: beside });
    return true;
  });
  const before31 = String(root["openapi"]).startsWith("3.0");
  return [...formatNotice(formats), ...(before31 ? siblingNotice(siblings) : [])];
}

function counts(keyword: string): boolean {
  return !HARMLESS.has(keyword) && !keyword.startsWith("x-");
}

function formatNotice(formats: ReadonlyMap<string, Path>): Problem[] {
  const [first] = formats.values();
  if (formats.size === 0) return [];
  const names = [...formats.keys()];
  const shown = names.slice(0, 8).map((name) => `\`${name}\``);
  const more = names.length > 8 ? ` and ${names.length - 8} more` : "";
  return [
    {
      severity: "info",
      code: "unknown-format",
      message: `nothing follows from the format${names.length === 1 ? "" : "s"} ${shown.join(", ")}${more}`,
      tokens: [...tokensTo(first), "format"],
    },
  ];
}

/** OpenAPI 3.0.4, 4.7.23.1 ignores them; most documents that have them mean them. */
function siblingNotice(
  siblings: readonly { readonly path: Path; readonly keyword: string }[],
): Problem[] {
  const [first] = siblings;
  if (first === undefined) return [];
  const more = siblings.length - 1;
  const others = more === 0 ? "" : `, here and in ${plural(more, "more place")}`;
  return [
    {
      severity: "info",
      code: "ref-siblings",
      message: `\`${first.keyword}\` stands beside a \`$ref\`, where OpenAPI 3.0 ignores it; it counts all the same${others}`,
      cure: "put the reference into `allOf`, or declare OpenAPI 3.1",
      tokens: [...tokensTo(first.path), first.keyword],
    },
  ];
}
