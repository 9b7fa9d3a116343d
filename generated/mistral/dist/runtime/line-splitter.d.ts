/** Cuts UTF-8 text that comes in chunks into lines, without their ends (`\n` or `\r\n`) and a byte order mark. */
export declare class LineSplitter {
  #private;
  /** The line that has no end yet. */
  get rest(): string;
  get length(): number;
  /** The lines that a chunk completes. */
  push(chunk: Uint8Array): string[];
  /** The last line, if it has no end. */
  end(): string[];
}
