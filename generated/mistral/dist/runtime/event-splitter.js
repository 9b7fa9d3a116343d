/**
 * Cuts a stream of server-sent events that comes in chunks into events, as WHATWG HTML, 9.2.6 says: comments, unknown
 * fields and events without data are left out, and so is an event that the stream ends in.
 */
export class EventSplitter {
  #decoder = new TextDecoder();
  /** The line that has no end yet. */
  #rest = "";
  #isAfterReturn = false;
  #data = [];
  #dataLength = 0;
  #fields = {};
  /** The beginning of what there is of an event that is not complete. */
  get rest() {
    return this.#data[0] ?? this.#rest;
  }
  /** The length of what there is of an event that is not complete. */
  get length() {
    return this.#dataLength + this.#rest.length;
  }
  /** The events that a chunk completes. */
  push(chunk) {
    let text = this.#decoder.decode(chunk, { stream: true });
    if (text === "") return [];
    // The end of a line may be cut in two.
    if (this.#isAfterReturn && text.startsWith("\n")) text = text.slice(1);
    this.#isAfterReturn = text.endsWith("\r");
    const [first = "", ...more] = text.split(/\r\n|\r|\n/);
    const lines = [this.#rest + first, ...more];
    this.#rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.#take(line) ?? []);
  }
  /** An event that is not complete is none. */
  end() {
    return [];
  }
  #take(line) {
    if (line === "") return this.#dispatch();
    const [, name = line, value = ""] = /^([^:]*): ?(.*)$/s.exec(line) ?? [];
    if (name === "data") {
      this.#data.push(value);
      this.#dataLength += value.length + 1;
    } else if (name === "event") this.#fields.event = value;
    else if (name === "id" && !value.includes("\0")) this.#fields.id = value;
    else if (name === "retry" && /^\d+$/.test(value)) this.#fields.retry = Number(value);
    return undefined;
  }
  #dispatch() {
    const { event, ...rest } = this.#fields;
    const lines = this.#data;
    this.#fields = {};
    this.#data = [];
    this.#dataLength = 0;
    if (lines.length === 0) return undefined;
    const data = lines.join("\n");
    return event === undefined || event === ""
      ? {
          data,
          ...rest,
        }
      : {
          event,
          data,
          ...rest,
        };
  }
}
