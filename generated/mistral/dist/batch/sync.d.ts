import type { SyncOptions } from "../runtime/options.js";
import type { BatchJob, BatchJobList, CreateBatchJob, FileObject } from "../types.js";
import type { BatchEndpoint } from "./bodies.js";
import type { BatchCheckpoint } from "./checkpoint.js";
import { type JobFilter, type JobWaitOptions } from "./client.js";
import type { BatchParams, BatchRequestTo, ResumeOptions, SyncBatchOptions } from "./params.js";
import type { BatchProgress } from "./progress.js";
import type { BatchResult } from "./results.js";
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
      get(
        jobId: string,
        params?: {
          inline?: boolean;
        },
        options?: SyncOptions,
      ): BatchJob;
      wait(jobId: string, options?: Omit<SyncOptions, "onProgress"> & JobWaitOptions): BatchJob;
      cancel(jobId: string, params?: undefined, options?: SyncOptions): BatchJob;
    };
  };
  readonly files: {
    upload(
      params: {
        file: {
          readonly content: Iterable<string>;
          readonly name: string;
        };
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
export declare function runSyncBatch<E extends BatchEndpoint>(
  client: SyncBatchClient,
  params: BatchParams<E, Iterable<BatchRequestTo<E>>>,
  options?: SyncBatchOptions,
): SyncBatchRun<E>;
/**
 * Takes up a run that was interrupted; see `resumeBatch`.
 *
 * @throws {ParameterError} If `from` is no checkpoint, or an option is not acceptable.
 */
export declare function resumeSyncBatch<E extends BatchEndpoint = BatchEndpoint>(
  client: SyncBatchClient,
  from: string | BatchCheckpoint,
  options?: SyncBatchOptions & ResumeOptions<Iterable<BatchRequestTo<E>>>,
): SyncBatchRun<E>;
