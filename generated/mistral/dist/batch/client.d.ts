import type { RequestOptions } from "../runtime/options.js";
import type { BatchJob, BatchJobList, CreateBatchJob, FileObject } from "../types.js";
import type { CommonBatchOptions } from "./params.js";
import type { Part } from "./part.js";
import type { Run } from "./run.js";
import type { Action } from "./steps.js";
/** The params of the list of jobs that are used. */
export interface JobFilter {
  page?: number;
  page_size?: number;
  created_after?: string;
}
/** How a job is waited for. */
export interface JobWaitOptions {
  interval?:
    | number
    | {
        min?: number;
        max?: number;
      };
  deadline?: number;
  onProgress?(job: BatchJob): void;
}
/** A download of results. */
export interface BatchDownload extends AsyncIterable<Uint8Array> {
  /** How long a line may be, in characters. */
  readonly maxLineLength: number;
  cancel(): Promise<void>;
}
/** What a batch needs of a promise client. */
export interface BatchClient {
  readonly batch: {
    readonly jobs: {
      create(params: CreateBatchJob, options?: RequestOptions): PromiseLike<BatchJob>;
      list(params: JobFilter, options?: RequestOptions): PromiseLike<BatchJobList>;
      get(
        jobId: string,
        params?: {
          inline?: boolean;
        },
        options?: RequestOptions,
      ): PromiseLike<BatchJob>;
      wait(
        jobId: string,
        options?: Omit<RequestOptions, "onProgress"> & JobWaitOptions,
      ): PromiseLike<BatchJob>;
      cancel(jobId: string, params?: undefined, options?: RequestOptions): PromiseLike<BatchJob>;
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
      options?: RequestOptions,
    ): PromiseLike<FileObject>;
    download(
      fileId: string,
      params?: undefined,
      options?: RequestOptions,
    ): PromiseLike<BatchDownload>;
    delete(fileId: string, params?: undefined, options?: RequestOptions): PromiseLike<unknown>;
  };
}
/** How the job of a part is waited for. However often that is begun anew, the deadline counts from when there was a job. */
export declare function waitOptions(
  run: Run,
  part: Part,
  { interval, deadline }: Pick<CommonBatchOptions, "interval" | "deadline">,
): JobWaitOptions & Required<Pick<JobWaitOptions, "onProgress">>;
/** Of a transfer whose pace is that of the caller's code: it has no total time, unless the caller says one. */
export declare function withoutTotal<O extends Pick<RequestOptions, "timeout">>(options: O): O;
/** The params of a list that looks for a job. */
export declare function filterOf({
  page,
  createdAfter,
}: Extract<
  Action,
  {
    readonly kind: "list";
  }
>): JobFilter;
