/** Where in the file that a template makes a value would stand: found by reading the text around it. */

/** A position for a value. `any` is anywhere in a file of a kind that is not known. */
export type Spot =
  | "code"
  | "string"
  | "template literal"
  | "regular expression"
  | "line comment"
  | "block comment"
  | "markdown"
  | "fenced block"
  | "json"
  | "json string"
  | "any";

type Frame =
  | "code"
  /** Code between `${` and `}`, and code in braces within that. */
  | "hole"
  | "brace"
  | "single"
  | "double"
  | "template"
  | "regex"
  | "regex class"
  | "line"
  | "block"
  | "markdown"
  | "fence"
  | "json"
  | "json string"
  | "any";

const SPOTS: Readonly<Record<Frame, Spot>> = {
  code: "code",
  hole: "code",
  brace: "code",
  single: "string",
  double: "string",
  template: "template literal",
  regex: "regular expression",
  "regex class": "regular expression",
  line: "line comment",
  block: "block comment",
  markdown: "markdown",
  fence: "fenced block",
  json: "json",
  "json string": "json string",
  any: "any",
};

/** Stands in {@link Position.line} for a value that is not known before the template is filled in. */
const VALUE = "\ufffc";

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*(\w*)/;

/** A position in a file. Immutable. */
export class Position {
  readonly #frames: readonly Frame[];
  /** The text since the last line break. */
  readonly line: string;

  private constructor(frames: readonly Frame[], line: string) {
    this.#frames = frames;
    this.line = line;
  }

  static startOf(path: string): Position {
    if (/\.[cm]?[jt]sx?$/.test(path)) return new Position(["code"], "");
    if (path.endsWith(".json")) return new Position(["json"], "");
    return new Position([path.endsWith(".md") ? "markdown" : "any"], "");
  }

  get spot(): Spot {
    return SPOTS[this.#top];
  }

  get #top(): Frame {
    return this.#frames.at(-1) ?? "any";
  }

  /** Whether what is inside the same strings, comments and blocks. */
  isLike(other: Position): boolean {
    return this.#frames.join() === other.#frames.join();
  }

  afterValue(): Position {
    return new Position(this.#frames, this.line + VALUE);
  }

  after(text: string): Position {
    const frames = [...this.#frames];
    let { line } = this;
    for (let index = 0; index < text.length; index++) {
      const character = text.charAt(index);
      if (character === "\n") {
        endLine(frames, line);
        line = "";
      } else {
        const read = step(frames, line, text.slice(index, index + 2));
        line += text.slice(index, index + read);
        index += read - 1;
      }
    }
    return new Position(frames, line);
  }
}

function endLine(frames: Frame[], line: string): void {
  const top = frames.at(-1);
  const fence = FENCE.exec(line);
  if (frames[0] === "markdown" && fence !== null) {
    if (frames.length > 1) frames.length = 1;
    else frames.push(...fenced(fence[2] ?? ""));
  } else if (top === "line" || top === "single" || top === "double") frames.pop();
  else if (top === "regex" || top === "regex class") frames.splice(frames.indexOf("regex"));
}

function fenced(language: string): Frame[] {
  if (/^(?:[jt]sx?|javascript|typescript)$/.test(language)) return ["fence", "code"];
  return language === "json" ? ["fence", "json"] : ["fence"];
}

/** Reads one character, or two that belong together, and returns how many. */
function step(frames: Frame[], line: string, text: string): 1 | 2 {
  const character = text.charAt(0);
  switch (frames.at(-1)) {
    case "code":
    case "hole":
    case "brace":
      return stepInCode(frames, line, text);
    case "single":
      return stepInQuotes(frames, character, "'");
    case "double":
    case "json string":
      return stepInQuotes(frames, character, '"');
    case "template":
      if (text === "${") {
        frames.push("hole");
        return 2;
      }
      return stepInQuotes(frames, character, "`");
    case "regex":
      if (character === "[") frames.push("regex class");
      return stepInQuotes(frames, character, "/");
    case "regex class":
      return stepInQuotes(frames, character, "]");
    case "block":
      if (text !== "*/") return 1;
      frames.pop();
      return 2;
    case "json":
      if (character === '"') frames.push("json string");
      return 1;
    default:
      return 1;
  }
}

function stepInQuotes(frames: Frame[], character: string, end: string): 1 | 2 {
  if (character === end) frames.pop();
  return character === "\\" ? 2 : 1;
}

const QUOTES: ReadonlyMap<string, Frame> = new Map([
  ["'", "single"],
  ['"', "double"],
  ["`", "template"],
]);

function stepInCode(frames: Frame[], line: string, text: string): 1 | 2 {
  const character = text.charAt(0);
  const quotes = QUOTES.get(character);
  const nested = frames.at(-1) !== "code";
  if (text === "//" || text === "/*") {
    frames.push(text === "//" ? "line" : "block");
    return 2;
  }
  if (quotes !== undefined) frames.push(quotes);
  else if (character === "/" && isBeforeOperand(line)) frames.push("regex");
  else if (character === "{" && nested) frames.push("brace");
  else if (character === "}" && nested) frames.pop();
  return 1;
}

/** Whether a slash after this text begins a regular expression and is no division. */
function isBeforeOperand(line: string): boolean {
  return /(?:^|[-+*%&|^!~<>=?:;,.([{}]|\b(?:return|typeof|case|in|of|void|delete|await|yield))\s*$/.test(
    line,
  );
}
