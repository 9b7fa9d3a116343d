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
import type { ApiUses, Uses } from "../../templates/package/src/runtime/uses.ts";

/** All parts of the runtime that an operation may name. */
export const uses: Uses = {
  parameters: anyParameters,
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
