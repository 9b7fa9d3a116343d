/** What only a terminal gets: colours, and a line that says what the command is doing. */

/** The part of a stream that is written to. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Milliseconds before the line appears: what is faster needs no explanation. */
const DELAY = 300;

const CLEAR = "\r\u001b[2K";

/** A line of a terminal that is gone when it is done. */
export interface Progress {
  /** Says what begins now. */
  stage(text: string): void;
  /** Clears the line; a further stage shows it again. */
  clear(): void;
}

/** On what is no terminal nothing is shown. */
export function startProgress(output: Output): Progress {
  if (output.isTTY !== true) return { stage: () => undefined, clear: () => undefined };
  const start = performance.now();
  let shown = false;
  let timer: NodeJS.Timeout | undefined;
  return {
    stage(text) {
      clearTimeout(timer);
      const show = (): void => {
        // Some terminals say that they have no columns.
        output.write(`${CLEAR}${text.slice(0, (output.columns || 80) - 2)}…`);
        shown = true;
      };
      // A stage that computes lets no timer fire, so a late one is shown at once.
      const wait = DELAY - (performance.now() - start);
      if (wait <= 0) show();
      else timer = setTimeout(show, wait).unref();
    },
    clear() {
      clearTimeout(timer);
      if (shown) output.write(CLEAR);
      shown = false;
    },
  };
}

/** Colours are for terminals; `NO_COLOR` and `FORCE_COLOR` have the last word (no-color.org, force-color.org). */
export function wantsColors(
  output: Output,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  const { NO_COLOR = "", FORCE_COLOR = "", TERM } = env;
  if (NO_COLOR !== "") return false;
  if (FORCE_COLOR !== "") return FORCE_COLOR !== "0";
  return output.isTTY === true && TERM !== "dumb";
}
