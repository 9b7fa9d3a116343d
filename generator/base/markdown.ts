/** Markdown taken apart only as far as the encoders need it: what may be filled anew, and what must stay as it is. */

/** A piece of Markdown. `lines` never contain a line break. */
export type Block =
  | { readonly kind: "blank" }
  /** Lines of a paragraph, which may be filled anew. */
  | { readonly kind: "text"; readonly lines: readonly string[] }
  /** A line whose place matters: an item of a list, a heading, a row of a table, a quotation, an indented line. */
  | { readonly kind: "line"; readonly line: string }
  /** A fenced block of code, without its fences. */
  | { readonly kind: "fence"; readonly language: string; readonly lines: readonly string[] };

/**
 * Text that is safe to show: line breaks of all kinds are `\n`, lone surrogates are U+FFFD, and other control characters,
 * the byte order mark and those that reverse the direction of text are gone.
 */
export function cleanText(text: string): string {
  if (!/[^\t\n -~]/.test(text)) return text;
  return text
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, "\n")
    .replace(/(?![\t\n])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, "")
    .replace(/\p{Surrogate}/gu, "\ufffd");
}

/** How a line begins that is certainly one of a paragraph. */
const PLAIN_START = /^[^\s\d\-+*=_:#><|[`~]/;
const LINE_START = /^(?:[-+*](?:\s|$)|\d{1,9}[.)](?:\s|$)|#{1,6}(?:\s|$)|[><|\s]|\[\^)/;

/** Whether a line is a rule, underlines a heading, or is the rule of a table of one column. */
export function isRule(line: string): boolean {
  return /^\s*(?:(?:[-=_*]\s*)+|:?-+:?\s*)$/.test(line);
}

const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;
const FENCE = /^ {0,3}(?:(`{3,})([^`]*)|(~{3,})(.*))$/;

/** The blocks of a Markdown text, cleaned; no blank lines at either end, and never two of them in a row. */
export function blocksOf(markdown: string): Block[] {
  if (markdown === "") return [];
  const lines = cleanText(markdown)
    .split("\n")
    .map((line) => line.trimEnd());
  const blocks: Block[] = [];
  let text: string[] = [];
  const flush = (): void => {
    const table = text.some((line) => line.includes("|") && TABLE_RULE.test(line));
    if (table) blocks.push(...text.map((line): Block => ({ kind: "line", line })));
    else if (text.length > 0) blocks.push({ kind: "text", lines: text });
    text = [];
  };
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (PLAIN_START.test(line)) {
      text.push(line);
      continue;
    }
    const opening = FENCE.exec(line);
    if (opening !== null) {
      const [, backticks, language, tildes, otherLanguage] = opening;
      const fence = backticks ?? tildes ?? "";
      flush();
      const end = endOfFence(lines, index + 1, fence);
      const info = (language ?? otherLanguage ?? "").trim();
      blocks.push({
        kind: "fence",
        language: /^[\w+#.-]+/.exec(info)?.[0] ?? "",
        lines: lines.slice(index + 1, end),
      });
      index = end;
    } else if (line === "") {
      flush();
      if (blocks.length > 0 && blocks.at(-1)?.kind !== "blank") blocks.push({ kind: "blank" });
    } else if (LINE_START.test(line) || isRule(line)) {
      flush();
      blocks.push({ kind: "line", line });
    } else text.push(line);
  }
  flush();
  if (blocks.at(-1)?.kind === "blank") blocks.pop();
  return blocks;
}

/** The index of the line that closes a fence, or of the end of the text. */
function endOfFence(lines: readonly string[], start: number, fence: string): number {
  const close = new RegExp(`^ {0,3}${fence.charAt(0)}{${fence.length},}$`);
  const end = lines.findIndex((line, index) => index >= start && close.test(line));
  return end === -1 ? lines.length : end;
}

/** Text between spans of code, and the spans with their delimiters, in turn; the first and the last piece are text. */
export function splitCodeSpans(text: string): string[] {
  if (!text.includes("`")) return [text];
  const pieces: string[] = [];
  const escapesAndRuns = /\\[\s\S]?|`+/g;
  let start = 0;
  for (const { 0: run, index } of matchesIn(text, escapesAndRuns)) {
    const end = run.startsWith("\\") ? -1 : endOfSpan(text, index + run.length, run);
    if (end === -1) continue;
    pieces.push(text.slice(start, index), text.slice(index, end));
    start = end;
    escapesAndRuns.lastIndex = end;
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** Like `matchAll`, but goes on where `lastIndex` of the pattern is set to. */
function* matchesIn(text: string, pattern: RegExp): Generator<RegExpExecArray> {
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) yield found;
}

function endOfSpan(text: string, start: number, run: string): number {
  const runs = /`+/g;
  runs.lastIndex = start;
  for (const { 0: other, index } of matchesIn(text, runs)) {
    if (other.length === run.length) return index + run.length;
  }
  return -1;
}

/** Matches a word that would be read as more than a word at the start of a line. */
const BLOCK_START =
  /(?:[-+*]|\d{1,9}[.)]|#{1,6}|>[^ ]*|\|[^ ]*|[-=_*]+|`{3,}[^ ]*|~{3,}[^ ]*)(?: |$)/y;

function startsBlock(words: string, index: number): boolean {
  BLOCK_START.lastIndex = index;
  return BLOCK_START.test(words);
}

/** Stands for a space that must not become a line break; {@link cleanText} leaves no such character in a text. */
const FIXED_SPACE = "\u0000";

/**
 * The words of a cleaned paragraph in lines of at most `width` UTF-16 units; longer only where a word or a span of code is.
 * A word that would mean something else at the start of a line stays with the one before.
 *
 * @param indent how much shorter the first line has to be.
 */
export function fill(text: string, width: number, indent = 0): string[] {
  const fixed = splitCodeSpans(text).map((piece, index) =>
    index % 2 === 1 ? piece.replace(/\s+/g, FIXED_SPACE) : piece,
  );
  const words = fixed
    .join("")
    .replace(/[^\S ]\s*| \s+/g, " ")
    .trim();
  if (words === "") return [];
  const lines: string[] = [];
  let start = 0;
  let room = width - indent;
  while (words.length - start > room) {
    const end = endOfLine(words, start, room);
    if (end === -1) break;
    lines.push(words.slice(start, end));
    start = end + 1;
    room = width;
  }
  lines.push(words.slice(start));
  return fixed.length === 1 ? lines : lines.map((line) => line.replaceAll(FIXED_SPACE, " "));
}

/** The index of the space at which a line of words ends; -1 if they are all in it. */
function endOfLine(words: string, start: number, room: number): number {
  const fitting = words.lastIndexOf(" ", start + room);
  let end = fitting > start ? fitting : words.indexOf(" ", start);
  while (end !== -1 && startsBlock(words, end + 1)) end = words.indexOf(" ", end + 1);
  return end;
}
