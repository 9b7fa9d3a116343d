// @ts-check
// How a job goes from QUEUED to its end: a function of the clock, without timers.
/** @import { Content } from "./spool.js" */
/** @import { JobStatus, StoredFile, StoredJob } from "./types.ts" */
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
  const total = job.outcomes.count;
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
export async function settle(state, now) {
  for (const job of state.jobs.values()) {
    if (job.end !== null) continue;
    const { completed, endMs } = progress(job, now);
    if (now < endMs) continue;
    const failures = failuresOf(job, completed).length;
    const { succeeded, failed } = job.outcomes;
    const [output, error] = [completed - failures, failures];
    const lengths = [await succeeded.lengthOf(output), await failed.lengthOf(error)];
    // Another request may have settled it meanwhile.
    job.end ??= {
      outputFile: addResults(state, job, "batch_result", succeeded, output, lengths[0], endMs),
      errorFile: addResults(state, job, "batch_error", failed, error, lengths[1], endMs),
    };
  }
}

/**
 * A job as the API shows it, once it is settled.
 *
 * @param {StoredJob} job
 * @param {number} now Unix milliseconds.
 */
export function view(job, now) {
  const { status, started, completed, endMs } = progress(job, now);
  const failures = failuresOf(job, completed);
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
    outputs: null,
    status,
    created_at: seconds(job.createdMs),
    started_at: started ? seconds(job.startMs) : null,
    completed_at: ended ? seconds(endMs) : null,
    total_requests: started ? job.outcomes.count : 0,
    completed_requests: completed,
    succeeded_requests: completed - failures.length,
    failed_requests: failures.length,
  };
}

/**
 * A job with the results of its requests, if it is over.
 *
 * @param {StoredJob} job
 * @param {number} now Unix milliseconds.
 */
export async function viewInline(job, now) {
  const shown = view(job, now);
  if (job.end === null) return shown;
  const { succeeded, failed, failures } = job.outcomes;
  const numbers = new Set(failures.map(({ number }) => number));
  const lines = [succeeded.readLines(), failed.readLines()];
  const outputs = [];
  for (let number = 1; number <= shown.completed_requests; number++) {
    const { value } = (await lines[numbers.has(number) ? 1 : 0]?.next()) ?? {};
    outputs.push(JSON.parse(value ?? "null"));
  }
  return { ...shown, outputs };
}

/**
 * Why the first so many requests of a job failed, as far as they did.
 *
 * @param {StoredJob} job
 * @param {number} completed
 */
function failuresOf({ outcomes }, completed) {
  return outcomes.failures
    .filter(({ number }) => number <= completed)
    .map(({ message }) => message);
}

/**
 * @param {readonly string[]} messages
 * @returns {{ message: string, count: number }[]} Each message once.
 */
function count(messages) {
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
 * @param {Content} content
 * @param {number} lines How many of its lines.
 * @param {number} [bytes] Their length.
 * @param {number} [endMs]
 * @returns {string | null} The file's id; null, and no file, if there is nothing to write.
 */
function addResults(state, job, sampleType, content, lines, bytes = 0, endMs = 0) {
  if (lines === 0) return null;
  /** @type {StoredFile} */
  const { record } = state.addFile({
    owner: job.owner,
    content,
    expiresMs: Infinity,
    record: {
      bytes,
      created_at: seconds(endMs),
      filename: `${job.id}-${sampleType === "batch_result" ? "output" : "error"}.jsonl`,
      purpose: "batch",
      sample_type: sampleType,
      source: "mistral",
      num_lines: lines,
      mimetype: "application/jsonl",
      signature: null,
      expires_at: null,
      visibility: "workspace",
    },
  });
  return record.id;
}
