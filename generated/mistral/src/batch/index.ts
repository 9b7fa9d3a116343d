/** Whole batches with promises. */

import type { BatchJob } from "../types.js";
import type { BatchEndpoint } from "./bodies.js";
import type { BatchCheckpoint } from "./checkpoint.js";
import type { BatchClient } from "./client.js";
import { Engine } from "./engine.js";
import { type NewRun, newRun, openAny, type RequestSource, resumedRun } from "./make.js";
import type { BatchOptions, BatchParams, BatchRequests, ResumeOptions } from "./params.js";
import type { BatchProgress } from "./progress.js";
import type { BatchResult } from "./results.js";
import { operationId } from "./run.js";

export type {
  BatchBodies,
  BatchEndpoint,
  ChatClassificationBody,
  ChatCompletionBody,
  ChatModerationBody,
  ConversationBody,
  EmbeddingBody,
  FimCompletionBody,
  OcrBody,
  TextClassificationBody,
  TranscriptionBody,
} from "./bodies.js";
export type { BatchCheckpoint } from "./checkpoint.js";
export type { BatchClient } from "./client.js";
export type { ChatMessage, ContentChunk } from "./messages.js";
export type {
  BatchOutputs,
  ChatCompletion,
  Classification,
  Conversation,
  Embeddings,
  Moderation,
  OcrDocument,
  Transcription,
} from "./outputs.js";
export type {
  BatchOptions,
  BatchParams,
  BatchRequests,
  BatchRequestTo,
  ResumeOptions,
} from "./params.js";
export type { BatchProgress } from "./progress.js";
export type {
  BatchFailure,
  BatchMissing,
  BatchRequestError,
  BatchResult,
  BatchSuccess,
  BatchUnmatched,
} from "./results.js";

/** A batch that is being run: its results as they come, and how it stands. */
export interface BatchRun<E extends BatchEndpoint = BatchEndpoint> extends AsyncIterable<
  BatchResult<E>
> {
  /** The jobs as they were seen last. */
  readonly jobs: readonly BatchJob[];
  readonly progress: BatchProgress;
  /**
   * Resolves with the jobs when all of them are over, whether or not results are read. Rejects with what ended the run
   * before; if the results are read, the loop throws the same.
   */
  readonly done: Promise<readonly BatchJob[]>;
  /** What `resumeBatch` needs to take up this run, should it be interrupted now. */
  checkpoint(): BatchCheckpoint;
  /**
   * Stops the run: what is under way is broken off, and the loop throws a `CancelledError`. Jobs go on, unless the
   * option `cancelOnAbort` is set.
   *
   * @returns Whether it was this call that stopped it.
   */
  cancel(reason?: unknown): boolean;
}

/**
 * Sends any number of requests to one endpoint, and gives the results in the order in which they come: the jobs one after
 * the other as they are over, and of each the requests that were answered, those that failed, and those without a
 * result. Every request has exactly one result. It begins at once, and reads results when the loop asks for them.
 *
 * @throws {ParameterError} If a param or an option is not acceptable. What is wrong with a request, the loop throws.
 */
export function runBatch<E extends BatchEndpoint>(
  client: BatchClient,
  params: BatchParams<E, BatchRequests<E>>,
  options: BatchOptions = {},
): BatchRun<E> {
  return startRun(client, newRun(params, options, openAny), options);
}

/**
 * Takes up a run that was interrupted, from the last checkpoint that it gave or from the id of a job. Results of jobs
 * that had been read to the end are not given again; of the others all are, from the first.
 *
 * @throws {ParameterError} If `from` is no checkpoint, or an option is not acceptable.
 */
export function resumeBatch<E extends BatchEndpoint = BatchEndpoint>(
  client: BatchClient,
  from: string | BatchCheckpoint,
  options: BatchOptions & ResumeOptions<BatchRequests<E>> = {},
): BatchRun<E> {
  return startRun(client, resumedRun(from, options, openAny), options);
}

function startRun<E extends BatchEndpoint>(
  client: BatchClient,
  { run, source }: NewRun<E, RequestSource>,
  options: BatchOptions,
): BatchRun<E> {
  const engine = new Engine(client, run, source, options);
  const done = engine.start();
  let isRead = false;
  return {
    get jobs() {
      return run.jobs;
    },
    get progress() {
      return run.progress;
    },
    done,
    checkpoint: () => run.checkpoint(),
    cancel: (reason) => engine.cancel(reason),
    [Symbol.asyncIterator]() {
      if (isRead) throw new TypeError(`${operationId}: the results have been read already`);
      isRead = true;
      return engine.results(done);
    },
  };
}
