import { createHash } from "node:crypto";

/** SHA-256 in hexadecimal, of a text as UTF-8. */
export function contentHash(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The same whatever line ends a checkout gave the text. */
export function textHash(text: string): string {
  return contentHash(text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text);
}
