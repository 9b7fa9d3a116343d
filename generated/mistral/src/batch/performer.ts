import type { RequestOptions } from "../runtime/options.js";
import { driveValues } from "../runtime/steps.js";
import { noDeadlines, Watchdog } from "../runtime/watchdog.js";
import type { BatchJob } from "../types.js";
import { type BatchClient, filterOf, waitOptions, withoutTotal } from "./client.js";
import type { RequestSource } from "./make.js";
import type { BatchOptions } from "./params.js";
import type { Part } from "./part.js";
import { operationId, type Run } from "./run.js";
import type { Action, OpenFile } from "./steps.js";

/** A download that is being read. */
interface OpenDownload extends OpenFile {
  readonly chunks: AsyncIterator<Uint8Array, unknown>;
  cancel(): Promise<void>;
}

/** Carries out what a batch asks for, with promises. */
export class Performer {
  readonly #client: BatchClient;
  readonly #run: Run;
  readonly #source: RequestSource | undefined;
  readonly #options: BatchOptions;
  readonly #watchdog: Watchdog;

  /** @param watchdog - It aborts when the run is over before its end. */
  constructor(
    client: BatchClient,
    run: Run,
    source: RequestSource | undefined,
    options: BatchOptions,
    watchdog: Watchdog,
  ) {
    this.#client = client;
    this.#run = run;
    this.#source = source;
    this.#options = options;
    this.#watchdog = watchdog;
  }

  /** @param options - Of the requests that are sent for it. */
  perform(action: Action, options: RequestOptions): unknown {
    const { files, batch } = this.#client;
    switch (action.kind) {
      case "next":
        return this.#next();
      case "upload": {
        const content = driveValues(action.content(), (step) => this.perform(step, options));
        const file = { content, name: action.name };
        return files.upload({ file, purpose: "batch" }, withoutTotal(options));
      }
      case "create":
        // Not broken off: a job that may or may not exist could not be cancelled.
        return batch.jobs.create(action.params, this.#options.call);
      case "cancel":
        return batch.jobs.cancel(action.jobId, undefined, options);
      case "get":
        return batch.jobs.get(action.jobId, { inline: action.inline === true }, options);
      case "list":
        return batch.jobs.list(filterOf(action), options);
      case "wait":
        return this.#wait(action.part, options);
      case "open":
        return this.#open(action.fileId, options);
      case "chunk":
        return (action.file as OpenDownload).chunks.next();
      case "close":
        return (action.file as OpenDownload).cancel();
      case "delete":
        return files.delete(action.fileId, undefined, options);
      case "save":
        return this.#options.onCheckpoint?.(this.#run.checkpoint());
      case "sleep":
        return sleep(action.ms, options.signal);
    }
  }

  #next(): IteratorResult<unknown> | Promise<IteratorResult<unknown>> {
    if (this.#source === undefined) return { done: true, value: undefined };
    // The source has no end of its own that could be waited for.
    return this.#watchdog.race(Promise.resolve(this.#source.next()));
  }

  #wait(part: Part, options: RequestOptions): PromiseLike<BatchJob> {
    return this.#client.batch.jobs.wait(part.jobId ?? "", {
      ...options,
      ...waitOptions(this.#run, part, this.#options),
    });
  }

  async #open(fileId: string, options: RequestOptions): Promise<OpenDownload> {
    const download = await this.#client.files.download(fileId, undefined, withoutTotal(options));
    const { maxLineLength } = download;
    const chunks = download[Symbol.asyncIterator]();
    return { maxLineLength, chunks, cancel: () => download.cancel() };
  }
}

async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  const watchdog = new Watchdog(operationId, noDeadlines, signal);
  try {
    await watchdog.sleep(ms);
  } finally {
    watchdog.close();
  }
}
