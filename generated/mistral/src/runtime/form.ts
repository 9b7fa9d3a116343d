import { isJson } from "./media-type.js";
import type { BodyPart, Parameter } from "./operation.js";
import { queryValue } from "./styles.js";
import { isAbsent, isRecord, scalar, toJson } from "./serialize.js";

/** The whole query string, of a parameter `in: querystring`: OpenAPI 3.2, Parameter Locations. */
export function querystringValue(
  parameter: Parameter,
  value: unknown,
  operationId: string,
): string {
  const { content = "", parts } = parameter;
  const isForm = /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(content);
  if (isForm && isRecord(value)) return toForm(parts, value, operationId);
  // Written as the value of a parameter without a name.
  return queryValue({ ...parameter, name: "", in: "query", content }, value, operationId).slice(1);
}

/**
 * `application/x-www-form-urlencoded` by WHATWG URL, 5.2: an array repeats the name, what is no primitive is JSON, and
 * `null` and undefined are left out. Properties whose part has a style are written as query parameters are: OpenAPI 3.2,
 * Encoding Object.
 */
export function toForm(
  parts: { readonly [name: string]: BodyPart } | undefined,
  value: object,
  operationId: string,
): string {
  const pairs: string[] = [];
  for (const [name, property] of Object.entries(value)) {
    if (isAbsent(property)) continue;
    const part = parts !== undefined && Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (part?.style !== undefined) {
      pairs.push(queryValue({ ...part, name, in: "query" }, property, operationId));
      continue;
    }
    for (const item of Array.isArray(property) ? property : [property]) {
      if (isAbsent(item)) continue;
      const asJson =
        isJson(part?.contentType) || (typeof item === "object" && !(item instanceof Date));
      const text = asJson ? toJson(item, name, operationId) : scalar(item, name, operationId);
      pairs.push(new URLSearchParams([[name, text]]).toString());
    }
  }
  return pairs.filter((pair) => pair !== "").join("&");
}
