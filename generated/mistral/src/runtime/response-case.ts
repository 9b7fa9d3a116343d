import { matchesMediaType } from "./media-type.js";
import type { ResponseCase } from "./operation.js";
import type { WireResponse } from "./wire.js";

/** The first of several cases that applies to a response. */
export function matchCase(
  cases: readonly ResponseCase[],
  { status, headers }: Pick<WireResponse, "status" | "headers">,
): ResponseCase | undefined {
  return cases.find(
    ({ status: wanted, mediaType }) =>
      (wanted === undefined || matchesStatus(wanted, status)) &&
      (mediaType === undefined || matchesMediaType(mediaType, headers["content-type"])),
  );
}

/** A status, or a range such as `2XX`. */
function matchesStatus(wanted: string, status: number): boolean {
  return wanted === String(status) || wanted === `${Math.floor(status / 100)}XX`;
}
