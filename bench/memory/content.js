// @ts-check
// Random content that is the same on every run, so that both ends can make it without keeping it.
import { createCipheriv, createHash } from "node:crypto";

/** @typedef {"bytes" | "lines"} Kind */

const pieceSize = 65_536;

/**
 * The content in pieces of 64 KiB: the key stream of a cipher; or lines of JSON of 40 to 8,000 characters, the last of which may go
 * beyond the size.
 *
 * @param {Kind} kind
 * @param {number} size In bytes.
 * @returns {Generator<Uint8Array, void, undefined>}
 */
export function* contentOf(kind, size) {
  const cipher = createCipheriv("aes-128-ctr", Buffer.alloc(16, 1), Buffer.alloc(16));
  const zeros = Buffer.alloc(pieceSize);
  for (let at = 0, line = 0; at < size;) {
    if (kind === "bytes") {
      const piece = cipher.update(zeros).subarray(0, size - at);
      at += piece.length;
      yield piece;
      continue;
    }
    let text = "";
    while (text.length < pieceSize && at + text.length < size) {
      const noise = cipher.update(zeros.subarray(0, 6_000));
      text += lineOf({
        line: line++,
        noise: noise.toString("base64", 0, noise.readUInt16LE() % 6_000),
      });
    }
    at += text.length;
    yield Buffer.from(text);
  }
}

/**
 * A value as a line of JSON.
 *
 * @param {unknown} value
 */
export function lineOf(value) {
  return `${JSON.stringify(value)}\n`;
}

/**
 * What both ends have to come to.
 *
 * @param {Kind} kind
 * @param {number} size
 */
export function digestOf(kind, size) {
  const digest = new Digest();
  for (const piece of contentOf(kind, size)) digest.add(piece);
  return digest.result();
}

/** The length and the hash of what has passed. */
export class Digest {
  #bytes = 0;
  #hash = createHash("sha256");

  /** @param {Uint8Array | string} piece */
  add(piece) {
    this.#bytes += typeof piece === "string" ? Buffer.byteLength(piece) : piece.byteLength;
    this.#hash.update(piece);
  }

  result() {
    return { bytes: this.#bytes, sha256: this.#hash.digest("hex") };
  }
}
