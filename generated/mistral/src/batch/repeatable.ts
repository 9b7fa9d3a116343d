/**
 * Requests of an iterable that can be iterated again, as those of a `Set`: each time it is asked for an iterator it gives a new
 * one, which begins with the first request. Nothing is kept of them but what one job's results have not claimed yet.
 */
export class Repeatable {
  readonly #iterable: Iterable<unknown>;
  /** What is sent. */
  #sending: Iterator<unknown>;
  /** What is read once more, for the results. */
  #reading: Iterator<unknown> | undefined;
  /** The number of what comes next of it. */
  #readingAt = 0;
  /** Those that were passed over on the way to another one. */
  readonly #passed = new Map<number, unknown>();
  #last: { readonly index: number; readonly value: unknown } | undefined;
  /** What was read to see whether another iterator begins anew, and is not sent yet. */
  #ahead: IteratorResult<unknown> | undefined;
  /** Undefined as long as that is not known. */
  #beginsAnew: boolean | undefined;

  private constructor(iterable: Iterable<unknown>, iterator: Iterator<unknown>) {
    this.#iterable = iterable;
    this.#sending = iterator;
  }

  /** Undefined for what is its own iterator, as generators are, or comes asynchronously. */
  static of(requests: unknown): Repeatable | undefined {
    if (typeof requests !== "object" || requests === null) return undefined;
    if (Symbol.asyncIterator in requests || !(Symbol.iterator in requests)) return undefined;
    const iterable = requests as Iterable<unknown>;
    const iterator = iterable[Symbol.iterator]();
    return (iterator as unknown) === requests ? undefined : new Repeatable(iterable, iterator);
  }

  /** The next one to be sent. */
  next(): IteratorResult<unknown> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    if (ahead !== undefined) return ahead;
    const turn = this.#sending.next();
    if (this.#beginsAnew === undefined) this.#compare(turn);
    return turn;
  }

  /** Sends again from a number on. Returns false where that cannot be done. */
  restart(index: number): boolean {
    if (this.#beginsAnew === false) return false;
    close(this.#sending);
    this.#sending = this.#iterable[Symbol.iterator]();
    for (let at = 0; at < index; at++) if (this.#sending.next().done === true) return false;
    return true;
  }

  /** The request with a number, of those that were sent. */
  at(index: number): unknown {
    if (this.#beginsAnew !== true) return undefined;
    if (this.#last?.index !== index) this.#last = { index, value: this.#find(index) };
    return this.#last.value;
  }

  /** Forgets what was passed over. */
  forget(): void {
    this.#passed.clear();
  }

  close(): void {
    close(this.#sending);
    if (this.#reading !== undefined) close(this.#reading);
  }

  /** An iterator that goes on where the other one is takes what is to be sent: it is not used then, and nothing is lost. */
  #compare(first: IteratorResult<unknown>): void {
    const reading = this.#iterable[Symbol.iterator]();
    const again = reading.next();
    this.#beginsAnew = first.done === again.done && jsonOf(first.value) === jsonOf(again.value);
    if (!this.#beginsAnew) this.#ahead = again;
    else if (again.done !== true) {
      this.#reading = reading;
      this.#readingAt = 1;
      this.#passed.set(0, again.value);
    }
  }

  #find(index: number): unknown {
    if (this.#passed.has(index)) {
      const value = this.#passed.get(index);
      this.#passed.delete(index);
      return value;
    }
    if (index < this.#readingAt || this.#reading === undefined) {
      if (this.#reading !== undefined) close(this.#reading);
      this.#passed.clear();
      this.#reading = this.#iterable[Symbol.iterator]();
      this.#readingAt = 0;
    }
    for (;;) {
      const turn = this.#reading.next();
      if (turn.done === true) return undefined;
      const at = this.#readingAt++;
      if (at === index) return turn.value;
      this.#passed.set(at, turn.value);
    }
  }
}

/** What cannot be written as JSON is refused later, whatever it is compared with. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function close(iterator: Iterator<unknown>): void {
  try {
    iterator.return?.();
  } catch {
    return;
  }
}
