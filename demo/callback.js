/** @import { ClientOptions } from "mistral-batch-files" */
/** @import { BatchResult } from "mistral-batch-files/batch" */
/** @import { ChatRequest } from "./requests.js" */
import { runCallbackBatch } from "mistral-batch-files/batch/callback";
import { createCallbackClient } from "mistral-batch-files/callback";
import { progressLine } from "./results.js";

/**
 * A whole batch with callbacks.
 *
 * @param {ClientOptions} options
 * @param {readonly ChatRequest[]} requests
 * @param {{ model: string, interval: number, report: (line: string) => void }} settings
 * @param {(error: Error | null, results?: BatchResult<"/v1/chat/completions">[]) => void} done
 */
export function runWithCallbacks(options, requests, { model, interval, report }, done) {
  /** @type {BatchResult<"/v1/chat/completions">[]} */
  const results = [];
  runCallbackBatch(
    createCallbackClient(options),
    { endpoint: "/v1/chat/completions", model, requests },
    {
      sender: "batch",
      onStart: (ctx) => report(`${ctx.sender} starts`),
      onProgress: (progress) => report(progressLine(progress)),
      onResult: (result) => results.push(result),
      onSuccess: () => done(null, results),
      onError: (error) => done(error),
    },
    { inline: false, interval, cleanUp: "all" },
  );
}
