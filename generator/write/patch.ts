/** The difference between two texts as a patch. */

import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";

/** How long one file may take, in milliseconds: the search is quadratic where nearly everything differs. */
const LONGEST = 5000;

/**
 * A unified diff, as `git apply` and `patch -p1` take it.
 *
 * @param path how the file is called in it, without the prefixes `a/` and `b/`.
 * @param before undefined if there is no file.
 * @param after undefined if there is to be none.
 */
export function patchOf(
  path: string,
  before: string | undefined,
  after: string | undefined,
): string {
  const old = before === undefined ? "/dev/null" : `a/${path}`;
  const next = after === undefined ? "/dev/null" : `b/${path}`;
  const patch = createTwoFilesPatch(old, next, before ?? "", after ?? "", undefined, undefined, {
    context: 3,
    timeout: LONGEST,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return patch ?? `Files ${old} and ${next} differ too much to show how\n`;
}
