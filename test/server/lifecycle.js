// @ts-check
// How a job goes from QUEUED to its end: a function of the clock, without timers.
/** @import { JobStatus, OutputLine, StoredFile, StoredJob } from "./types.ts" */
/** @import { State } from "./state.js" */

/**
 * Where a job stands. It starts at `startMs` and handles one request after another. A job with faults ends as FAILED when it
 * should start; at `timeoutMs` it ends as TIMEOUT_EXCEEDED; `cancelMs` after a cancellation as CANCELLED. In the last two
 * cases the results so far are kept: whether the vendor does that is not published.
 *
 * @param {StoredJob} job
 * @param {number} now Unix milliseconds.
 * @returns {{ status: JobStatus, started: boolean, completed: number, endMs: number }} `endMs` may lie in the future.
 */
export function progress(job, now) {
  const total = job.outcomes.length;
  const lastMs = job.startMs + total * job.requestMs;
  const [end, endMs] = ending(job, lastMs);
  const workedUntil = Math.min(now, job.timeoutMs, job.cancelledMs ?? Infinity);
  const worked = workedUntil - job.startMs;
  const fraction = job.requestMs === 0 ? total : Math.floor(worked / job.requestMs);
  const started = worked >= 0;
  const completed = started && job.faults.length === 0 ? Math.min(total, fraction) : 0;
  const open = job.cancelledMs !== null ? "CANCELLATION_REQUESTED" : started ? "RUNNING" : "QUEUED";
  return { status: now >= endMs ? end : open, started, completed, endMs };
}

/**
 * Ends the jobs whose time has come: writes their output and error files.
 *
 * @param {State} state
 * @param {number} now Unix milliseconds.
 */
export function settle(state, now) {
  for (const job of state.jobs.values()) {
    if (job.end !== null) continue;
    const { completed, endMs } = progress(job, now);
    if (now < endMs) continue;
    const done = job.outcomes.slice(0, completed);
    const lines = (/** @type {boolean} */ failed) =>
      done.filter(({ failure }) => (failure !== null) === failed).map(({ line }) => line);
    job.end = {
      outputFile: addResults(state, job, "batch_result", lines(false), endMs),
      errorFile: addResults(state, job, "batch_error", lines(true), endMs),
    };
  }
}

/**
 * A job as the API shows it, once it is settled.
 *
 * @param {StoredJob} job
 * @param {number} now Unix milliseconds.
 * @param {boolean} [inline] Whether the results of a finished job are put into `outputs`.
 */
export function view(job, now, inline = false) {
  const { status, started, completed, endMs } = progress(job, now);
  const failures = job.outcomes.slice(0, completed).flatMap(({ failure }) => failure ?? []);
  const ended = job.end !== null;
  return {
    id: job.id,
    object: "batch",
    input_files: job.inputFiles,
    metadata: job.metadata,
    endpoint: job.endpoint,
    model: job.model,
    agent_id: job.agentId,
    output_file: job.end?.outputFile ?? null,
    error_file: job.end?.errorFile ?? null,
    errors: [...job.faults.filter(() => ended), ...count(failures)],
    outputs: inline && ended ? job.outcomes.slice(0, completed).map(({ line }) => line) : null,
    status,
    created_at: seconds(job.createdMs),
    started_at: started ? seconds(job.startMs) : null,
    completed_at: ended ? seconds(endMs) : null,
    total_requests: started ? job.outcomes.length : 0,
    completed_requests: completed,
    succeeded_requests: completed - failures.length,
    failed_requests: failures.length,
  };
}

/**
 * @param {readonly string[]} messages
 * @returns {{ message: string, count: number }[]} Each message once.
 */
export function count(messages) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const message of messages) counts.set(message, (counts.get(message) ?? 0) + 1);
  return [...counts].map(([message, times]) => ({ message, count: times }));
}

/** @param {number} milliseconds */
export function seconds(milliseconds) {
  return Math.floor(milliseconds / 1000);
}

/**
 * @param {StoredJob} job
 * @param {number} lastMs When the last request would be done.
 * @returns {[JobStatus, number]}
 */
function ending(job, lastMs) {
  if (job.cancelledMs !== null) return ["CANCELLED", job.cancelledMs + job.cancelMs];
  const [status, at] =
    job.faults.length > 0
      ? /** @type {const} */ (["FAILED", job.startMs])
      : /** @type {const} */ (["SUCCESS", lastMs]);
  return job.timeoutMs < at ? ["TIMEOUT_EXCEEDED", job.timeoutMs] : [status, at];
}

/**
 * @param {State} state
 * @param {StoredJob} job
 * @param {"batch_result" | "batch_error"} sampleType
 * @param {readonly OutputLine[]} lines
 * @param {number} endMs
 * @returns {string | null} The file's id; null, and no file, if there is nothing to write.
 */
function addResults(state, job, sampleType, lines, endMs) {
  if (lines.length === 0) return null;
  const content = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  /** @type {StoredFile} */
  const { record } = state.addFile({
    owner: job.owner,
    chunks: [content],
    expiresMs: Infinity,
    record: {
      bytes: content.length,
      created_at: seconds(endMs),
      filename: `${job.id}-${sampleType === "batch_result" ? "output" : "error"}.jsonl`,
      purpose: "batch",
      sample_type: sampleType,
      source: "mistral",
      num_lines: lines.length,
      mimetype: "application/jsonl",
      signature: null,
      expires_at: null,
      visibility: "workspace",
    },
  });
  return record.id;
}
