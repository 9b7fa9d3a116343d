import { contentSize } from "./body.js";
/** Makes a handler that never throws: what the given one throws is noted, and stops what the watchdog watches over. */
export function guardProgress(handler, watchdog, notes) {
  return (progress) => {
    if (watchdog.isAborted) return;
    try {
      handler(progress);
    } catch (error) {
      notes.thrown = { error };
      watchdog.abort(error);
    }
  };
}
/** Counts the bytes of one body, and reports each time that there are more. */
export class Meter {
  #phase;
  #total;
  #report;
  #loaded = 0;
  #isComplete = false;
  /** @param total - In bytes, if it is known. */
  constructor(phase, total, report) {
    this.#phase = phase;
    this.#total = total;
    this.#report = report;
  }
  /** Counts a piece; undefined means that the body is complete, which is reported unless the last report has said so. */
  take(piece) {
    if (piece === undefined && this.#isComplete) return;
    this.#loaded += piece?.byteLength ?? 0;
    const total = piece === undefined ? this.#loaded : this.#total;
    this.#isComplete = this.#loaded === total;
    this.#report({
      phase: this.#phase,
      loaded: this.#loaded,
      total,
    });
  }
}
/** The meter of a request's body, which has counted it already if it is sent in one piece. */
export function uploadMeter({ content, length }, report) {
  const size = contentSize(content);
  const meter = new Meter("upload", size ?? length, report);
  if (size !== undefined) meter.take({ byteLength: size });
  return meter;
}
/** The number of bytes that the reader of a body gets, if the headers tell: they do not if it is encoded. */
export function bodySize(headers) {
  const length = headers["content-length"];
  const isKnown =
    headers["content-encoding"] === undefined && length !== undefined && /^\d+$/.test(length);
  return isKnown ? Number(length) : undefined;
}
