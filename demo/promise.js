/** @import { ClientOptions } from "mistral-batch-files" */
/** @import { BatchResult } from "mistral-batch-files/batch" */
/** @import { ChatRequest } from "./requests.js" */
import { createClient } from "mistral-batch-files";
import { runBatch } from "mistral-batch-files/batch";
import { progressLine } from "./results.js";

/**
 * A whole batch with promises.
 *
 * @param {ClientOptions} options
 * @param {readonly ChatRequest[]} requests
 * @param {{ model: string, interval: number, report: (line: string) => void }} settings
 */
export async function runWithPromises(options, requests, { model, interval, report }) {
  const run = runBatch(
    createClient(options),
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
  for await (const result of run) results.push(result);
  return results;
}
