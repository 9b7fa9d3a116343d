import { excerptOf, type Location } from "../diagnostic.ts";
import type { SourceText } from "../source.ts";

/** Where a node stands, in the fields of a diagnostic. */
export interface Place {
  readonly location: Location;
  readonly excerpt: readonly string[];
}

/** Finds the offset of the node at the tokens of a pointer; of the nearest node above if there is none. */
export type FindOffset = (tokens: readonly string[]) => number;

/** Turns offsets in a text into places; the lines are counted once, when the first place is asked for. */
export function placesIn(source: SourceText): (offset: number) => Place {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(source.text);
    let low = 0;
    for (let high = starts.length; high - low > 1;) {
      const middle = (low + high) >>> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    const line = source.text.slice(starts[low], starts[low + 1]).replace(/\r?\n$/, "");
    const column = offset - starts[low]! + 1;
    return {
      location: { file: source.uri, line: low + 1, column },
      excerpt: [excerptOf(line, column)],
    };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
