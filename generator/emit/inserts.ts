/** Texts that a printer of code would only copy, letter by letter: it prints marks, in whose places they come afterwards. */
export class Inserts {
  readonly #texts: string[] = [];

  /** A comment with a control character, which no encoder lets through. */
  mark(text: string): string {
    return `/*\u0001${this.#texts.push(text) - 1}*/`;
  }

  /** What was printed, with the text for each mark. */
  into(printed: string): string {
    return printed.replace(/\/\*\u0001(\d+)\*\//g, (_, index) => this.#texts[Number(index)] ?? "");
  }
}
