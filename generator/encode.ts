/**
 * Encoders: one for each position in which a value of the document can stand in a file. Whatever the value, what an encoder
 * returns stays inside its position and means the value there. Templates and emitters write values in no other way.
 */

import { blocksOf, cleanText, fill, isRule, splitCodeSpans } from "./base/markdown.ts";
import { JAVASCRIPT_RESERVED } from "./base/reserved.ts";

/** Thrown for a value that has no form in a position, for instance `a-b` as an identifier. */
export class EncodeError extends Error {
  override readonly name = "EncodeError";
}

/** Any JSON value. Properties that are undefined count as absent. */
export type EncodableValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly EncodableValue[]
  | { readonly [key: string]: EncodableValue };

const PLAIN_NAME = /^[A-Za-z_$][\w$]*$/;

/** Whether `name` can be the name of a variable, a function, a class or a type (ECMA-262, 12.7). */
export function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && !JAVASCRIPT_RESERVED.has(name);
}

/** An identifier, as it is. Throws {@link EncodeError} for anything else, reserved words included. */
export function identifier(name: string): string {
  if (isIdentifier(name)) return name;
  throw new EncodeError(`${JSON.stringify(name)} is no identifier`);
}

/** Characters that `JSON.stringify` leaves and that end lines, are invisible or turn text around. */
const UNSEEN = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** A string literal of TypeScript and JSON, with double quotes, on one line; evaluates to exactly `value`. */
export function string(value: string): string {
  return JSON.stringify(value).replace(
    UNSEEN,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * The name of a property in an object literal, an interface or a class: as it is if it is a name of ASCII letters, digits,
 * `_` and `$`, else in quotes. `__proto__` is computed, since it would set the prototype otherwise.
 */
export function key(name: string): string {
  if (name === "__proto__") return '["__proto__"]';
  return PLAIN_NAME.test(name) ? name : string(name);
}

/** A TypeScript expression that evaluates to the JSON value, on one line; properties keep their order. */
export function literal(value: EncodableValue): string {
  if (typeof value === "string") return string(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new EncodeError(`${value} is no JSON value`);
    return Object.is(value, -0) ? "-0" : String(value);
  }
  if (typeof value === "boolean" || value === null) return String(value);
  if (value === undefined) throw new EncodeError("undefined is no JSON value");
  if (isArray(value)) return `[${value.map(literal).join(", ")}]`;
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  if (entries.length === 0) return "{}";
  return `{ ${entries.map(([name, entry]) => `${key(name)}: ${literal(entry)}`).join(", ")} }`;
}

function isArray(value: EncodableValue): value is readonly EncodableValue[] {
  return Array.isArray(value);
}

/** JSON text of the value, on one line, with the characters escaped that {@link string} escapes. */
export function json(value: EncodableValue): string {
  if (typeof value === "string") return string(value);
  if (typeof value !== "object" || value === null)
    return literal(value === undefined ? undefined : value);
  if (isArray(value)) return `[${value.map(json).join(", ")}]`;
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return `{${entries.map(([name, entry]) => `${string(name)}: ${json(entry)}`).join(", ")}}`;
}

/**
 * One or more segments of a file's path or of a module specifier, as they are, for use within quotes. Throws
 * {@link EncodeError} for what is absolute, climbs (`..`), or has other characters than letters, digits, `.`, `_`, `-`, `~`
 * and a leading `@`.
 */
export function path(value: string): string {
  const good = value
    .split("/")
    .every((segment) => /^@?[\w.~-]+$/.test(segment) && !/^\.\.?$/.test(segment));
  if (good) return value;
  throw new EncodeError(`${JSON.stringify(value)} is no relative path of plain segments`);
}

/** The text of a line comment, after `// ` and on that one line; it is no directive such as `@ts-ignore`. */
export function comment(text: string): string {
  return oneLine(text).replace(/^@/, "\\@");
}

function oneLine(text: string): string {
  return cleanText(text).trim().replace(/\s+/g, " ");
}

/** Characters of text in a line of a doc comment. */
const DOC_WIDTH = 92;

/**
 * Lines for a doc comment, without the asterisk before each: paragraphs are filled to 92 characters; code,
 * lists, tables, headings, quotations and indented lines stay as they are. A backslash keeps an asterisk and a slash from
 * ending the comment, and an `@` from beginning a tag.
 */
export function docLines(text: string): string[] {
  return docText(text, 0);
}

/** Lines for a tag of a doc comment: `@param name - text`, with the text as in {@link docLines}. */
export function docTag(tag: string, name: string | undefined, text: string): string[] {
  const start = name === undefined ? `@${tagName(tag)}` : `@${tagName(tag)} ${identifier(name)} -`;
  const [line, ...rest] = docText(text, start.length + 1);
  if (line === undefined) return [start.replace(/ -$/, "")];
  const first = line.replace(/^(\s*)\{/, "$1\\{");
  return blocksOf(text)[0]?.kind === "text"
    ? [`${start} ${first}`, ...rest]
    : [start, first, ...rest];
}

function tagName(tag: string): string {
  if (/^[a-zA-Z]+$/.test(tag)) return tag;
  throw new EncodeError(`${JSON.stringify(tag)} is no name of a tag`);
}

function docText(text: string, indent: number): string[] {
  return blocksOf(text).flatMap((block, index) => {
    switch (block.kind) {
      case "blank":
        return [""];
      case "text":
        return fill(inDoc(block.lines.join("\n")), DOC_WIDTH, index === 0 ? indent : 0).map(
          inDocLine,
        );
      case "line":
        return [inDocLine(inDoc(block.line))];
      case "fence": {
        const delimiter = fenceAround(block.lines);
        return [delimiter + block.language, ...block.lines, delimiter].map((line) =>
          inDocLine(inDoc(line)),
        );
      }
    }
  });
}

/** A span of code, for a line of a doc comment. */
export function docCode(text: string): string {
  return inDoc(code(text));
}

/** A doc comment of the lines, on one line if there is one; nothing for no lines. */
export function docComment(lines: readonly string[]): string {
  if (lines.length === 0) return "";
  if (lines.length === 1) return `/** ${lines[0] ?? ""} */`;
  return ["/**", ...lines.map((line) => (line === "" ? " *" : ` * ${line}`)), " */"].join("\n");
}

/** TypeScript takes an `@` after a space or a brace for a tag, in some places also within code. */
function inDoc(text: string): string {
  const inComment = text.replaceAll("*/", "*\\/");
  return inComment.includes("@") ? inComment.replace(/(?<=[\s\u200b{])@/g, "\\@") : inComment;
}

function inDocLine(line: string): string {
  return line.startsWith("@") ? `\\${line}` : line;
}

/** A text that Markdown shows as it is, on one line: every character that could mean more is escaped. */
export function markdownText(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]<>|~&$#!{}:]|(?<=www)\./gi, "\\$&")
    .replace(/^([-+=])/, "\\$1")
    .replace(/^(\d{1,9})([.)])/, "$1\\$2");
}

/**
 * Markdown for the place of one or more paragraphs: emphasis, code, lists and quotations stay; headings become strong text;
 * HTML, links, images and tables are shown as text. It ends where the next blank line ends it.
 */
export function markdown(text: string): string {
  const lines = blocksOf(text).flatMap((block) => {
    switch (block.kind) {
      case "blank":
        return [""];
      case "text":
        return inMarkdown(block.lines.join("\n")).split("\n");
      case "line":
        return [markdownLine(block.line)];
      case "fence": {
        const delimiter = fenceAround(block.lines);
        return [delimiter + block.language, ...block.lines, delimiter];
      }
    }
  });
  return lines.join("\n");
}

function markdownLine(line: string): string {
  const [, start = "", rest = ""] =
    /^((?:\s*(?:[-+*]|\d{1,9}[.)]|>)(?:\s+|(?<=>)))*\s*)(.*)$/.exec(line) ?? [];
  if (rest === "" || isRule(line)) return line.replace(/[^\s\d]/, "\\$&");
  const [, heading] = /^#{1,6}\s+([^\s*\\](?:[^*\\]*[^\s*\\#])?)(?:\s+#+)?$/.exec(rest) ?? [];
  if (heading !== undefined) return `${start}**${inMarkdown(heading)}**`;
  return start + (isRule(rest) || /^(?:#|~~~)/.test(rest) ? "\\" : "") + inMarkdown(rest);
}

function inMarkdown(text: string): string {
  const pieces = splitCodeSpans(text);
  return pieces.map((piece, index) => (index % 2 === 1 ? piece : escapeMarkdown(piece))).join("");
}

function escapeMarkdown(text: string): string {
  return withoutAddresses(text).replace(
    /\\([\s\S]?)|[`<[\]|]/g,
    (match, next: string | undefined) =>
      next !== undefined && /[!-/:-@[-`{-~\n]/.test(next) ? match : `\\${match}`,
  );
}

/** Keeps an address from becoming a link where it would swallow the backslash of a character that is escaped after it. */
function withoutAddresses(text: string): string {
  return text.replace(/(?:(?<=[a-z]):|(?<=www)\.)(?=\S*[`<[\]|\\])/gi, "\\$&");
}

/** A span of code: shows the text as it is, line breaks as spaces, and nothing but spaces as one. Not for a cell of a table. */
export function code(text: string): string {
  const plain = cleanText(text).replace(/[\n\t]/g, " ");
  if (plain.trim() === "") return "` `";
  const delimiter = "`".repeat(longestRun(plain) + 1);
  const space = /^`|`$|^ .* $/.test(plain) ? " " : "";
  return delimiter + space + plain + space + delimiter;
}

/** A fenced block of code that holds the text, cleaned. */
export function fence(text: string, language = ""): string {
  if (!/^[\w+#.-]*$/.test(language))
    throw new EncodeError(`${JSON.stringify(language)} is no name of a language`);
  const lines = cleanText(text).replace(/\n$/, "").split("\n");
  const delimiter = fenceAround(lines);
  return [delimiter + language, ...lines, delimiter].join("\n");
}

function fenceAround(lines: readonly string[]): string {
  return "`".repeat(Math.max(3, ...lines.map((line) => longestRun(line) + 1)));
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
