import type { RequestOptions, SyncOptions } from "../runtime/options.js";
import type { BatchBodies, BatchEndpoint } from "./bodies.js";
import type { BatchCheckpoint } from "./checkpoint.js";
import type { BatchProgress } from "./progress.js";

/** One request of a batch. */
export interface BatchRequestTo<E extends BatchEndpoint> {
  /** Unique within the batch. Default: the number of the request, counted from 0. */
  readonly custom_id?: string | null;
  readonly body: BatchBodies[E];
}

/** What a batch is made of. */
export interface BatchParams<E extends BatchEndpoint, Requests> {
  /** Where all requests are sent. */
  readonly endpoint: E;
  /** They are read once, one by one, and not all before the first of them leaves. */
  readonly requests: Requests;
  /** The model that runs the batch. Without it each body has to name one, the same in all of them. */
  readonly model?: string;
  /** The agent that runs the batch, in place of a model. */
  readonly agent_id?: string;
  /** Labels of the jobs. A key has 1 to 32 characters, a value 1 to 512. */
  readonly metadata?: { readonly [key: string]: string };
  /** After how many hours an unfinished job ends as `TIMEOUT_EXCEEDED`, from 1 to 168. Default: 24. */
  readonly timeout_hours?: number;
}

/** How a batch is run, whatever the style. */
export interface CommonBatchOptions {
  /**
   * The largest number of requests in one job; there are as many jobs as that takes. Default: 100,000, the smaller of
   * two limits that the API's documents mention.
   */
  readonly maxRequestsPerJob?: number | undefined;
  /** The largest size of an uploaded file in bytes. Default, and limit of the API: 512,000,000. */
  readonly maxFileSize?: number | undefined;
  /**
   * Up to which size a batch is sent in one call, without a file: at most `requests` requests of together at most
   * `bytes` bytes. Default: 1,000 requests and 1,048,576 bytes. `false` means never.
   */
  readonly inline?: false | { readonly requests?: number; readonly bytes?: number } | undefined;
  /** How many jobs may be under way at the same time. Default: 10. */
  readonly concurrency?: number | undefined;
  /**
   * Whether each result carries its `request`, although `requests` can be iterated only once. All of them are then kept in
   * memory. Of an array, a `Set` or another iterable that gives a new iterator each time, results carry it in any case.
   */
  readonly keepRequests?: boolean | undefined;
  /**
   * The files that are deleted once the results of their job have been read: those uploaded (`input`), or those with
   * results as well (`all`). A file whose job is refused for good is deleted too. Default: `none`.
   */
  readonly cleanUp?: "none" | "input" | "all" | undefined;
  /**
   * Whether the jobs that are under way are cancelled too when the caller stops the run. An error leaves them alone, so
   * that the run can be resumed. Default: false.
   */
  readonly cancelOnAbort?: boolean | undefined;
  /** Milliseconds between two looks at a job; see the options of `batch.jobs.wait`. */
  readonly interval?: number | { readonly min?: number; readonly max?: number } | undefined;
  /**
   * How long a job may take, in milliseconds, from when the run knows of it, before the run fails with a `TimeoutError`.
   * Default: no limit.
   */
  readonly deadline?: number | undefined;
  /** What uploaded files are called. Default: `requests.jsonl`. */
  readonly fileName?: string | undefined;
  /**
   * Called whenever there is something new to say. What it throws ends the run, and so does the rejection of a promise that it
   * returns, which is not waited for; blocking runs refuse promises.
   */
  onProgress?(progress: BatchProgress): void;
}

/** How a batch is run. */
export interface BatchOptions extends CommonBatchOptions {
  /** Stops the run. */
  readonly signal?: AbortSignal | undefined;
  /** How each call is sent. */
  readonly call?: Omit<RequestOptions, "signal" | "onResponse" | "idempotencyKey"> | undefined;
  /** Called with what `resumeBatch` needs, before anything further is done. A promise is awaited. */
  onCheckpoint?(checkpoint: BatchCheckpoint): void | Promise<void>;
}

/** How a batch is run by blocking calls. */
export interface SyncBatchOptions extends CommonBatchOptions {
  /** How each call is sent. */
  readonly call?: Omit<SyncOptions, "onResponse" | "idempotencyKey"> | undefined;
  /** Called with what `resumeSyncBatch` needs, before anything further is done. */
  onCheckpoint?(checkpoint: BatchCheckpoint): void;
}

/** Requests that are there already, or come one by one. */
export type BatchRequests<E extends BatchEndpoint> =
  Iterable<BatchRequestTo<E>> | AsyncIterable<BatchRequestTo<E>>;

/** What a run that was interrupted is taken up with. */
export interface ResumeOptions<Requests> {
  /**
   * The same requests once more. They are needed if the run was interrupted before all of them had been sent, or if a
   * job with custom ids of yours was created without a file. If they can be iterated again, results carry them.
   */
  readonly requests?: Requests | undefined;
}
