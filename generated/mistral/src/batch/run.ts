import { isThenable } from "../runtime/hooks.js";
import type { BatchJob } from "../types.js";
import type { BatchEndpoint } from "./bodies.js";
import type { BatchCheckpoint, JobParams, PartRecord } from "./checkpoint.js";
import { numberIn, NumberSet } from "./ids.js";
import type { FileLine } from "./lines.js";
import { Part } from "./part.js";
import type { BatchProgress } from "./progress.js";
import type { Requests } from "./requests.js";
import { type BatchResult, type BatchSuccess, type Line, readLine } from "./results.js";
import type { Settings } from "./settings.js";

/** The stem that errors name. */
export const operationId = "batch.run";

/** A checkpoint, or as much of one as is known. */
export interface KnownRun {
  readonly usesNumbersAsIds?: boolean;
  readonly isComplete?: boolean;
  readonly parts?: readonly (Partial<PartRecord> & { readonly offset: number })[];
}

/** The state of a batch that is being run. */
export class Run<E extends BatchEndpoint = BatchEndpoint> {
  /** What jobs are created with; undefined if none will be. */
  readonly params: JobParams | undefined;
  readonly settings: Settings;
  readonly requests: Requests | undefined;
  readonly parts: Part[];
  /** Whether the parts have all requests. */
  isComplete: boolean;
  readonly #usesNumbersAsIds: boolean;
  readonly #seen: NumberSet = new NumberSet();
  readonly #onProgress: ((progress: BatchProgress) => unknown) | undefined;
  /** What is done about a promise that `onProgress` returns. */
  onPromise: (promise: PromiseLike<unknown>) => void = () => {};
  #results = 0;
  #told = "";

  /** @param from - What is known of an interrupted run that is taken up. */
  constructor(
    params: JobParams | undefined,
    settings: Settings,
    requests: Requests | undefined,
    onProgress: ((progress: BatchProgress) => unknown) | undefined,
    from: KnownRun = {},
  ) {
    this.params = params;
    this.settings = settings;
    this.requests = requests;
    this.parts = (from.parts ?? []).map((record) => new Part(record));
    this.isComplete = from.isComplete ?? false;
    this.#usesNumbersAsIds = from.usesNumbersAsIds ?? true;
    this.#onProgress = onProgress;
  }

  /** The number of the first request that is in no part. */
  get submitted(): number {
    return this.parts.at(-1)?.end ?? 0;
  }

  /** Whether all custom ids are the numbers of the requests. */
  get usesNumbersAsIds(): boolean {
    return this.#usesNumbersAsIds && (this.requests?.usesNumbersAsIds ?? true);
  }

  /** The jobs as they were seen last. */
  get jobs(): BatchJob[] {
    return this.parts.flatMap(({ job }) => job ?? []);
  }

  get progress(): BatchProgress {
    const { jobs, parts } = this;
    const sum = (of: (job: BatchJob) => number): number =>
      jobs.reduce((total, job) => total + of(job), 0);
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

  checkpoint(): BatchCheckpoint {
    return {
      version: 1,
      ...(this.params === undefined ? {} : { params: this.params }),
      usesNumbersAsIds: this.usesNumbersAsIds,
      isComplete: this.isComplete,
      parts: this.parts
        .map((part) => part.toRecord())
        .filter((record): record is PartRecord => record !== undefined),
    };
  }

  /** Notes how a job stands. Its outputs are left out: they are read when the job is over. */
  saw(part: Part, job: BatchJob): void {
    const { outputs: _, ...rest } = job;
    part.jobId = job.id;
    part.job = rest;
    this.report();
  }

  /** Tells the caller how the batch stands, if that is not what was told last. */
  report(): void {
    if (this.#onProgress === undefined) return;
    const { progress } = this;
    const text = JSON.stringify(progress);
    if (text === this.#told) return;
    this.#told = text;
    const answer = this.#onProgress(progress);
    if (isThenable(answer)) this.onPromise(answer);
  }

  isMissing(index: number): boolean {
    return !this.#seen.has(index);
  }

  /** The result that a line of a job's results is. */
  join(part: Part, { text, isCut }: FileLine): BatchResult<E> {
    const line = isCut ? ({ id: undefined, reason: "too_long" } as const) : readLine(text);
    return this.joinLine(part, line, text);
  }

  joinLine(part: Part, line: Line, raw: string): BatchResult<E> {
    this.#results++;
    const jobId = part.jobId ?? "";
    if (line.id === undefined) {
      return { kind: "unmatched", jobId, reason: line.reason, customId: undefined, raw };
    }
    const { id: customId } = line;
    const index = this.find(part, customId);
    if (index === undefined || !this.isMissing(index)) {
      const reason = index === undefined ? "unknown_id" : "duplicate";
      return { kind: "unmatched", jobId, reason, customId, raw };
    }
    this.#seen.add(index);
    part.found++;
    const joined = { index, customId, jobId, ...this.#request(index) };
    if ("error" in line) return { kind: "error", ...joined, error: line.error, raw };
    return { kind: "success", ...joined, output: line.output as BatchSuccess<E>["output"] };
  }

  /** The result of a request of which the job has none. */
  missing(part: Part, index: number, customId: string | undefined): BatchResult<E> {
    this.#results++;
    const { job, jobId = "", gone } = part;
    const reasons = (job?.errors ?? []).map(({ message }) => message);
    const files = gone.map((file) => `the file ${file} is gone`);
    const state = `the job is ${job?.status ?? "over"}`;
    const reason = [state, ...files, ...reasons.slice(0, 3)].join(": ");
    return { kind: "missing", index, customId, jobId, reason, ...this.#request(index) };
  }

  /** The number of the request of a part that has a custom id. */
  find(part: Part, id: string): number | undefined {
    const index = this.#numberOf(part, id);
    return index !== undefined && index >= part.offset && index < part.end ? index : undefined;
  }

  #numberOf(part: Part, id: string): number | undefined {
    if (this.usesNumbersAsIds) return numberIn(id);
    if (part.ids === undefined) return this.requests?.find(id);
    const own = part.ids.find(id);
    return own === undefined ? undefined : own + part.offset;
  }

  #request(index: number): Pick<BatchSuccess<E>, "request"> {
    const request = this.requests?.at(index);
    return request === undefined ? {} : { request: request as BatchSuccess<E>["request"] & {} };
  }
}
