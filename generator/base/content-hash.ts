import { createHash } from "node:crypto";

/** Characters that are encoded at once. */
const PART = 16_384;
const encoder = new TextEncoder();
/** UTF-16 takes at most three bytes of UTF-8 for a unit. */
const scratch = new Uint8Array(3 * PART);

/** SHA-256 in hexadecimal, of a text as UTF-8. */
export function contentHash(content: string | Uint8Array): string {
  const hash = createHash("sha256");
  if (typeof content !== "string") return hash.update(content).digest("hex");
  // Piece by piece: a large text as a whole would need as much memory once more, which takes longer than the hash.
  for (let start = 0; start < content.length;) {
    const end = start + PART;
    const isSplit = isHighSurrogate(content.charCodeAt(end - 1));
    const part = content.slice(start, isSplit ? end - 1 : end);
    hash.update(scratch.subarray(0, encoder.encodeInto(part, scratch).written));
    start += part.length;
  }
  return hash.digest("hex");
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd8_00 && unit < 0xdc_00;
}

/** The same whatever line ends a checkout gave the text. */
export function textHash(text: string): string {
  return contentHash(text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text);
}
