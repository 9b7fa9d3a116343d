import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  type Node,
  parseDocument,
  type YAMLParseError,
} from "yaml";
import type { JsonValue } from "./json.ts";
import type { FindOffset } from "./locate.ts";

/** A value, or the first error. */
export type TolerantRead =
  | { readonly value: JsonValue; readonly find: FindOffset }
  | { readonly offset: number; readonly message: string };

/**
 * Reads YAML with a parser that is slower, forgives harmless faults of indentation and words errors well. Loaded only for
 * documents that the fast parser refuses. `undefined` if the text is too deep for this parser.
 */
export function readTolerantly(text: string): TolerantRead | undefined {
  try {
    const document = parseDocument(text, { merge: true, prettyErrors: false });
    const [error] = document.errors;
    if (error !== undefined) return { offset: error.pos[0], message: worded(error) };
    return { value: document.toJS({ maxAliasCount: -1 }) as JsonValue, find: finder(document) };
  } catch (error) {
    if (error instanceof RangeError || error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function finder(document: Document): FindOffset {
  return (tokens) => {
    let node: unknown = document.contents;
    let offset = startOf(node) ?? 0;
    for (const token of tokens) {
      if (isAlias(node)) node = node.resolve(document);
      if (!isCollection(node)) break;
      const pair = isMap(node)
        ? node.items.find(({ key }) => isScalar(key) && String(key.value) === token)
        : undefined;
      const child = pair?.value ?? node.get(isMap(node) ? token : Number(token), true);
      const start = isCollection(child) && pair !== undefined ? startOf(pair.key) : startOf(child);
      if (start === undefined) break;
      node = child;
      offset = start;
    }
    return offset;
  };
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

function worded({ code, message }: YAMLParseError): string {
  if (code === "MULTIPLE_DOCS") return "the file holds more than one YAML document";
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, "");
}
