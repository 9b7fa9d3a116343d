import type { BatchEndpoint } from "./bodies.js";
import { type BatchCheckpoint } from "./checkpoint.js";
import type { BatchParams, CommonBatchOptions, ResumeOptions } from "./params.js";
import { Run } from "./run.js";
/** Requests that come one by one, and once. */
export type RequestSource = Iterator<unknown> | AsyncIterator<unknown>;
/** A run that has not begun. */
export interface NewRun<E extends BatchEndpoint, Source> {
  readonly run: Run<E>;
  /** Where the requests come from, if they come one by one. */
  readonly source: Source | undefined;
}
/** Takes the iterator of what can be iterated. */
type Open<Source> = (requests: object) => Source | undefined;
/** @throws {ParameterError} If a param or an option is not acceptable. */
export declare function newRun<E extends BatchEndpoint, Source>(
  params: BatchParams<E, unknown>,
  options: CommonBatchOptions,
  open: Open<Source>,
): NewRun<E, Source>;
/** @throws {ParameterError} If `from` is no checkpoint, or an option is not acceptable. */
export declare function resumedRun<E extends BatchEndpoint, Source>(
  from: string | BatchCheckpoint,
  options: CommonBatchOptions & ResumeOptions<unknown>,
  open: Open<Source>,
): NewRun<E, Source>;
/** Opens whatever can be iterated, also asynchronously. */
export declare function openAny(requests: object): RequestSource | undefined;
/** Opens what can be iterated at once. */
export declare function openSync(requests: object): Iterator<unknown> | undefined;
/** Tells a source that no more is wanted. What it throws would hide what ended the run. */
export declare function closeSource(source: RequestSource | undefined): void;
export {};
