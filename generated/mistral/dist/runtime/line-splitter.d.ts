/** Cuts UTF-8 text that comes in chunks into pieces at a separator, which they leave out; and so a byte order mark. */
export declare class TextSplitter {
  #private;
  constructor(separator: string);
  /** The piece that has no end yet. */
  get rest(): string;
  get length(): number;
  /** Forgets what there is of the piece that has no end yet. */
  drop(): void;
  /** The pieces that a chunk completes. */
  push(chunk: Uint8Array): string[];
  /** The last piece, if it has no end. */
  end(): string[];
}
/** Cuts text into lines, without their ends (`\n` or `\r\n`). */
export declare class LineSplitter extends TextSplitter {
  constructor();
  override push(chunk: Uint8Array): string[];
  override end(): string[];
}
