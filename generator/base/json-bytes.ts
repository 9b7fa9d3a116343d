/** JSON in UTF-8, of which never more than a piece becomes a text: that of a large document takes as much memory as its value. */

import { isAscii } from "node:buffer";

import { type JsonObject, type JsonValue, setChild } from "./json.ts";

/** What is found in one pass over the bytes. */
export interface JsonIndex {
  /** The last byte of each object and array that is not short, by the first one. */
  readonly ends: ReadonlyMap<number, number>;
  /** The line feeds before each block of {@link BLOCK} bytes. */
  readonly linesBefore: Uint32Array;
}

export const BLOCK = 16_384;

/** Objects and arrays of less bytes are gone through again where their end is asked for. */
const SHORT = 512;

/** Objects of more bytes are read entry by entry, */
const PIECE = 65_536;

/** in so many levels of the document, lest its nesting becomes that of calls. */
const LEVELS = 4;

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = "\\".charCodeAt(0);
const OPEN_BRACE = "{".charCodeAt(0);
const CLOSE_BRACE = "}".charCodeAt(0);
const OPEN_BRACKET = "[".charCodeAt(0);
const CLOSE_BRACKET = "]".charCodeAt(0);
const COLON = ":".charCodeAt(0);
const COMMA = ",".charCodeAt(0);
const LINE_FEED = "\n".charCodeAt(0);
const SPACE: ReadonlySet<number | undefined> = new Set(
  Array.from(" \t\r\n", (each) => each.charCodeAt(0)),
);

export function indexJson(bytes: Uint8Array): JsonIndex {
  const ends = new Map<number, number>();
  const linesBefore = new Uint32Array(Math.floor(bytes.length / BLOCK) + 2);
  const open: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === LINE_FEED) linesBefore[Math.floor(at / BLOCK) + 1]! += 1;
    else if (isOpening(byte)) open.push(at);
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      const start = open.pop() ?? at;
      if (at - start >= SHORT) ends.set(start, at);
    }
  }
  for (let block = 1; block < linesBefore.length; block++)
    linesBefore[block]! += linesBefore[block - 1]!;
  return { ends, linesBefore };
}

/**
 * What `JSON.parse` makes of the text.
 *
 * @throws SyntaxError if it is no object in JSON.
 */
export function readJsonObject(bytes: Buffer, { ends }: JsonIndex): JsonValue {
  const { at, last } = rootIn(bytes, ends);
  if (bytes[at] !== OPEN_BRACE || skipSpace(bytes, last + 1) < bytes.length)
    throw new SyntaxError();
  return valueIn(bytes, ends, at, last, LEVELS);
}

function valueIn(
  bytes: Buffer,
  ends: JsonIndex["ends"],
  start: number,
  end: number,
  levels: number,
): JsonValue {
  if (bytes[start] !== OPEN_BRACE || end - start < PIECE || levels === 0)
    return JSON.parse(textIn(bytes, start, end + 1)) as JsonValue;
  const object: JsonObject = {};
  for (const { name, at, last } of entriesIn(bytes, ends, start, end))
    setChild(object, name, valueIn(bytes, ends, at, last, levels - 1));
  return object;
}

/** Where the whole value is. */
export function rootIn(bytes: Uint8Array, ends: JsonIndex["ends"]): JsonItem {
  const at = skipSpace(bytes, 0);
  return { at, last: endOfValue(bytes, ends, at) };
}

/** Where a value is: its first byte and its last. */
export interface JsonItem {
  readonly at: number;
  readonly last: number;
}

/** A value in an object. */
export interface JsonEntry extends JsonItem {
  readonly name: string;
  readonly nameAt: number;
}

/**
 * The entries of an object.
 *
 * @param start its first byte.
 * @param end its last byte.
 * @throws SyntaxError where something else stands between the values than JSON wants there.
 */
export function* entriesIn(
  bytes: Buffer,
  ends: JsonIndex["ends"],
  start: number,
  end: number,
): Generator<JsonEntry> {
  const wanted = (byte: number, at: number): number => {
    if (bytes[at] !== byte) throw new SyntaxError();
    return at;
  };
  wanted(CLOSE_BRACE, end);
  let next = skipSpace(bytes, start + 1);
  while (next !== end) {
    const nameAt = wanted(QUOTE, next);
    const nameEnd = endOfString(bytes, nameAt) + 1;
    const at = skipSpace(bytes, wanted(COLON, skipSpace(bytes, nameEnd)) + 1);
    const last = endOfValue(bytes, ends, at);
    yield { name: JSON.parse(textIn(bytes, nameAt, nameEnd)) as string, nameAt, at, last };
    next = skipSpace(bytes, last + 1);
    if (next !== end) next = wanted(QUOTE, skipSpace(bytes, wanted(COMMA, next) + 1));
  }
}

/** Where the values in an array are. */
export function* itemsIn(
  bytes: Buffer,
  ends: JsonIndex["ends"],
  start: number,
  end: number,
): Generator<JsonItem> {
  for (let at = skipSpace(bytes, start + 1); at < end;) {
    const last = endOfValue(bytes, ends, at);
    yield { at, last };
    // The comma, and what is around it.
    at = skipSpace(bytes, skipSpace(bytes, last + 1) + 1);
  }
}

/** Whether an object or an array begins with the byte. */
export function isOpening(byte: number | undefined): boolean {
  return byte === OPEN_BRACE || byte === OPEN_BRACKET;
}

export function isObjectAt(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === OPEN_BRACE;
}

function textIn(bytes: Buffer, start: number, end: number): string {
  const piece = bytes.subarray(start, end);
  return piece.toString(isAscii(piece) ? "latin1" : "utf8");
}

function skipSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  while (SPACE.has(bytes[at])) at++;
  return at;
}

/** The last byte of what begins at `start`; beyond the end where it has none. */
function endOfValue(bytes: Uint8Array, ends: JsonIndex["ends"], start: number): number {
  const byte = bytes[start];
  if (byte === QUOTE) return endOfString(bytes, start);
  if (isOpening(byte)) return ends.get(start) ?? endOfContainer(bytes, start);
  let at = start;
  while (/[\w.+-]/.test(String.fromCharCode(bytes[at + 1] ?? 0))) at++;
  return at;
}

function endOfContainer(bytes: Uint8Array, start: number): number {
  let depth = 0;
  let at = start;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (isOpening(byte)) depth++;
    else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && --depth === 0) break;
  }
  return at;
}

/** The closing quote. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  for (let byte = bytes[at]; byte !== QUOTE && byte !== undefined; byte = bytes[at])
    at += byte === BACKSLASH ? 2 : 1;
  return at;
}
