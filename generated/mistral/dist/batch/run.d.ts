import type { BatchJob } from "../types.js";
import type { BatchEndpoint } from "./bodies.js";
import type { BatchCheckpoint, JobParams, PartRecord } from "./checkpoint.js";
import type { FileLine } from "./lines.js";
import { Part } from "./part.js";
import type { BatchProgress } from "./progress.js";
import type { Requests } from "./requests.js";
import { type BatchResult, type Line } from "./results.js";
import type { Settings } from "./settings.js";
/** The stem that errors name. */
export declare const operationId = "batch.run";
/** A checkpoint, or as much of one as is known. */
export interface KnownRun {
  readonly usesNumbersAsIds?: boolean;
  readonly isComplete?: boolean;
  readonly parts?: readonly (Partial<PartRecord> & {
    readonly offset: number;
  })[];
}
/** The state of a batch that is being run. */
export declare class Run<E extends BatchEndpoint = BatchEndpoint> {
  #private;
  /** What jobs are created with; undefined if none will be. */
  readonly params: JobParams | undefined;
  readonly settings: Settings;
  readonly requests: Requests | undefined;
  readonly parts: Part[];
  /** Whether the parts have all requests. */
  isComplete: boolean;
  /** What is done about a promise that `onProgress` returns. */
  onPromise: (promise: PromiseLike<unknown>) => void;
  /** @param from - What is known of an interrupted run that is taken up. */
  constructor(
    params: JobParams | undefined,
    settings: Settings,
    requests: Requests | undefined,
    onProgress: ((progress: BatchProgress) => unknown) | undefined,
    from?: KnownRun,
  );
  /** The number of the first request that is in no part. */
  get submitted(): number;
  /** Whether all custom ids are the numbers of the requests. */
  get usesNumbersAsIds(): boolean;
  /** The jobs as they were seen last. */
  get jobs(): BatchJob[];
  get progress(): BatchProgress;
  checkpoint(): BatchCheckpoint;
  /** Notes how a job stands. Its outputs are left out: they are read when the job is over. */
  saw(part: Part, job: BatchJob): void;
  /** Tells the caller how the batch stands, if that is not what was told last. */
  report(): void;
  isMissing(index: number): boolean;
  /** The result that a line of a job's results is. */
  join(part: Part, { text, isCut }: FileLine): BatchResult<E>;
  joinLine(part: Part, line: Line, raw: string): BatchResult<E>;
  /** The result of a request of which the job has none. */
  missing(part: Part, index: number, customId: string | undefined): BatchResult<E>;
  /** The number of the request of a part that has a custom id. */
  find(part: Part, id: string): number | undefined;
}
