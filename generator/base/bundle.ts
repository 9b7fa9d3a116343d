/** An API description as it was read: the document that was named, and those that its references lead to. */

import { child, type JsonValue } from "./json.ts";
import type { LinkNote, Links } from "./links.ts";
import { parse, type Parsed } from "./parse.ts";
import type { Shape } from "./shapes.ts";
import type { SourceText } from "../source.ts";

export interface Bundle {
  readonly entry: Parsed;
  /** The URI that the references in the entry are relative to. */
  readonly uri: string;
  /** The other documents by their URIs, and what is to be said of those that cannot be had. */
  readonly others: ReadonlyMap<string, Parsed | LinkNote>;
  /** The references in the entry if there are no others, which hold as long as it is not changed. */
  readonly links?: Links | undefined;
}

/** A description that consists of one document. */
export async function singleDocument(source: SourceText): Promise<Bundle> {
  return { entry: await parse(source), uri: "memory:/entry", others: new Map() };
}

/** The shape of a document that stands for itself: OpenAPI, or Swagger 2.0. */
export function rootShape(value: JsonValue): Shape {
  return { is: "object", kind: isSwagger(value) ? "SwaggerRoot" : "Root" };
}

export function isSwagger(value: JsonValue): boolean {
  return child(value, "swagger") !== undefined && child(value, "openapi") === undefined;
}

/** Whether the document follows a version in which schemas can be named by `$id` and anchors: 3.1 and later. */
export function hasIdentifiers(value: JsonValue): boolean {
  const version = child(value, "openapi");
  return typeof version === "string" && !/^3\.0(?:\.|$)/.test(version);
}
