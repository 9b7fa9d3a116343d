import { distance } from "fastest-levenshtein";

/** The candidate that `word` was probably meant to be, if one is near enough to be worth naming. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  const farthest = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  let bestDistance = farthest + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const found = distance(wanted, candidate.toLowerCase());
    if (found >= bestDistance) continue;
    best = candidate;
    bestDistance = found;
  }
  return best;
}

/** A cure that names the nearest candidate; `otherwise` if none is near. */
export function didYouMean(word: string, candidates: Iterable<string>, otherwise: string): string {
  const found = suggest(word, candidates);
  return found === undefined ? otherwise : `did you mean \`${found}\`?`;
}
