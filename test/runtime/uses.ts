import { anyBody } from "../../templates/package/src/runtime/any-body.ts";
import { anyParameters } from "../../templates/package/src/runtime/any-parameters.ts";
import { Download } from "../../templates/package/src/runtime/download.ts";
import { checkLimits } from "../../templates/package/src/runtime/limits.ts";
import {
  basic,
  bearer,
  cookieKey,
  headerKey,
  http,
  queryKey,
} from "../../templates/package/src/runtime/schemes.ts";
import { resolveServers } from "../../templates/package/src/runtime/servers.ts";
import {
  cursorPages,
  linkedPages,
  numberedPages,
  offsetPages,
} from "../../templates/package/src/runtime/page-styles.ts";
import { newKey } from "../../templates/package/src/runtime/idempotency-key.ts";
import { matchCase } from "../../templates/package/src/runtime/response-case.ts";
import type { Pagination } from "../../templates/package/src/runtime/operation.ts";
import type { ApiUses, Uses } from "../../templates/package/src/runtime/uses.ts";

/** All parts of the runtime that an operation may name. */
export const uses: Uses = {
  parameters: anyParameters,
  responses: matchCase,
  idempotency: newKey,
  body: anyBody,
  limits: checkLimits,
  download: Download,
};

/** All parts of the runtime that an API may name. */
export const apiUses: ApiUses = {
  servers: resolveServers,
  bearer,
  basic,
  http,
  headerKey,
  queryKey,
  cookieKey,
};

const pageStyles = {
  page: numberedPages,
  offset: offsetPages,
  cursor: cursorPages,
  link: linkedPages,
};

/** All parts of the runtime that a list may name. */
export function listUses({ style }: Pagination): Uses {
  return { ...uses, pages: pageStyles[style] };
}
