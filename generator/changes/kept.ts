/** The last document, kept beside the output so that the next run can say what changed for callers. */

import { isRecord } from "../base/is-record.ts";
import { indexJson, readJsonObject } from "../base/json-bytes.ts";
import type { NameLock } from "../base/name-lock.ts";
import type { AssignedStem, Document, OpenApiRoot } from "../document.ts";

/** Compressed on the disk; git takes it for binary. */
export const KEPT_FILE = ".triptych.document.json.gz";

/** What the kept document is called. */
export const LAST = "the last document";

/** What the names in a client depend on beside the document. */
export interface KeptSettings {
  readonly naming?: "auto" | "operationId" | "tag" | "path";
  readonly enums?: "union" | "const";
  readonly lock?: NameLock;
}

interface Kept {
  readonly keptVersion: 1;
  readonly settings: KeptSettings;
  /** Of a selection. */
  readonly stems?: Readonly<Record<string, AssignedStem>>;
  /** With its overlays applied, and without what is not selected. */
  readonly document: OpenApiRoot;
}

/** JSON in UTF-8, without what differs from machine to machine. */
export function keptBytes({ root, stems }: Document, settings: KeptSettings): Uint8Array {
  const kept: Kept = {
    keptVersion: 1,
    settings,
    ...(stems === undefined ? {} : { stems: Object.fromEntries(stems) }),
    document: root,
  };
  return Buffer.concat([...jsonBytes(kept, LEVELS), Buffer.from("\n")]);
}

/** Below so many levels, of this file and of the document in it, values are small. */
const LEVELS = 4;

/** What `JSON.stringify` gives, in pieces: as one text it would take three times as long, and as much memory as the document. */
function* jsonBytes(value: unknown, levels: number): Generator<Buffer> {
  if (levels === 0 || !isRecord(value)) {
    yield Buffer.from(JSON.stringify(value));
    return;
  }
  let before = "{";
  for (const [key, each] of Object.entries(value)) {
    if (each === undefined) continue;
    yield Buffer.from(`${before}${JSON.stringify(key)}:`);
    yield* jsonBytes(each, levels - 1);
    before = ",";
  }
  yield Buffer.from(before === "{" ? "{}" : "}");
}

export interface KeptDocument {
  readonly document: Document;
  readonly settings: KeptSettings;
}

/**
 * What {@link keptBytes} made; undefined for anything else. Nobody knows any more where its nodes stood.
 *
 * @param uri where the document is read from now, to which its servers may be relative.
 */
export function keptDocument(bytes: Uint8Array, uri: string): KeptDocument | undefined {
  const kept = parsed(bytes);
  if (kept === undefined) return undefined;
  const { document: root, settings, stems } = kept;
  const document: Document = {
    root,
    uri,
    ...(stems === undefined ? {} : { stems: new Map(Object.entries(stems)) }),
    locate: () => ({ location: { file: LAST, line: 1, column: 1 }, excerpt: [] }),
  };
  return { document, settings };
}

function parsed({ buffer, byteOffset, byteLength }: Uint8Array): Kept | undefined {
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  try {
    const value: unknown = readJsonObject(bytes, indexJson(bytes));
    const isKept = isRecord(value) && value["keptVersion"] === 1 && isRecord(value["document"]);
    return isKept && isRecord(value["settings"]) ? (value as unknown as Kept) : undefined;
  } catch {
    return undefined;
  }
}
