/** Where nodes of a document have gone, by the paths to them. */
export class Moves {
  readonly #moves = new Map<string, readonly string[]>();

  add(from: readonly string[], to: readonly string[]): void {
    const key = keyOf(from);
    if (!this.#moves.has(key)) this.#moves.set(key, to);
  }

  /** The path that now leads to what was at `tokens`: the longest one that was moved counts. */
  follow(tokens: readonly string[]): readonly string[] {
    if (this.#moves.size === 0) return tokens;
    let path = tokens;
    for (const passed = new Set<string>(); ;) {
      const next = this.#step(path, passed);
      if (next === undefined) return path;
      path = next;
    }
  }

  /** The same where moves were noted by the paths before all of them. */
  once(tokens: readonly string[]): readonly string[] {
    return this.#step(tokens, new Set()) ?? tokens;
  }

  #step(tokens: readonly string[], passed: Set<string>): readonly string[] | undefined {
    for (let length = tokens.length; length > 0; length--) {
      const key = keyOf(tokens.slice(0, length));
      const to = this.#moves.get(key);
      if (to === undefined || passed.has(key)) continue;
      passed.add(key);
      return [...to, ...tokens.slice(length)];
    }
    return undefined;
  }
}

function keyOf(tokens: readonly string[]): string {
  return tokens.join("\0");
}
