import { LineSplitter } from "../runtime/line-splitter.js";
import { delayAfter, patience } from "./patience.js";
import { ask } from "./steps.js";
/** How many characters are left of a line that is too long, at most. */
const beginning = 200;
/**
 * Reads the lines of a file that are not blank. After a failure that passes by itself, the file is opened again, and what was read
 * already is passed over.
 */
export function* readLines(fileId, each) {
  let read = 0;
  for (let failures = 0; ;) {
    try {
      const file = yield* ask({
        kind: "open",
        fileId,
      });
      const lines = new Lines(file.maxLineLength);
      let at = 0;
      try {
        for (let isOver = false; !isOver;) {
          const turn = yield* ask({
            kind: "chunk",
            file,
          });
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
        yield {
          kind: "close",
          file,
        };
      }
    } catch (error) {
      const ms = delayAfter(error, ++failures, patience);
      if (ms === undefined) throw error;
      yield {
        kind: "sleep",
        ms,
      };
    }
  }
}
/** Cuts what comes in chunks into lines. Of a line that is too long it keeps no more than is needed to go on after it. */
class Lines {
  #splitter = new LineSplitter();
  #longest;
  /** The beginning of a line that is too long, until its end has come. */
  #cut;
  constructor(longest) {
    this.#longest = longest;
  }
  *push(chunk) {
    for (const line of this.#splitter.push(chunk)) yield this.#line(line);
    if (this.#splitter.length <= this.#longest) return;
    this.#cut ??= this.#beginningOf(this.#splitter.rest);
    this.#splitter.drop();
  }
  *end() {
    const [last = ""] = this.#splitter.end();
    if (last !== "" || this.#cut !== undefined) yield this.#line(last);
  }
  #line(text) {
    const cut = this.#cut;
    this.#cut = undefined;
    if (cut === undefined && text.length <= this.#longest)
      return {
        text,
        isCut: false,
      };
    return {
      text: cut ?? this.#beginningOf(text),
      isCut: true,
    };
  }
  /** The same wherever the chunks end. */
  #beginningOf(line) {
    return line.slice(0, Math.min(beginning, this.#longest));
  }
}
