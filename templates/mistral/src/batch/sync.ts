/** Whole batches with blocking calls. */

import { CancelledError } from "../runtime/errors.js";
import { isThenable } from "../runtime/hooks.js";
import type { SyncOptions } from "../runtime/options.js";
import { driveValuesSync } from "../runtime/steps.js";
import { refusePromise, sleepSync } from "../runtime/sync-waiting.js";
import type { BatchJob, BatchJobList, CreateBatchJob, FileObject } from "../types.js";
import type { BatchEndpoint } from "./bodies.js";
import type { BatchCheckpoint } from "./checkpoint.js";
import {
  filterOf,
  type JobFilter,
  type JobWaitOptions,
  waitOptions,
  withoutTotal,
} from "./client.js";
import { collect, follow } from "./collect.js";
import { cancel } from "./create.js";
import { closeSource, type NewRun, newRun, openSync, resumedRun } from "./make.js";
import type { BatchParams, BatchRequestTo, ResumeOptions, SyncBatchOptions } from "./params.js";
import type { Part } from "./part.js";
import type { BatchProgress } from "./progress.js";
import type { BatchResult } from "./results.js";
import { operationId, type Run } from "./run.js";
import type { OpenFile, Perform } from "./steps.js";
import { submit } from "./submit.js";

export type { SyncBatchOptions } from "./params.js";

/** A download of results that blocks for each chunk. */
export interface SyncBatchDownload extends Iterable<Uint8Array> {
  /** How long a line may be, in characters. */
  readonly maxLineLength: number;
  cancel(): void;
}

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
    download(fileId: string, params?: undefined, options?: SyncOptions): SyncBatchDownload;
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
  return startRun(client, newRun(params, options, openSync), options);
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
  return startRun(client, resumedRun(from, options, openSync), options);
}

function startRun<E extends BatchEndpoint>(
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
      if (isRead) throw new TypeError(`${operationId}: the results have been read already`);
      isRead = true;
      return results(client, begun, options);
    },
  };
}

interface OpenDownload extends OpenFile {
  readonly chunks: Iterator<Uint8Array, unknown>;
  cancel(): void;
}

function* results<E extends BatchEndpoint>(
  client: SyncBatchClient,
  { run, source }: NewRun<E, Iterator<unknown>>,
  options: SyncBatchOptions,
): Generator<BatchResult<E>, void, undefined> {
  const perform = performer(client, run, source, options);
  run.onPromise = (promise) => refusePromise(promise, "onProgress", operationId);
  const open: Part[] = [];
  const finish = function* (part: Part | undefined): Generator<BatchResult<E>, void, undefined> {
    if (part === undefined) return;
    for (const _ of driveValuesSync(follow(run, part), perform));
    yield* driveValuesSync(collect(run, part), perform);
  };
  let end: "left" | "failed" | "read" = "left";
  try {
    for (const part of driveValuesSync(submit(run), perform)) {
      open.push(part);
      if (open.length >= run.settings.concurrency) yield* finish(open.shift());
    }
    while (open.length > 0) yield* finish(open.shift());
    end = "read";
  } catch (error) {
    if (!CancelledError.is(error)) end = "failed";
    throw error;
  } finally {
    closeSource(source);
    run.requests?.close();
    if (end === "left" && options.cancelOnAbort === true) cancelJobs(run, perform);
  }
}

/** Cancels what is under way. An error of that would hide the one that ended the run. */
function cancelJobs(run: Run, perform: Perform): void {
  for (const part of run.parts) {
    try {
      for (const _ of driveValuesSync(cancel(run, part), perform));
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
): Perform {
  const { call = {} } = options;
  const perform: Perform = (action) => {
    switch (action.kind) {
      case "next":
        return source?.next() ?? { done: true, value: undefined };
      case "upload": {
        const content = driveValuesSync(action.content(), perform);
        const file = { content, name: action.name };
        return files.upload({ file, purpose: "batch" }, withoutTotal(call));
      }
      case "create":
        return batch.jobs.create(action.params, call);
      case "cancel":
        return batch.jobs.cancel(action.jobId, undefined, call);
      case "get":
        return batch.jobs.get(action.jobId, { inline: action.inline === true }, call);
      case "list":
        return batch.jobs.list(filterOf(action), call);
      case "wait":
        return batch.jobs.wait(action.part.jobId ?? "", {
          ...call,
          ...waitOptions(run, action.part, options),
        });
      case "open": {
        const download = files.download(action.fileId, undefined, withoutTotal(call));
        const { maxLineLength } = download;
        const chunks = download[Symbol.iterator]();
        return { maxLineLength, chunks, cancel: () => download.cancel() };
      }
      case "chunk":
        return (action.file as OpenDownload).chunks.next();
      case "close":
        return (action.file as OpenDownload).cancel();
      case "delete":
        return files.delete(action.fileId, undefined, call);
      case "save":
        return save(run, options);
      case "sleep":
        return sleepSync(action.ms);
    }
  };
  return perform;
}

function save(run: Run, options: SyncBatchOptions): void {
  const answer: unknown = options.onCheckpoint?.(run.checkpoint());
  if (isThenable(answer)) refusePromise(answer, "onCheckpoint", operationId);
}
