import { anyBody } from "../../templates/package/src/runtime/any-body.ts";
import { Download } from "../../templates/package/src/runtime/download.ts";
import { checkLimits } from "../../templates/package/src/runtime/limits.ts";
import type { Uses } from "../../templates/package/src/runtime/uses.ts";

/** All parts of the runtime that an operation may name. */
export const uses: Uses = { body: anyBody, limits: checkLimits, download: Download };
