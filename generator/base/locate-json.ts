import type { FindOffset } from "./locate.ts";

/** The objects and arrays of a text in the order in which they begin; the first is the whole. */
interface Containers {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** For each the one after it and all that is in it. */
  readonly next: readonly number[];
}

/** What stands under a name or an index. */
interface Entry {
  /** Where it is found. */
  readonly offset: number;
  readonly container?: number;
}

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = "\\".charCodeAt(0);
const OPEN_BRACE = "{".charCodeAt(0);
const CLOSE_BRACE = "}".charCodeAt(0);
const OPEN_BRACKET = "[".charCodeAt(0);
const CLOSE_BRACKET = "]".charCodeAt(0);
const BETWEEN: ReadonlySet<number> = new Set(Array.from(" \t\r\n,:", (each) => each.charCodeAt(0)));

/**
 * Finds nodes of a text that `JSON.parse` reads as an object or an array: an object or array in an object at its name, anything
 * else where it starts; of equal names the last. Goes through the text once, and then through the containers on the way only.
 */
export function findInJson(text: string): FindOffset {
  const containers = containersIn(text);
  const known = new Map<number, ReadonlyMap<string, Entry>>();
  return (tokens) => {
    let container: number | undefined = 0;
    let offset = containers.starts[0] ?? 0;
    for (const token of tokens) {
      if (container === undefined) break;
      let entries = known.get(container);
      if (entries === undefined)
        known.set(container, (entries = entriesOf(text, containers, container)));
      const entry: Entry | undefined = entries.get(token);
      if (entry === undefined) break;
      ({ offset, container } = entry);
    }
    return offset;
  };
}

function containersIn(text: string): Containers {
  const starts: number[] = [];
  const ends: number[] = [];
  const next: number[] = [];
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      open.push(starts.length);
      starts.push(at);
      ends.push(at);
      next.push(starts.length);
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      const closed = open.pop() ?? 0;
      ends[closed] = at;
      next[closed] = starts.length;
    }
  }
  return { starts, ends, next };
}

function entriesOf(
  text: string,
  { starts, ends, next }: Containers,
  container: number,
): ReadonlyMap<string, Entry> {
  const start = starts[container]!;
  const isObject = text.charCodeAt(start) === OPEN_BRACE;
  const entries = new Map<string, Entry>();
  let inner = container + 1;
  let name: { readonly text: string; readonly start: number } | undefined;
  for (let at = start + 1; at < ends[container]!; at++) {
    const code = text.charCodeAt(at);
    if (BETWEEN.has(code)) continue;
    if (isObject && name === undefined) {
      const end = endOfString(text, at);
      name = { text: JSON.parse(text.slice(at, end + 1)) as string, start: at };
      at = end;
      continue;
    }
    const key = name?.text ?? String(entries.size);
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      entries.set(key, { offset: name?.start ?? at, container: inner });
      at = ends[inner]!;
      inner = next[inner]!;
    } else {
      entries.set(key, { offset: at });
      at = code === QUOTE ? endOfString(text, at) : endOfLiteral(text, at);
    }
    name = undefined;
  }
  return entries;
}

/** The closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (let code = text.charCodeAt(at); code !== QUOTE; code = text.charCodeAt(at))
    at += code === BACKSLASH ? 2 : 1;
  return at;
}

/** The last character of a number, `true`, `false` or `null`. */
function endOfLiteral(text: string, start: number): number {
  let at = start;
  while (/[\w.+-]/.test(text.charAt(at + 1))) at++;
  return at;
}
