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
        params: { inline?: boolean },
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
        file: { readonly content: AsyncIterable<string>; readonly name: string };
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
export function withPromises({ batch, files }: CallbackBatchClient): BatchClient {
  const { jobs } = batch;
  return {
    batch: {
      jobs: {
        create: (params, options) => promise((errback) => jobs.create(params, errback, options)),
        list: (params, options) => promise((errback) => jobs.list(params, errback, options)),
        get: (id, params, options) =>
          promise((errback) => jobs.get(id, params ?? {}, errback, options)),
        wait: (id, options) => promise((errback) => jobs.wait(id, errback, options)),
        cancel: (id, params, options) =>
          promise((errback) => jobs.cancel(id, params, errback, options)),
      },
    },
    files: {
      upload: (params, options) => promise((errback) => files.upload(params, errback, options)),
      download: (id, params, options) =>
        promise((errback) => files.download(id, params, errback, options)),
      delete: (id, params, options) =>
        promise((errback) => files.delete(id, params, errback, options)),
    },
  };
}

function promise<T>(start: (errback: Errback<T>) => object): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => (error === null ? resolve(value as T) : reject(error)));
  });
}
