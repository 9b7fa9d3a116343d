import { LineSplitter } from "../runtime/line-splitter.js";
import { delayAfter, patience } from "./patience.js";
import { ask, type Step, type Steps } from "./steps.js";

/** A line of a file; of one that is longer than lines may be, only the beginning. */
export interface FileLine {
  readonly text: string;
  readonly isCut: boolean;
}

/** How many characters are left of a line that is too long, at most. */
const beginning = 200;

/**
 * Reads the lines of a file that are not blank. After a failure that passes by itself, the file is opened again, and what was read
 * already is passed over.
 */
export function* readLines<Value>(
  fileId: string,
  each: (line: FileLine) => Step<Value> | undefined,
): Steps<Value> {
  let read = 0;
  for (let failures = 0; ;) {
    try {
      const file = yield* ask<"open">({ kind: "open", fileId });
      const lines = new Lines(file.maxLineLength);
      let at = 0;
      try {
        for (let isOver = false; !isOver;) {
          const turn = yield* ask<"chunk">({ kind: "chunk", file });
          isOver = turn.done === true;
          for (const line of turn.done === true ? lines.end() : lines.push(turn.value)) {
            if (at++ < read) continue;
            read = at;
            failures = 0;
            const step = line.isCut || line.text.trim() !== "" ? each(line) : undefined;
            if (step !== undefined) yield step;
          }
        }
        return;
      } finally {
        yield { kind: "close", file };
      }
    } catch (error) {
      const ms = delayAfter(error, ++failures, patience);
      if (ms === undefined) throw error;
      yield { kind: "sleep", ms };
    }
  }
}

/** Cuts what comes in chunks into lines. Of a line that is too long it keeps no more than is needed to go on after it. */
class Lines {
  readonly #splitter: LineSplitter = new LineSplitter();
  readonly #longest: number;
  /** The beginning of a line that is too long, until its end has come. */
  #cut: string | undefined;

  constructor(longest: number) {
    this.#longest = longest;
  }

  *push(chunk: Uint8Array): Generator<FileLine, void, undefined> {
    for (const line of this.#splitter.push(chunk)) yield this.#line(line);
    if (this.#splitter.length <= this.#longest) return;
    this.#cut ??= this.#beginningOf(this.#splitter.rest);
    this.#splitter.drop();
  }

  *end(): Generator<FileLine, void, undefined> {
    const [last = ""] = this.#splitter.end();
    if (last !== "" || this.#cut !== undefined) yield this.#line(last);
  }

  #line(text: string): FileLine {
    const cut = this.#cut;
    this.#cut = undefined;
    if (cut === undefined && text.length <= this.#longest) return { text, isCut: false };
    return { text: cut ?? this.#beginningOf(text), isCut: true };
  }

  /** The same wherever the chunks end. */
  #beginningOf(line: string): string {
    return line.slice(0, Math.min(beginning, this.#longest));
  }
}
