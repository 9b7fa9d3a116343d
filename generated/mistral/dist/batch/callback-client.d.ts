import type { Errback } from "../runtime/callback.js";
import type { RequestOptions } from "../runtime/options.js";
import type { BatchJob, BatchJobList, CreateBatchJob, FileObject } from "../types.js";
import type { BatchClient, BatchDownload, JobFilter, JobWaitOptions } from "./client.js";
/** What a batch needs of a callback client. */
export interface CallbackBatchClient {
  readonly batch: {
    readonly jobs: {
      create(params: CreateBatchJob, errback: Errback<BatchJob>, options?: RequestOptions): object;
      list(params: JobFilter, errback: Errback<BatchJobList>, options?: RequestOptions): object;
      get(
        jobId: string,
        params: {
          inline?: boolean;
        },
        errback: Errback<BatchJob>,
        options?: RequestOptions,
      ): object;
      wait(
        jobId: string,
        errback: Errback<BatchJob>,
        options?: Omit<RequestOptions, "onProgress"> & JobWaitOptions,
      ): object;
      cancel(
        jobId: string,
        params: undefined,
        errback: Errback<BatchJob>,
        options?: RequestOptions,
      ): object;
    };
  };
  readonly files: {
    upload(
      params: {
        file: {
          readonly content: AsyncIterable<string>;
          readonly name: string;
        };
        purpose: "batch";
      },
      errback: Errback<FileObject>,
      options?: RequestOptions,
    ): object;
    download(
      fileId: string,
      params: undefined,
      errback: Errback<BatchDownload>,
      options?: RequestOptions,
    ): object;
    delete(
      fileId: string,
      params: undefined,
      errback: Errback<unknown>,
      options?: RequestOptions,
    ): object;
  };
}
/** A callback client as one with promises. */
export declare function withPromises({ batch, files }: CallbackBatchClient): BatchClient;
