/** What bodies and responses consist of. */

import type { MediaType, OpenApiRoot, Reference, RequestBody, Response } from "../document.ts";
import { isRecord } from "../base/is-record.ts";
import { pointerOf } from "../base/json.ts";
import type { MediaTypeFact, RequestBodyFact, ResponseFact } from "../model.ts";
import { encodingsOf } from "./encoding.ts";
import { followed } from "./references.ts";

export function requestBodyOf(
  root: OpenApiRoot,
  body: RequestBody | Reference | undefined,
  at: string,
): RequestBodyFact | undefined {
  const target = body === undefined ? undefined : followed<RequestBody>(root, body, at);
  if (target === undefined) return undefined;
  const { node, pointer } = target;
  return {
    required: node.required === true,
    description: node.description,
    content: contentOf(root, node.content, `${pointer}/content`),
    pointer,
  };
}

export function responsesOf(
  root: OpenApiRoot,
  responses: Readonly<Record<string, Response | Reference>> | undefined,
  at: string,
): ResponseFact[] {
  return Object.entries(responses ?? {}).flatMap(([status, response]) => {
    if (status.startsWith("x-")) return [];
    const target = followed<Response>(root, response, `${at}/${status}`);
    if (target === undefined) return [];
    const { node, pointer } = target;
    const content = contentOf(root, node.content, `${pointer}/content`);
    return {
      status: status.toUpperCase().replace("DEFAULT", "default"),
      description: node.description,
      content,
      headers: Object.keys(node.headers ?? {}).map((name) => name.toLowerCase()),
      pointer,
    };
  });
}

export function contentOf(
  root: OpenApiRoot,
  content: Readonly<Record<string, MediaType>> | undefined,
  at: string,
): MediaTypeFact[] {
  return Object.entries(content ?? {}).flatMap(([mediaType, value]) => {
    const target = followed<MediaType>(
      root,
      value as MediaType & Reference,
      at + pointerOf([mediaType]).slice(1),
    );
    if (target === undefined) return [];
    const { node, pointer } = target;
    return {
      mediaType,
      schema: node.schema,
      itemSchema: node.itemSchema,
      ...encodingsOf(root, mediaType, node),
      example: exampleIn(root, node, pointer),
      pointer,
    };
  });
}

/** The first example of a parameter or a media type; undefined if it has none of its own. */
export function exampleIn(root: OpenApiRoot, holder: object, pointer: string): unknown {
  const { example, examples } = holder as {
    readonly example?: unknown;
    readonly examples?: unknown;
  };
  if (example !== undefined) return example;
  if (!isRecord(examples)) return undefined;
  for (const [name, entry] of Object.entries(examples)) {
    if (!isRecord(entry)) continue;
    const target = followed<Readonly<Record<string, unknown>>>(
      root,
      entry,
      `${pointer}/examples/${name}`,
    );
    if (target?.node["value"] !== undefined) return target.node["value"];
  }
  return undefined;
}
