/** What an operation returns. */

import type { Operation } from "../../templates/package/src/runtime/operation.ts";
import type { OperationFact, ResponseFact, Schema } from "../model.ts";
import type { SchemaLookup } from "../base/schema.ts";
import { readingOf } from "./media-type.ts";

export interface Success {
  readonly response: Operation["response"];
  readonly accept: string | undefined;
  /** Of a JSON response: its schema, and where that stands. */
  readonly schema: Schema | undefined;
  readonly pointer: string;
}

/** The response of an operation that succeeded: the one with the lowest 2xx status, else `2XX`, else `default`. */
export function successOf(lookup: SchemaLookup, operation: OperationFact): Success {
  const response = successResponse(operation.responses);
  if (response === undefined) {
    const redirects = operation.responses.some(({ status }) => status.startsWith("3"));
    return {
      response: redirects ? "binary" : "none",
      accept: undefined,
      schema: undefined,
      pointer: operation.pointer,
    };
  }
  const { pointer } = response;
  if (operation.method === "head")
    return { response: "none", accept: undefined, schema: undefined, pointer };
  const read = response.content.map((media) => ({ media, reading: readingOf(lookup, media) }));
  const json = read.find(({ reading }) => reading === "json");
  if (json !== undefined) {
    const { mediaType, schema } = json.media;
    const accept = mediaType === "application/json" ? undefined : mediaType;
    return {
      response: "json",
      accept,
      schema: schema ?? true,
      pointer: `${json.media.pointer}/schema`,
    };
  }
  const [first] = read;
  if (first === undefined)
    return { response: "none", accept: undefined, schema: undefined, pointer };
  const same = read.filter(({ reading }) => reading === first.reading);
  const accept = same.map(({ media }) => media.mediaType).join(", ");
  return { response: first.reading, accept, schema: undefined, pointer };
}

function successResponse(responses: readonly ResponseFact[]): ResponseFact | undefined {
  const exact = responses.filter(({ status }) => /^2\d\d$/.test(status));
  exact.sort((a, b) => Number(a.status) - Number(b.status));
  const redirects = responses.some(({ status }) => status.startsWith("3"));
  const range = responses.find(({ status }) => status === "2XX");
  return (
    exact[0] ??
    range ??
    (redirects ? undefined : responses.find(({ status }) => status === "default"))
  );
}
