import { createClient } from "mistral-batch-files";
import { createCallbackClient } from "mistral-batch-files/callback";
import * as errors from "mistral-batch-files/errors";
import * as operations from "mistral-batch-files/operations";
import { createPreviewClient } from "mistral-batch-files/preview";
import { createSyncClient } from "mistral-batch-files/sync";
import type { Entries } from "./entries.ts";

/** The generated package, as its users import it. */
export const entries: Entries = {
  createClient,
  createCallbackClient,
  createSyncClient,
  createPreviewClient,
  operations,
  errors,
};
