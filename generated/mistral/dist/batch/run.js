import { numberIn, NumberSet } from "./ids.js";
import { Part } from "./part.js";
import { readLine } from "./results.js";
/** The stem that errors name. */
export const operationId = "batch.run";
/** The state of a batch that is being run. */
export class Run {
  /** What jobs are created with; undefined if none will be. */
  params;
  settings;
  requests;
  parts;
  /** Whether the parts have all requests. */
  isComplete;
  #usesNumbersAsIds;
  #seen = new NumberSet();
  #onProgress;
  #results = 0;
  #told = "";
  /** @param from - What is known of an interrupted run that is taken up. */
  constructor(params, settings, requests, onProgress, from = {}) {
    this.params = params;
    this.settings = settings;
    this.requests = requests;
    this.parts = (from.parts ?? []).map((record) => new Part(record));
    this.isComplete = from.isComplete ?? false;
    this.#usesNumbersAsIds = from.usesNumbersAsIds ?? true;
    this.#onProgress = onProgress;
  }
  /** The number of the first request that is in no part. */
  get submitted() {
    return this.parts.at(-1)?.end ?? 0;
  }
  /** Whether all custom ids are the numbers of the requests. */
  get usesNumbersAsIds() {
    return this.#usesNumbersAsIds && (this.requests?.usesNumbersAsIds ?? true);
  }
  /** The jobs as they were seen last. */
  get jobs() {
    return this.parts.flatMap(({ job }) => job ?? []);
  }
  get progress() {
    const { jobs, parts } = this;
    const sum = (of) => jobs.reduce((total, job) => total + of(job), 0);
    return {
      read: Math.max(this.requests?.read ?? 0, this.submitted),
      submitted: parts.reduce(
        (total, { count, jobId }) => total + (jobId === undefined ? 0 : count),
        0,
      ),
      isComplete: this.isComplete,
      completed: sum((job) => job.succeeded_requests + job.failed_requests),
      succeeded: sum((job) => job.succeeded_requests),
      failed: sum((job) => job.failed_requests),
      jobs: parts.filter(({ jobId }) => jobId !== undefined).length,
      jobsOver: parts.filter(({ isOver }) => isOver).length,
      results: this.#results,
    };
  }
  checkpoint() {
    return {
      version: 1,
      ...(this.params === undefined ? {} : { params: this.params }),
      usesNumbersAsIds: this.usesNumbersAsIds,
      isComplete: this.isComplete,
      parts: this.parts.map((part) => part.toRecord()).filter((record) => record !== undefined),
    };
  }
  /** Notes how a job stands. Its outputs are left out: they are read when the job is over. */
  saw(part, job) {
    const { outputs: _, ...rest } = job;
    part.jobId = job.id;
    part.job = rest;
    this.report();
  }
  /** Tells the caller how the batch stands, if that is not what was told last. */
  report() {
    if (this.#onProgress === undefined) return;
    const { progress } = this;
    const text = JSON.stringify(progress);
    if (text === this.#told) return;
    this.#told = text;
    this.#onProgress(progress);
  }
  isMissing(index) {
    return !this.#seen.has(index);
  }
  /** The result that a line of a job's results is. */
  join(part, { text, isCut }) {
    const line = isCut
      ? {
          id: undefined,
          reason: "too_long",
        }
      : readLine(text);
    return this.joinLine(part, line, text);
  }
  joinLine(part, line, raw) {
    this.#results++;
    const jobId = part.jobId ?? "";
    if (line.id === undefined) {
      return {
        kind: "unmatched",
        jobId,
        reason: line.reason,
        customId: undefined,
        raw,
      };
    }
    const { id: customId } = line;
    const index = this.find(part, customId);
    if (index === undefined || !this.isMissing(index)) {
      const reason = index === undefined ? "unknown_id" : "duplicate";
      return {
        kind: "unmatched",
        jobId,
        reason,
        customId,
        raw,
      };
    }
    this.#seen.add(index);
    part.found++;
    const joined = {
      index,
      customId,
      jobId,
      ...this.#request(index),
    };
    if ("error" in line)
      return {
        kind: "error",
        ...joined,
        error: line.error,
        raw,
      };
    return {
      kind: "success",
      ...joined,
      output: line.output,
    };
  }
  /** The result of a request of which the job has none. */
  missing(part, index, customId) {
    this.#results++;
    const { job, jobId = "", gone } = part;
    const reasons = (job?.errors ?? []).map(({ message }) => message);
    const files = gone.map((file) => `the file ${file} is gone`);
    const state = `the job is ${job?.status ?? "over"}`;
    const reason = [state, ...files, ...reasons.slice(0, 3)].join(": ");
    return {
      kind: "missing",
      index,
      customId,
      jobId,
      reason,
      ...this.#request(index),
    };
  }
  /** The number of the request of a part that has a custom id. */
  find(part, id) {
    const index = this.#numberOf(part, id);
    return index !== undefined && index >= part.offset && index < part.end ? index : undefined;
  }
  #numberOf(part, id) {
    if (this.usesNumbersAsIds) return numberIn(id);
    if (part.ids === undefined) return this.requests?.find(id);
    const own = part.ids.find(id);
    return own === undefined ? undefined : own + part.offset;
  }
  #request(index) {
    const request = this.requests?.at(index);
    return request === undefined ? {} : { request };
  }
}
