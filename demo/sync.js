/** @import { BatchResult } from "mistral-batch-files/batch" */
/** @import { SyncClientOptions } from "mistral-batch-files/sync" */
/** @import { ChatRequest } from "./requests.js" */
import { runSyncBatch } from "mistral-batch-files/batch/sync";
import { createSyncClient } from "mistral-batch-files/sync";
import { progressLine } from "./results.js";

/**
 * A whole batch without a single callback or await: the loop blocks until there is one more result.
 *
 * @param {SyncClientOptions} options
 * @param {readonly ChatRequest[]} requests
 * @param {{ model: string, interval: number, report: (line: string) => void }} settings
 */
export function runBlocking(options, requests, { model, interval, report }) {
  const client = createSyncClient(options);
  try {
    const run = runSyncBatch(
      client,
      { endpoint: "/v1/chat/completions", model, requests },
      {
        inline: false,
        interval,
        cleanUp: "all",
        onProgress: (progress) => report(progressLine(progress)),
      },
    );
    /** @type {BatchResult<"/v1/chat/completions">[]} */
    const results = [];
    for (const result of run) results.push(result);
    return results;
  } finally {
    client.close();
  }
}
