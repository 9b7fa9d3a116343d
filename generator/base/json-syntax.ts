/** Where a text stops being JSON, and what would have been right there. `JSON.parse` does not always say. */
export interface JsonSyntaxError {
  readonly offset: number;
  readonly expected: string;
}

const TOKEN =
  /([{[])|([}\]])|(,)|(:)|("[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*")|(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

type State = "value" | "valueOrClose" | "keyOrClose" | "key" | "colon" | "commaOrClose" | "end";

const EXPECTED: Readonly<Record<State, string>> = {
  value: "a value",
  valueOrClose: "a value or `]`",
  keyOrClose: "a name in double quotes or `}`",
  key: "a name in double quotes",
  colon: "`:`",
  commaOrClose: "`,` or the closing bracket",
  end: "the end of the text",
};

/** The first syntax error of a text that `JSON.parse` refuses. */
export function findJsonSyntaxError(text: string): JsonSyntaxError {
  const open: string[] = [];
  let state: State = "value";
  const token = new RegExp(TOKEN);
  let offset = skipSpace(text, 0);
  for (; offset < text.length; offset = skipSpace(text, token.lastIndex)) {
    token.lastIndex = offset;
    const match = token.exec(text);
    if (match === null) break;
    const following = follow(state, match, open);
    if (following === undefined) break;
    state = following;
  }
  return {
    offset,
    expected:
      text[offset] === '"' && /key|value/i.test(state) ? "a complete string" : EXPECTED[state],
  };
}

/** The state after a token, or `undefined` where it must not stand. */
function follow(state: State, match: RegExpExecArray, open: string[]): State | undefined {
  const [text, opening, closing, comma, colon, string] = match;
  const after = (): State => (open.length === 0 ? "end" : "commaOrClose");
  if (closing !== undefined) {
    const partner = closing === "}" ? "{" : "[";
    if (open.at(-1) !== partner || !["commaOrClose", "keyOrClose", "valueOrClose"].includes(state))
      return undefined;
    open.pop();
    return after();
  }
  if (comma !== undefined)
    return state === "commaOrClose" ? (open.at(-1) === "{" ? "key" : "value") : undefined;
  if (colon !== undefined) return state === "colon" ? "value" : undefined;
  if (state === "key" || state === "keyOrClose") return string === undefined ? undefined : "colon";
  if (state !== "value" && state !== "valueOrClose") return undefined;
  if (opening === undefined) return after();
  open.push(text);
  return text === "{" ? "keyOrClose" : "valueOrClose";
}

function skipSpace(text: string, offset: number): number {
  const space = /[ \t\r\n]*/y;
  space.lastIndex = offset;
  space.exec(text);
  return space.lastIndex;
}
