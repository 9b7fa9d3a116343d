/** Whole batches with blocking calls. */

import { CancelledError, ParameterError } from "../runtime/errors.js";
import type { SyncOptions } from "../runtime/options.js";
import type { BatchJob, BatchJobList, CreateBatchJob, FileObject } from "../types.js";
import type { BatchEndpoint } from "./bodies.js";
import type { BatchCheckpoint } from "./checkpoint.js";
import { filterOf, type JobFilter, type JobWaitOptions, waitOptions } from "./client.js";
import { collect, follow } from "./collect.js";
import { type NewRun, newRun, openSync, resumedRun } from "./make.js";
import type { BatchParams, BatchRequestTo, ResumeOptions, SyncBatchOptions } from "./params.js";
import type { Part } from "./part.js";
import type { BatchProgress } from "./progress.js";
import type { BatchResult } from "./results.js";
import type { Run } from "./run.js";
import { driveSync, type Action } from "./steps.js";
import { submit } from "./submit.js";

export type { SyncBatchOptions } from "./params.js";

/** What a batch needs of a blocking client. */
export interface SyncBatchClient {
  readonly batch: {
    readonly jobs: {
      create(params: CreateBatchJob, options?: SyncOptions): BatchJob;
      list(params: JobFilter, options?: SyncOptions): BatchJobList;
      get(jobId: string, params?: { inline?: boolean }, options?: SyncOptions): BatchJob;
      wait(jobId: string, options?: Omit<SyncOptions, "onProgress"> & JobWaitOptions): BatchJob;
      cancel(jobId: string, params?: undefined, options?: SyncOptions): BatchJob;
    };
  };
  readonly files: {
    upload(
      params: {
        file: { readonly content: Iterable<string>; readonly name: string };
        purpose: "batch";
      },
      options?: SyncOptions,
    ): FileObject;
    download(
      fileId: string,
      params?: undefined,
      options?: SyncOptions,
    ): { lines(): Iterable<string>; cancel(): void };
    delete(fileId: string, params?: undefined, options?: SyncOptions): unknown;
  };
}

/** A batch that is run as its results are asked for. */
export interface SyncBatchRun<E extends BatchEndpoint = BatchEndpoint> extends Iterable<
  BatchResult<E>
> {
  /** The jobs as they were seen last. */
  readonly jobs: readonly BatchJob[];
  readonly progress: BatchProgress;
  /** What `resumeSyncBatch` needs to take up this run, should it be interrupted now. */
  checkpoint(): BatchCheckpoint;
}

/**
 * Sends any number of requests to one endpoint, and gives the results in the order in which they come; see `runBatch`.
 * Nothing is sent before the first result is asked for. Jobs are under way at the same time, and the results of the one
 * that was created first come first.
 *
 * @throws {ParameterError} If a param or an option is not acceptable. What is wrong with a request, the loop throws.
 */
export function runSyncBatch<E extends BatchEndpoint>(
  client: SyncBatchClient,
  params: BatchParams<E, Iterable<BatchRequestTo<E>>>,
  options: SyncBatchOptions = {},
): SyncBatchRun<E> {
  return begin(client, newRun(params, options, openSync), options);
}

/**
 * Takes up a run that was interrupted; see `resumeBatch`.
 *
 * @throws {ParameterError} If `from` is no checkpoint, or an option is not acceptable.
 */
export function resumeSyncBatch<E extends BatchEndpoint = BatchEndpoint>(
  client: SyncBatchClient,
  from: string | BatchCheckpoint,
  options: SyncBatchOptions & ResumeOptions<Iterable<BatchRequestTo<E>>> = {},
): SyncBatchRun<E> {
  return begin(client, resumedRun(from, options, openSync), options);
}

function begin<E extends BatchEndpoint>(
  client: SyncBatchClient,
  begun: NewRun<E, Iterator<unknown>>,
  options: SyncBatchOptions,
): SyncBatchRun<E> {
  const { run } = begun;
  let isRead = false;
  return {
    get jobs() {
      return run.jobs;
    },
    get progress() {
      return run.progress;
    },
    checkpoint: () => run.checkpoint(),
    [Symbol.iterator]() {
      if (isRead) throw new TypeError("batch.run: the results have been read already");
      isRead = true;
      return results(client, begun, options);
    },
  };
}

function* results<E extends BatchEndpoint>(
  client: SyncBatchClient,
  { run, source }: NewRun<E, Iterator<unknown>>,
  options: SyncBatchOptions,
): Generator<BatchResult<E>, void, undefined> {
  const perform = performer(client, run, source, options);
  const open: Part[] = [];
  const finish = function* (part: Part | undefined): Generator<BatchResult<E>, void, undefined> {
    if (part === undefined) return;
    for (const _ of driveSync(follow(run, part), perform));
    yield* driveSync(collect(run, part), perform);
  };
  let end: "left" | "failed" | "read" = "left";
  try {
    for (const part of driveSync(submit(run), perform)) {
      open.push(part);
      if (open.length >= run.settings.concurrency) yield* finish(open.shift());
    }
    while (open.length > 0) yield* finish(open.shift());
    end = "read";
  } catch (error) {
    if (!CancelledError.is(error)) end = "failed";
    throw error;
  } finally {
    if (end !== "read") source?.return?.();
    if (end === "left" && options.cancelOnAbort === true) cancelJobs(client, run, options);
  }
}

/** Cancels what is under way. An error of that would hide the one that ended the run. */
function cancelJobs(client: SyncBatchClient, run: Run, options: SyncBatchOptions): void {
  for (const { isOver, jobId } of run.parts) {
    if (isOver || jobId === undefined) continue;
    try {
      client.batch.jobs.cancel(jobId, undefined, options.call);
    } catch {
      continue;
    }
  }
}

function performer(
  { batch, files }: SyncBatchClient,
  run: Run,
  source: Iterator<unknown> | undefined,
  options: SyncBatchOptions,
): (request: Action) => unknown {
  const { call } = options;
  const perform = (request: Action): unknown => {
    switch (request.kind) {
      case "next":
        return source?.next() ?? { done: true, value: undefined };
      case "upload": {
        const content = driveSync(request.content(), perform);
        const file = { content, name: request.name };
        return files.upload({ file, purpose: "batch" }, { timeout: { total: Infinity }, ...call });
      }
      case "create":
        return batch.jobs.create(request.params, call);
      case "get":
        return batch.jobs.get(request.jobId, { inline: request.inline === true }, call);
      case "list":
        return batch.jobs.list(filterOf(request), call);
      case "wait":
        return batch.jobs.wait(request.part.jobId ?? "", {
          ...call,
          ...waitOptions(run, request.part, options),
        });
      case "open": {
        const timeout = { total: Infinity };
        const download = files.download(request.fileId, undefined, { timeout, ...call });
        return { download, lines: download.lines()[Symbol.iterator]() };
      }
      case "line":
        return (request.lines as { lines: Iterator<string> }).lines.next();
      case "close":
        return (request.lines as { download: { cancel(): void } }).download.cancel();
      case "delete":
        return files.delete(request.fileId, undefined, call);
      case "save":
        return refuseThenable(options.onCheckpoint?.(run.checkpoint()));
      case "sleep":
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, request.ms);
        return undefined;
    }
  };
  return perform;
}

function refuseThenable(value: unknown): void {
  if (typeof value !== "object" || value === null || !("then" in value)) return;
  const message =
    "onCheckpoint returned a promise, which a blocking run cannot wait for: store the checkpoint synchronously";
  throw new ParameterError("onCheckpoint", message);
}
