import { createClient } from "mistral-batch-files";
import {
  type BatchCheckpoint,
  type BatchParams,
  type BatchProgress,
  type BatchRequestTo,
  type BatchResult,
  resumeBatch,
  runBatch,
} from "mistral-batch-files/batch";
import {
  type CallbackBatchRun,
  resumeCallbackBatch,
  runCallbackBatch,
} from "mistral-batch-files/batch/callback";
import {
  resumeSyncBatch,
  runSyncBatch,
  type SyncBatchOptions,
} from "mistral-batch-files/batch/sync";
import { createCallbackClient } from "mistral-batch-files/callback";
import { createSyncClient } from "mistral-batch-files/sync";
import { expect, vi } from "vitest";

export type Endpoint = "/v1/chat/completions";
export type Given = BatchRequestTo<Endpoint>;
export type Params = BatchParams<Endpoint, Iterable<Given>>;
export type Options = Omit<SyncBatchOptions, "onProgress" | "onCheckpoint" | "call">;

/** A batch as it is put to a style. */
export interface Batch {
  readonly client: { readonly apiKey: string; readonly baseUrl: string };
  /** What is run; or what is taken up, with the requests if they are needed. */
  readonly params?: Params;
  readonly from?: string | BatchCheckpoint;
  readonly requests?: Iterable<Given>;
  readonly options?: Options;
  /** The run is stopped after so many results. */
  readonly stopAfter?: number;
  /** And not before there are so many jobs. */
  readonly stopWithJobs?: number;
}

/** What came of it. */
export interface Outcome {
  readonly results: BatchResult<Endpoint>[];
  readonly checkpoints: BatchCheckpoint[];
  readonly progress: BatchProgress[];
  /** The checkpoint at the end. */
  readonly end?: BatchCheckpoint | undefined;
  readonly error?: unknown;
}

export type Style = (batch: Batch) => Promise<Outcome>;

class Notes implements Outcome {
  readonly results: BatchResult<Endpoint>[] = [];
  readonly checkpoints: BatchCheckpoint[] = [];
  readonly progress: BatchProgress[] = [];
  end?: BatchCheckpoint;
  error?: unknown;
  readonly options: SyncBatchOptions;

  constructor({ options }: Batch) {
    this.options = {
      interval: 5,
      ...options,
      onProgress: (progress) => void this.progress.push(progress),
      onCheckpoint: (checkpoint) => {
        this.checkpoints.push(checkpoint);
      },
    };
  }
}

async function hasJobs(
  run: { readonly progress: BatchProgress },
  { stopWithJobs = 0 }: Batch,
): Promise<void> {
  await vi.waitFor(() => expect(run.progress.jobs).toBeGreaterThanOrEqual(stopWithJobs), 30_000);
}

async function promise(batch: Batch): Promise<Outcome> {
  const notes = new Notes(batch);
  const client = createClient(batch.client);
  const { requests, from, params, stopAfter } = batch;
  try {
    const run =
      params === undefined
        ? resumeBatch<Endpoint>(client, from ?? "", { ...notes.options, requests })
        : runBatch(client, params, notes.options);
    for await (const result of run) {
      notes.results.push(result);
      if (notes.results.length !== stopAfter) continue;
      await hasJobs(run, batch);
      break;
    }
    if (stopAfter === undefined) await run.done;
    notes.end = run.checkpoint();
  } catch (error) {
    notes.error = error;
  }
  return notes;
}

async function callback(batch: Batch): Promise<Outcome> {
  const notes = new Notes(batch);
  const client = createCallbackClient(batch.client);
  const { requests, from, params, stopAfter } = batch;
  const events: string[] = [];
  const stop = (running: CallbackBatchRun): void => {
    if (batch.stopWithJobs === undefined) running.cancel("enough");
    else void hasJobs(running, batch).then(() => running.cancel("enough"));
  };
  const sender = { name: "the sender" };
  const handlers = {
    sender,
    onStart: (ctx: { readonly sender: unknown }) => {
      if (ctx.sender === sender) events.push("start");
    },
    onProgress: (progress: BatchProgress) => notes.options.onProgress?.(progress),
    onCheckpoint: (checkpoint: BatchCheckpoint) => void notes.checkpoints.push(checkpoint),
    onResult: (result: BatchResult<Endpoint>) => {
      notes.results.push(result);
      if (run !== undefined && notes.results.length === stopAfter) stop(run);
    },
    onSuccess: () => events.push("success"),
    onError: (error: unknown) => {
      events.push("error");
      notes.error = error;
    },
    onCancel: () => events.push("cancel"),
    onSettled: () => events.push("settled"),
  };
  let run: CallbackBatchRun | undefined;
  const { onProgress: _progress, onCheckpoint: _checkpoint, ...options } = notes.options;
  try {
    run =
      params === undefined
        ? resumeCallbackBatch(client, from ?? "", handlers, { ...options, requests })
        : runCallbackBatch(client, params, handlers, options);
  } catch (error) {
    notes.error = error;
    return notes;
  }
  if (events.length > 0) throw new Error("a handler was called before the call returned");
  await run.done;
  notes.end = run.checkpoint();
  const outcome = run.state === "cancelled" ? "cancel" : run.state;
  const order = events.join(" ");
  if (order !== `start ${outcome} settled`) throw new Error(`the order of events is ${order}`);
  return notes;
}

async function sync(batch: Batch): Promise<Outcome> {
  const notes = new Notes(batch);
  const client = createSyncClient(batch.client);
  const { requests, from, params, stopAfter } = batch;
  try {
    const run =
      params === undefined
        ? resumeSyncBatch<Endpoint>(client, from ?? "", { ...notes.options, requests })
        : runSyncBatch(client, params, notes.options);
    for (const result of run) {
      notes.results.push(result);
      if (notes.results.length === stopAfter) break;
    }
    notes.end = run.checkpoint();
  } catch (error) {
    notes.error = error;
  } finally {
    client.close();
  }
  return notes;
}

export const STYLES: readonly (readonly [name: string, style: Style])[] = [
  ["promise", promise],
  ["callback", callback],
  ["sync", sync],
];
