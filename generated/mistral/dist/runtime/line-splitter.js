/** Cuts UTF-8 text that comes in chunks into lines, without their ends (`\n` or `\r\n`) and a byte order mark. */
export class LineSplitter {
  #decoder = new TextDecoder();
  #rest = "";
  /** The line that has no end yet. */
  get rest() {
    return this.#rest;
  }
  get length() {
    return this.#rest.length;
  }
  /** The lines that a chunk completes. */
  push(chunk) {
    const [first = "", ...more] = this.#decoder.decode(chunk, { stream: true }).split("\n");
    const lines = [this.#rest + first, ...more];
    this.#rest = lines.pop() ?? "";
    return lines.map(withoutReturn);
  }
  /** The last line, if it has no end. */
  end() {
    const rest = this.#rest + this.#decoder.decode();
    return rest === "" ? [] : [withoutReturn(rest)];
  }
}
function withoutReturn(line) {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
