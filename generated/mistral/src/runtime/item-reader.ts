import type { ResponseParseError } from "./errors.js";
import { excerpt } from "./error-body.js";
import { EventSplitter, type ServerSentEvent } from "./event-splitter.js";
import { LineSplitter, TextSplitter } from "./line-splitter.js";
import { badItem, checkLength, type ItemSource, parseItem } from "./lines.js";
import type { Items } from "./operation.js";

/** What some servers send as the data of the last event. */
const LAST = "[DONE]";
/** What each text of a JSON text sequence begins with (RFC 7464, 2.1). */
const RECORD_SEPARATOR = "\x1E";

/** Makes items of a response's chunks, as they come. What is wrong with an item is thrown when its turn comes. */
export class ItemReader {
  readonly #items: Items;
  readonly #source: ItemSource;
  /** What an item is called in errors. */
  readonly #noun: string;
  readonly #splitter: EventSplitter | TextSplitter;
  #count = 0;
  #isDone = false;

  constructor(items: Items, source: ItemSource) {
    this.#items = items;
    this.#source = source;
    this.#noun = { events: "event", "json-lines": "line", "json-seq": "record" }[items.format];
    this.#splitter =
      items.format === "events"
        ? new EventSplitter()
        : items.format === "json-lines"
          ? new LineSplitter()
          : new TextSplitter(RECORD_SEPARATOR);
  }

  get #isSequence(): boolean {
    return this.#items.format === "json-seq";
  }

  /** Whether the server has said that nothing follows. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /**
   * The items that a chunk completes.
   *
   * @throws {ResponseParseError} If one of them is not what it should be.
   */
  *push(chunk: Uint8Array): Generator<unknown, void, undefined> {
    yield* this.#read(this.#splitter.push(chunk));
    const { rest, length } = this.#splitter;
    checkLength(rest, `${this.#noun} ${this.#count + 1}`, this.#source, length);
  }

  /** The item that ends where the response does. */
  *end(): Generator<unknown, void, undefined> {
    yield* this.#read(this.#splitter.end());
  }

  *#read(pieces: Iterable<string | ServerSentEvent>): Generator<unknown, void, undefined> {
    for (const piece of pieces) {
      // Before the first separator, and between two of them, there is no record.
      if (this.#isSequence && typeof piece === "string" && piece.trim() === "") continue;
      this.#count++;
      const text = typeof piece === "string" ? piece : piece.data;
      const name = `${this.#noun} ${this.#count}`;
      checkLength(text, name, this.#source);
      if (typeof piece === "string") {
        if (piece.trim() !== "") yield this.#parseText(piece, name);
        continue;
      }
      const { event = "message", data } = piece;
      this.#isDone = data.trim() === LAST;
      if (this.#isDone) return;
      const { json, whole } = this.#items;
      const isJson = json === true || json?.includes(event) === true;
      if (isJson && data.trim() === "") continue;
      const value = isJson ? parseItem(data, name, this.#source) : data;
      yield whole === true ? { ...piece, data: value } : value;
    }
  }

  #parseText(text: string, name: string): unknown {
    // RFC 7464, 2.4: of these only what follows tells whether they are whole.
    if (this.#isSequence && /^[-\dtfn].*\S$/s.test(text.trimStart()))
      throw badItem(`${name} is cut off`, text, this.#source);
    return parseItem(text, name, this.#source);
  }
}

const TYPES: Readonly<Record<Items["format"], { readonly name: string; readonly like: RegExp }>> = {
  events: { name: "text/event-stream", like: /^text\/event-stream\b/i },
  "json-lines": { name: "JSON Lines", like: /json/i },
  "json-seq": { name: "a JSON text sequence", like: /json/i },
};

/** Whether a response of this type can hold the items; one without a telling type can. */
export function holdsItems({ format }: Items, contentType: string | undefined): boolean {
  const isOpen =
    contentType === undefined || /^(?:text\/plain|application\/octet-stream)\b/i.test(contentType);
  return isOpen || TYPES[format].like.test(contentType);
}

/** The error about a response that holds none. */
export function notItems(
  { format }: Items,
  contentType: string | undefined,
  start: Uint8Array | undefined,
  source: ItemSource,
): ResponseParseError {
  const text = new TextDecoder().decode(start);
  const sent = excerpt(contentType ?? "");
  return badItem(
    `HTTP ${source.status} with ${sent} instead of ${TYPES[format].name}`,
    text,
    source,
  );
}
