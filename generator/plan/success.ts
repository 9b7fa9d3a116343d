/** What an operation returns when it succeeds: which responses there are, and how each of them is read. */

import type { Reading, ResponseCase } from "../../templates/package/src/runtime/operation.ts";
import type { MediaTypeFact, OperationFact, ResponseFact, Schema } from "../model.ts";
import { type SchemaLookup, typesIn } from "../base/schema.ts";
import { readingOf } from "./media-type.ts";

/** A value that an operation can return. */
export interface SuccessValue {
  readonly reading: Reading;
  readonly status: string;
  /** Of a JSON response: its schema, and where that stands. */
  readonly schema: Schema;
  readonly pointer: string;
}

export interface Success {
  /** What the caller gets who asks for nothing in particular: one value per response, in the order of their status. */
  readonly values: readonly SuccessValue[];
  /** How most of them are read. */
  readonly response: Reading;
  /** What is read differently. */
  readonly responses: readonly ResponseCase[];
  /** The value of the `Accept` header; undefined where it is the usual one. */
  readonly accept: string | undefined;
}

/** A response with the way in which each of its media types is read, the preferred ones first. */
interface Answer {
  readonly status: string;
  readonly pointer: string;
  /** None: there is no body. */
  readonly media: readonly MediaReading[];
  /** How many of them are asked for. */
  readonly preferred: number;
}

interface MediaReading {
  readonly media: MediaTypeFact;
  readonly reading: Reading;
}

const NOTHING = { values: [], response: "none", responses: [], accept: undefined } as const;

/**
 * The responses with a 2xx status and `2XX`; without any, `default`.
 *
 * @param reading how a media type is read.
 */
export function successOf(
  lookup: SchemaLookup,
  operation: OperationFact,
  reading: (media: MediaTypeFact) => Reading = (media) => readingOf(lookup, media),
): Success {
  const found = successResponses(operation.responses);
  if (operation.method.toLowerCase() === "head") return NOTHING;
  if (found.length === 0) {
    const isRedirected = operation.responses.some(({ status }) => status.startsWith("3"));
    if (!isRedirected) return NOTHING;
    // The redirect is followed, to a place of which the document says nothing.
    const { pointer } = operation;
    const value = { reading: "binary", status: "3XX", schema: true, pointer } as const;
    return { ...NOTHING, values: [value], response: "binary" };
  }
  const answers = found.map((response) => answerOf(lookup, response, reading));
  const values = answers.map(valueOf);
  const response = (values.find(({ reading }) => reading !== "none") ?? values[0])!.reading;
  return {
    values,
    response,
    responses: casesOf(answers, response),
    accept: acceptOf(answers, response),
  };
}

function successResponses(responses: readonly ResponseFact[]): ResponseFact[] {
  const exact = responses.filter(({ status }) => /^2\d\d$/.test(status));
  exact.sort((a, b) => Number(a.status) - Number(b.status));
  const found = [...exact, ...responses.filter(({ status }) => status === "2XX")];
  const isRedirected = responses.some(({ status }) => status.startsWith("3"));
  if (found.length > 0 || isRedirected) return found;
  return responses.filter(({ status }) => status === "default");
}

/** JSON before everything else, but for a mere text beside bytes; else what is read like the first. */
function answerOf(
  lookup: SchemaLookup,
  { status, pointer, content }: ResponseFact,
  readingOfMedia: (media: MediaTypeFact) => Reading,
): Answer {
  const read = content.map((media) => ({ media, reading: readingOfMedia(media) }));
  const hasBytes = read.some(({ reading }) => reading === "binary");
  const worthy = read.filter(
    ({ media, reading }) => !(reading === "json" && hasBytes && isText(lookup, media.schema)),
  );
  const json = worthy.find(({ reading }) => reading === "json");
  const wanted =
    json === undefined ? worthy.filter(({ reading }) => reading === worthy[0]?.reading) : [json];
  const others = read.filter((each) => !wanted.includes(each));
  return { status, pointer, media: [...wanted, ...others], preferred: wanted.length };
}

function isText(lookup: SchemaLookup, schema: Schema | undefined): boolean {
  const found = schema === undefined ? true : lookup.follow(schema);
  return typeof found === "object" && typesIn(found).join() === "string";
}

function valueOf({ status, pointer, media: [first] }: Answer): SuccessValue {
  if (first === undefined) return { reading: "none", status, schema: true, pointer };
  const { media, reading } = first;
  return { reading, status, schema: media.schema ?? true, pointer: `${media.pointer}/schema` };
}

function acceptOf(answers: readonly Answer[], response: Reading): string | undefined {
  const wanted = answers.flatMap(({ media, preferred }) =>
    media.slice(0, preferred).map(({ media: { mediaType } }) => mediaType),
  );
  const accept = [...new Set(wanted)].join(", ");
  const isUsual = accept === "" || (accept === "application/json" && response === "json");
  return isUsual ? undefined : accept;
}

/** What is read differently than `usual`, the particular before the general. */
function casesOf(answers: readonly Answer[], usual: Reading): ResponseCase[] {
  const all = answers.flatMap(({ status, media }): ResponseCase[] => {
    const ofStatus = answers.length === 1 ? {} : { status };
    const readings = new Set(media.map(({ reading }) => reading));
    if (media.length === 0) return [{ ...ofStatus, response: "none" }];
    if (readings.size === 1) return [{ ...ofStatus, response: media[0]!.reading }];
    const exactFirst = [...media].sort((a, b) => isRange(a.media) - isRange(b.media));
    return exactFirst.map(({ media: { mediaType }, reading }) => ({
      ...ofStatus,
      mediaType,
      response: reading,
    }));
  });
  // What is read as usual has to be said only where a later case would apply to it as well.
  return all.filter(
    (each, index) =>
      each.response !== usual ||
      all.slice(index + 1).some((later) => later.response !== usual && includes(later, each)),
  );
}

function isRange({ mediaType }: MediaTypeFact): number {
  return Number(mediaType.includes("/*"));
}

/** Whether a case applies wherever another one does. */
function includes(wide: ResponseCase, narrow: ResponseCase): boolean {
  const status = [undefined, "2XX", narrow.status].includes(wide.status);
  const range = wide.mediaType?.replace(/(?<=\/)\*.*|^\*.*/, "");
  return status && (range === undefined || (narrow.mediaType ?? "").startsWith(range));
}
