import type { ResponseCase } from "./operation.js";
import type { WireResponse } from "./wire.js";
/** The first of several cases that applies to a response. */
export declare function matchCase(
  cases: readonly ResponseCase[],
  { status, headers }: Pick<WireResponse, "status" | "headers">,
): ResponseCase | undefined;
