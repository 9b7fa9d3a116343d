// @ts-check
// Where contents of whatever size are kept: one temporary file, to which everything is appended.
import { randomUUID } from "node:crypto";
import { ftruncateSync, openSync, read, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const readAt = promisify(read);
const pieceBytes = 64 * 1024;

/** A temporary file without a name: it is gone when the process is, however it ends. */
export class Spool {
  #fd;
  #end = 0;

  constructor() {
    const path = join(tmpdir(), `embedded-server-${randomUUID()}`);
    this.#fd = openSync(path, "wx+");
    unlinkSync(path);
  }

  /** Forgets everything. */
  reset() {
    ftruncateSync(this.#fd, 0);
    this.#end = 0;
  }

  /**
   * @param {Uint8Array} bytes
   * @returns {number} Where they stand.
   */
  append(bytes) {
    const start = this.#end;
    this.#end += bytes.length;
    for (let at = 0; at < bytes.length;)
      at += writeSync(this.#fd, bytes, at, bytes.length - at, start + at);
    return start;
  }

  /**
   * @param {number} start
   * @param {number} length
   */
  async *read(start, length) {
    for (let at = 0; at < length;) {
      const piece = Buffer.allocUnsafe(Math.min(pieceBytes, length - at));
      const { bytesRead } = await readAt(this.#fd, piece, 0, piece.length, start + at);
      if (bytesRead === 0) return;
      yield piece.subarray(0, bytesRead);
      at += bytesRead;
    }
  }
}

/** Bytes that grow at their end, kept in a spool. */
export class Content {
  #spool;
  /** @type {{ start: number, length: number }[]} */
  #runs = [];
  bytes = 0;
  /** Line ends. */
  lines = 0;

  /** @param {Spool} spool */
  constructor(spool) {
    this.#spool = spool;
  }

  /** @param {Uint8Array} bytes */
  append(bytes) {
    const start = this.#spool.append(bytes);
    const last = this.#runs.at(-1);
    if (last !== undefined && last.start + last.length === start) last.length += bytes.length;
    else this.#runs.push({ start, length: bytes.length });
    this.bytes += bytes.length;
    for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) this.lines += 1;
  }

  /** The bytes, or the first of them, piece by piece. */
  async *read(length = this.bytes) {
    let left = length;
    for (const run of this.#runs) {
      yield* this.#spool.read(run.start, Math.min(run.length, left));
      left -= Math.min(run.length, left);
    }
  }

  /** The lines without their ends. */
  async *readLines(length = this.bytes) {
    let rest = Buffer.alloc(0);
    for await (const piece of this.read(length)) {
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      let from = 0;
      for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, from)) {
        yield bytes.toString("utf8", from, at);
        from = at + 1;
      }
      rest = bytes.subarray(from);
    }
    if (rest.length > 0) yield rest.toString("utf8");
  }

  /**
   * The length of the first so many lines in bytes.
   *
   * @param {number} count
   */
  async lengthOf(count) {
    if (count >= this.lines) return this.bytes;
    let length = 0;
    let left = count;
    for await (const piece of this.read()) {
      for (let at = -1; left > 0;) {
        at = piece.indexOf(10, at + 1);
        if (at === -1) break;
        left -= 1;
        if (left === 0) return length + at + 1;
      }
      length += piece.length;
      if (left === 0) break;
    }
    return count === 0 ? 0 : length;
  }
}

/** Appends lines to a content, many at a time. */
export class LineWriter {
  #content;
  /** @type {string[]} */
  #lines = [];
  #length = 0;

  /** @param {Content} content */
  constructor(content) {
    this.#content = content;
  }

  /** @param {unknown} value */
  write(value) {
    const line = `${JSON.stringify(value)}\n`;
    this.#lines.push(line);
    this.#length += line.length;
    if (this.#length >= pieceBytes) this.flush();
  }

  flush() {
    if (this.#length > 0) this.#content.append(Buffer.from(this.#lines.join("")));
    this.#lines = [];
    this.#length = 0;
  }
}
