import {
  constructFromEvents,
  CORE_SCHEMA,
  type Event,
  mergeTag,
  parseEvents,
  YAMLException,
} from "js-yaml";
import { type Diagnostic, DiagnosticError } from "../diagnostic.ts";
import { findJsonSyntaxError } from "./json-syntax.ts";
import { type JsonValue, pointerOf } from "./json.ts";
import { type LimitExceeded, makeTree, MAX_ALIASED_NODES, MAX_DEPTH } from "./limits.ts";
import { indexJson, readJsonObject } from "./json-bytes.ts";
import { placesIn, type Place } from "./locate.ts";
import { placesInJson } from "./locate-json.ts";
import { findByEvents } from "./locate-yaml.ts";
import type { SourceText } from "../source.ts";

/** A text as a value, and the way back from a node to its line. */
export interface Parsed {
  readonly source: SourceText;
  /** A tree of plain JSON that belongs to the caller. */
  readonly value: JsonValue;
  /** Where the node at the tokens of a pointer stands, or the nearest one above it. Prepares itself when first asked. */
  place(tokens: readonly string[]): Place;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads JSON, or YAML 1.2 (core schema and merge keys; duplicate keys are errors, dates stay text). Throws
 * `DiagnosticError`: `empty-document`, `json-syntax`, `yaml-syntax`, `too-deep`, `too-many-aliases` or `circular-alias`.
 */
export async function parse(input: SourceText): Promise<Parsed> {
  return parseBytes(input) ?? (await parseText(input));
}

/** `undefined` for what is no JSON, or none that can be read. */
function parseBytes(source: SourceText): Parsed | undefined {
  if (source.bytes === undefined) return undefined;
  const { buffer, byteOffset, byteLength } = source.bytes;
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  if (!/^\s*\{/.test(bytes.toString("latin1", 0, 100))) return undefined;
  const index = indexJson(bytes);
  try {
    const value = readJsonObject(bytes, index);
    if (makeTree(value, false) !== undefined) return undefined;
    return parsed(source, { value, places: () => placesInJson(source.uri, bytes, index) });
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Decodes the bytes once, and lets go of them. */
async function parseText({ bytes: _bytes, ...input }: SourceText): Promise<Parsed> {
  const source = { ...input, text: input.text.replace(/^\ufeff/, "") };
  const places = placesIn(source);
  if (source.text.trim() === "")
    throw syntaxError("empty-document", places(0), "the document is empty", "OpenAPI 3.1.1, 4.2");
  const json = /^\s*\{/.test(source.text);
  const read = (json ? readJson(source) : undefined) ?? (await readYaml(source, places));
  const exceeded = makeTree(read.value, read.aliases === true);
  const result = parsed(source, read);
  if (exceeded !== undefined)
    throw new DiagnosticError([{ ...limitError(exceeded), ...result.place(exceeded.tokens) }]);
  return result;
}

interface Read {
  readonly value: JsonValue;
  readonly aliases?: boolean;
  /** Prepares to find places by the tokens of pointers. */
  readonly places: () => Parsed["place"];
  readonly diagnostics?: readonly Diagnostic[];
}

function parsed(source: SourceText, { value, places, diagnostics = [] }: Read): Parsed {
  let find: Parsed["place"] | undefined;
  const place = (tokens: readonly string[]): Place => {
    find ??= places();
    return find(tokens);
  };
  return { source, value, place, diagnostics };
}

/** `undefined` for what is no JSON but may be YAML in its flow style. */
function readJson(source: SourceText): Read | undefined {
  try {
    const value = JSON.parse(source.text) as JsonValue;
    const places = (): Parsed["place"] => {
      const bytes = Buffer.from(source.text);
      return placesInJson(source.uri, bytes, indexJson(bytes));
    };
    return { value, places };
  } catch {
    if (!/\.json$/i.test(source.uri)) return undefined;
    const { offset, expected } = findJsonSyntaxError(source.text);
    throw syntaxError(
      "json-syntax",
      placesIn(source)(offset),
      `this is not JSON: expected ${expected} here`,
      "RFC 8259, 2",
    );
  }
}

async function readYaml(source: SourceText, places: (offset: number) => Place): Promise<Read> {
  try {
    const events = parseEvents(source.text, { maxDepth: MAX_DEPTH });
    const value = onlyDocument(source.text, events);
    const find = (): Parsed["place"] => {
      const offsetOf = findByEvents(source.text, events);
      return (tokens) => places(offsetOf(tokens));
    };
    return { value, aliases: source.text.includes("*"), places: find };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const offset = Math.min(error.mark?.position ?? 0, source.text.length);
    if (error.reason.includes("maxDepth")) {
      throw new DiagnosticError([
        { ...limitError({ limit: "depth", tokens: [] }), ...places(offset) },
      ]);
    }
    const { readTolerantly } = await import("./parse-tolerant.ts");
    const read = readTolerantly(source.text) ?? { offset, message: error.reason };
    if ("message" in read) {
      const { rule = "YAML 1.2.2" } = adviceFor(read.message);
      throw syntaxError("yaml-syntax", places(read.offset), read.message, rule);
    }
    const { value, find } = read;
    const diagnostics = [tolerated(error.reason, places(offset))];
    return { value, aliases: true, places: () => (tokens) => places(find(tokens)), diagnostics };
  }
}

/** What js-yaml's `load` makes of a text, of whose events it lets nothing know. */
function onlyDocument(source: string, events: Event[]): JsonValue {
  const schema = CORE_SCHEMA.withTags(mergeTag);
  const documents = constructFromEvents(events, { schema, source });
  if (documents.length === 1) return documents[0] as JsonValue;
  throw new YAMLException(
    documents.length === 0
      ? "expected a document, but the input is empty"
      : "expected a single document in the stream, but found more",
  );
}

function tolerated(reason: string, place: Place): Diagnostic {
  return {
    severity: "warning",
    code: "yaml-tolerated",
    message: `strict YAML parsers refuse this document: ${reason}`,
    cure: adviceFor(reason).cure,
    ...place,
  };
}

function syntaxError(code: string, place: Place, message: string, rule: string): DiagnosticError {
  return new DiagnosticError([
    { severity: "error", code, message, rule, cure: adviceFor(message).cure, ...place },
  ]);
}

interface Advice {
  readonly cure: string;
  /** The section of YAML that is broken, where that is certain. */
  readonly rule?: string;
}

const ADVICE: readonly (readonly [RegExp, Advice])[] = [
  [
    /\btabs?\b/i,
    { cure: "indent with spaces; YAML does not allow tabs there", rule: "YAML 1.2.2, 6.1" },
  ],
  [/unique|duplicate/i, { cure: "remove or rename one of the two", rule: "YAML 1.2.2, 3.2.1.1" }],
  [/indent/i, { cure: "indent this line like its siblings, or deeper than its parent" }],
  [/compact mapping|implicit key/i, { cure: "put a text that contains `: ` in quotes" }],
  [
    /unresolved alias|unidentified alias/i,
    { cure: "define the anchor (`&name`) before it is used", rule: "YAML 1.2.2, 7.1" },
  ],
  [/more than one/i, { cure: "keep one document per file", rule: "OpenAPI 3.1.1, 3.2" }],
  [/empty/i, { cure: "check that this is the file you meant" }],
];

function adviceFor(message: string): Advice {
  const found = ADVICE.find(([pattern]) => pattern.test(message));
  return found?.[1] ?? { cure: "correct the text here; all before it could be read" };
}

function limitError({ limit, tokens }: LimitExceeded): Diagnostic {
  const pointer = tokens.length === 0 || tokens.length > 12 ? {} : { pointer: pointerOf(tokens) };
  if (limit === "cycle") {
    const message = "this alias stands for a node that contains it";
    return {
      severity: "error",
      code: "circular-alias",
      message,
      cure: "express recursion by `$ref`",
      rule: "OpenAPI 3.1.1, 4.2",
      ...pointer,
    };
  }
  if (limit === "aliases") {
    const message = `the aliases of this document expand to more than ${MAX_ALIASED_NODES.toLocaleString("en")} nodes`;
    return {
      severity: "error",
      code: "too-many-aliases",
      message,
      cure: "use `$ref` instead of YAML aliases",
      ...pointer,
    };
  }
  const message = `collections are nested more than ${MAX_DEPTH} levels deep here`;
  return {
    severity: "error",
    code: "too-deep",
    message,
    cure: "move inner schemas to `components/schemas` and refer to them by `$ref`",
  };
}
