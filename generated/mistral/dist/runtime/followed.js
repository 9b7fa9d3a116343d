/** How many cursors are known exactly. */
const MOST_RECENT = 1e3;
/**
 * The cursors or URLs by which the pages of a list were followed. It does not grow with the list: it knows the first one, the
 * last ones, and one that is replaced each time their number has doubled (Brent's algorithm). So a way that leads back to its
 * beginning, or in a circle that is not long, is noticed at once, and any other circle in the end.
 */
export class Followed {
  #recent = new Set();
  #first;
  #saved;
  #count = 0;
  #saveAt = 1;
  /** @returns Whether it was not followed before, as far as that is known. */
  add(key) {
    if (key === this.#first || key === this.#saved || this.#recent.has(key)) return false;
    this.#first ??= key;
    this.#count += 1;
    if (this.#count === this.#saveAt) {
      this.#saved = key;
      this.#saveAt *= 2;
    }
    this.#recent.add(key);
    if (this.#recent.size > MOST_RECENT) this.#forgetOldest();
    return true;
  }
  #forgetOldest() {
    for (const oldest of this.#recent) {
      this.#recent.delete(oldest);
      return;
    }
  }
}
