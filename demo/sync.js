/** @import { BatchInputLine, BatchOutputLine } from "mistral-batch-files/types" */
/** @import { SyncClientOptions } from "mistral-batch-files/sync" */
import { createSyncClient } from "mistral-batch-files/sync";
import { toLines } from "./requests.js";
import { isOver, progressLine } from "./results.js";

/**
 * A whole batch without a single callback or await: every call blocks until it is done.
 *
 * @param {SyncClientOptions} options
 * @param {readonly BatchInputLine[]} requests
 * @param {{ model: string, interval: number, report: (line: string) => void }} settings
 * @returns {BatchOutputLine[]}
 */
export function runBlocking(options, requests, { model, interval, report }) {
  const client = createSyncClient(options);
  try {
    const file = client.files.upload({
      file: { content: toLines(requests), name: "requests.jsonl" },
      purpose: "batch",
    });
    let job = client.batch.jobs.create({
      endpoint: "/v1/chat/completions",
      model,
      input_files: [file.id],
    });
    while (!isOver(job)) {
      report(progressLine(job));
      sleep(interval);
      job = client.batch.jobs.get(job.id);
    }
    report(progressLine(job));

    /** @type {BatchOutputLine[]} */
    const lines = [];
    for (const id of [job.output_file, job.error_file]) {
      if (id == null) continue;
      for (const line of client.files.download(id).jsonl()) {
        lines.push(/** @type {BatchOutputLine} */ (line));
      }
    }
    return lines;
  } finally {
    client.close();
  }
}

/** @param {number} milliseconds */
function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
