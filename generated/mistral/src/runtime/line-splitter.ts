/** Cuts UTF-8 text that comes in chunks into pieces at a separator, which they leave out; and so a byte order mark. */
export class TextSplitter {
  readonly #separator: string;
  readonly #decoder: TextDecoder = new TextDecoder();
  #rest = "";

  constructor(separator: string) {
    this.#separator = separator;
  }

  /** The piece that has no end yet. */
  get rest(): string {
    return this.#rest;
  }

  get length(): number {
    return this.#rest.length;
  }

  /** Forgets what there is of the piece that has no end yet. */
  drop(): void {
    this.#rest = "";
  }

  /** The pieces that a chunk completes. */
  push(chunk: Uint8Array): string[] {
    const text = this.#decoder.decode(chunk, { stream: true });
    const [first = "", ...more] = text.split(this.#separator);
    const pieces = [this.#rest + first, ...more];
    this.#rest = pieces.pop() ?? "";
    return pieces;
  }

  /** The last piece, if it has no end. */
  end(): string[] {
    const rest = this.#rest + this.#decoder.decode();
    return rest === "" ? [] : [rest];
  }
}

/** Cuts text into lines, without their ends (`\n` or `\r\n`). */
export class LineSplitter extends TextSplitter {
  constructor() {
    super("\n");
  }

  override push(chunk: Uint8Array): string[] {
    return super.push(chunk).map(withoutReturn);
  }

  override end(): string[] {
    return super.end().map(withoutReturn);
  }
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
