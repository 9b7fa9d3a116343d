/** @import { BatchInputLine, BatchOutputLine } from "mistral-batch-files/types" */
/** @import { ClientOptions } from "mistral-batch-files" */
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "mistral-batch-files";
import { toLines } from "./requests.js";
import { isOver, progressLine } from "./results.js";

/**
 * A whole batch with promises.
 *
 * @param {ClientOptions} options
 * @param {readonly BatchInputLine[]} requests
 * @param {{ model: string, interval: number, report: (line: string) => void }} settings
 * @returns {Promise<BatchOutputLine[]>}
 */
export async function runWithPromises(options, requests, { model, interval, report }) {
  const client = createClient(options);

  const file = await client.files.upload({
    file: { content: toLines(requests), name: "requests.jsonl" },
    purpose: "batch",
  });
  let job = await client.batch.jobs.create({
    endpoint: "/v1/chat/completions",
    model,
    input_files: [file.id],
  });
  while (!isOver(job)) {
    report(progressLine(job));
    await sleep(interval);
    job = await client.batch.jobs.get(job.id);
  }
  report(progressLine(job));

  /** @type {BatchOutputLine[]} */
  const lines = [];
  for (const id of [job.output_file, job.error_file]) {
    if (id == null) continue;
    const download = await client.files.download(id);
    for await (const line of download.jsonl()) lines.push(/** @type {BatchOutputLine} */ (line));
  }
  return lines;
}
