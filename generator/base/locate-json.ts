/** Places of nodes of JSON in UTF-8. */

import { excerptOf } from "../diagnostic.ts";
import {
  BLOCK,
  entriesIn,
  isObjectAt,
  isOpening,
  itemsIn,
  type JsonEntry,
  type JsonIndex,
  type JsonItem,
  rootIn,
} from "./json-bytes.ts";
import type { Place } from "./locate.ts";

/** How many bytes of a line are looked at before and after a place: more than an excerpt needs of the longest characters. */
const AROUND = 1024;

const LINE_FEED = "\n".charCodeAt(0);

/**
 * Finds the nodes of an object or an array at the tokens of pointers: an object or array in an object at its name, anything else where
 * it starts; of equal names the last. Goes through the containers on the way only.
 */
export function placesInJson(
  uri: string,
  bytes: Buffer,
  index: JsonIndex,
): (tokens: readonly string[]) => Place {
  const { ends } = index;
  const placeAt = placesInBytes(uri, bytes, index);
  const known = new Map<number, ReadonlyMap<string, Entry>>();
  const root = rootIn(bytes, ends);
  return (tokens) => {
    let value: JsonItem = root;
    let offset = root.at;
    for (const token of tokens) {
      if (!isOpening(bytes[value.at])) break;
      let entries = known.get(value.at);
      if (entries === undefined) known.set(value.at, (entries = entriesOf(bytes, ends, value)));
      const entry = entries.get(token);
      if (entry === undefined) break;
      value = entry;
      offset = entry.nameAt !== undefined && isOpening(bytes[entry.at]) ? entry.nameAt : entry.at;
    }
    return placeAt(offset);
  };
}

type Entry = JsonItem & Partial<JsonEntry>;

function entriesOf(
  bytes: Buffer,
  ends: JsonIndex["ends"],
  { at, last }: JsonItem,
): ReadonlyMap<string, Entry> {
  return isObjectAt(bytes, at)
    ? new Map(Array.from(entriesIn(bytes, ends, at, last), (entry) => [entry.name, entry]))
    : new Map(Array.from(itemsIn(bytes, ends, at, last), (item, index) => [String(index), item]));
}

/** Turns offsets in UTF-8 into places, whose columns count UTF-16 code units. */
export function placesInBytes(
  uri: string,
  bytes: Buffer,
  { linesBefore }: Pick<JsonIndex, "linesBefore">,
): (offset: number) => Place {
  let units: Uint32Array | undefined;
  const unitsBefore = (offset: number): number => {
    units ??= unitsBeforeBlocks(bytes);
    const block = Math.floor(offset / BLOCK);
    return units[block]! + unitsIn(bytes, block * BLOCK, offset);
  };
  return (offset) => {
    const block = Math.floor(offset / BLOCK);
    let line = linesBefore[block]! + 1;
    for (let at = block * BLOCK; at < offset; at++) if (bytes[at] === LINE_FEED) line++;
    const start = offset === 0 ? 0 : bytes.lastIndexOf(LINE_FEED, offset - 1) + 1;
    const next = bytes.indexOf(LINE_FEED, offset);
    const end = next === -1 ? bytes.length : next;
    const before =
      offset - start > BLOCK
        ? unitsBefore(offset) - unitsBefore(start)
        : unitsIn(bytes, start, offset);
    const from = characterAt(bytes, Math.max(start, offset - AROUND));
    const to = characterAt(bytes, Math.min(end, offset + AROUND));
    const shown = bytes.toString("utf8", from, to);
    const text = to === next ? shown.replace(/\r$/, "") : shown;
    const excerpt = excerptOf(text, unitsIn(bytes, from, offset) + 1);
    return { location: { file: uri, line, column: before + 1 }, excerpt: [excerpt] };
  };
}

/** The start of the character to which a byte belongs. */
function characterAt(bytes: Uint8Array, offset: number): number {
  let at = offset;
  while (isContinuation(bytes[at] ?? 0)) at--;
  return at;
}

function unitsBeforeBlocks(bytes: Uint8Array): Uint32Array {
  const counts = new Uint32Array(Math.floor(bytes.length / BLOCK) + 1);
  for (let block = 1; block < counts.length; block++)
    counts[block] = counts[block - 1]! + unitsIn(bytes, (block - 1) * BLOCK, block * BLOCK);
  return counts;
}

/** The UTF-16 code units of the characters that begin in a range. */
function unitsIn(bytes: Uint8Array, start: number, end: number): number {
  let units = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (!isContinuation(byte)) units += byte >= FOUR_BYTES ? 2 : 1;
  }
  return units;
}

/** The first byte of a character beyond U+FFFF is this or more. */
const FOUR_BYTES = 0xf0;

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
