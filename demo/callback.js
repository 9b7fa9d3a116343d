/** @import { BatchInputLine, BatchOutputLine, BatchJob } from "mistral-batch-files/types" */
/** @import { ClientOptions } from "mistral-batch-files" */
import { createCallbackClient } from "mistral-batch-files/callback";
import { toLines } from "./requests.js";
import { isOver, progressLine } from "./results.js";

/**
 * A whole batch with callbacks: handlers for the upload, Node errbacks for the rest.
 *
 * @param {ClientOptions} options
 * @param {readonly BatchInputLine[]} requests
 * @param {{ model: string, interval: number, report: (line: string) => void }} settings
 * @param {(error: Error | null, lines?: BatchOutputLine[]) => void} done
 */
export function runWithCallbacks(options, requests, { model, interval, report }, done) {
  const client = createCallbackClient(options);

  client.files.upload(
    { file: { content: toLines(requests), name: "requests.jsonl" }, purpose: "batch" },
    {
      sender: "upload",
      onStart: (ctx) => report(`${ctx.sender} starts`),
      onSuccess: (file) => create(file.id),
      onError: (error) => done(error),
    },
  );

  /** @param {string} fileId */
  function create(fileId) {
    client.batch.jobs.create(
      { endpoint: "/v1/chat/completions", model, input_files: [fileId] },
      (error, job) => (job ? watch(job) : done(error)),
    );
  }

  /** @param {BatchJob} job */
  function watch(job) {
    report(progressLine(job));
    if (isOver(job)) {
      const files = [job.output_file, job.error_file].filter((id) => id != null);
      return collect(files, []);
    }
    setTimeout(() => {
      client.batch.jobs.get(job.id, undefined, (error, next) => (next ? watch(next) : done(error)));
    }, interval);
  }

  /**
   * @param {string[]} fileIds
   * @param {BatchOutputLine[]} lines
   */
  function collect([id, ...rest], lines) {
    if (id === undefined) return done(null, lines);
    client.files.download(id, undefined, (error, download) => {
      if (!download) return done(error);
      download.text().then((text) => {
        const added = text.split("\n").filter((line) => line !== "");
        collect(rest, [...lines, ...added.map((line) => JSON.parse(line))]);
      }, done);
    });
  }
}
