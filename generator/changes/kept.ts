/** The last document, kept beside the output so that the next run can say what changed for callers. */

import { isRecord } from "../base/is-record.ts";
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

/** JSON without what differs from machine to machine. */
export function keptText({ root, stems }: Document, settings: KeptSettings): string {
  const kept: Kept = {
    keptVersion: 1,
    settings,
    ...(stems === undefined ? {} : { stems: Object.fromEntries(stems) }),
    document: root,
  };
  return `${jsonText(kept, 4)}\n`;
}

/** What `JSON.stringify` gives, which takes three times as long for one large value as for its parts down to a `depth`. */
function jsonText(value: unknown, depth: number): string {
  if (depth === 0 || !isRecord(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, each]) => `${JSON.stringify(key)}:${jsonText(each, depth - 1)}`,
  );
  return `{${members.join(",")}}`;
}

export interface KeptDocument {
  readonly document: Document;
  readonly settings: KeptSettings;
}

/**
 * What {@link keptText} made; undefined for anything else. Nobody knows any more where its nodes stood.
 *
 * @param uri where the document is read from now, to which its servers may be relative.
 */
export function keptDocument(text: string, uri: string): KeptDocument | undefined {
  const kept = parsed(text);
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

function parsed(text: string): Kept | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isKept = isRecord(value) && value["keptVersion"] === 1 && isRecord(value["document"]);
    return isKept && isRecord(value["settings"]) ? (value as unknown as Kept) : undefined;
  } catch {
    return undefined;
  }
}
