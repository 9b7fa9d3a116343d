import { ParameterError } from "../runtime/errors.js";
import { isThenable } from "../runtime/hooks.js";
import type { BatchEndpoint } from "./bodies.js";
import { type BatchCheckpoint, checkCheckpoint, type JobParams } from "./checkpoint.js";
import type { BatchParams, CommonBatchOptions, ResumeOptions } from "./params.js";
import type { BatchProgress } from "./progress.js";
import { Requests } from "./requests.js";
import { type KnownRun, Run } from "./run.js";
import { jobParams, resolveBatchOptions } from "./settings.js";

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
export function newRun<E extends BatchEndpoint, Source>(
  params: BatchParams<E, unknown>,
  options: CommonBatchOptions,
  open: Open<Source>,
): NewRun<E, Source> {
  const job = jobParams(params);
  const settings = resolveBatchOptions(options);
  const needsModel = job.model === undefined && job.agent_id === undefined;
  const { requests, source } = openRequests(params.requests, options, needsModel, open);
  return { run: new Run<E>(job, settings, requests, listener(options)), source };
}

/** @throws {ParameterError} If `from` is no checkpoint, or an option is not acceptable. */
export function resumedRun<E extends BatchEndpoint, Source>(
  from: string | BatchCheckpoint,
  options: CommonBatchOptions & ResumeOptions<unknown>,
  open: Open<Source>,
): NewRun<E, Source> {
  const known: KnownRun & { readonly params?: JobParams } =
    typeof from === "string" && from !== ""
      ? { usesNumbersAsIds: false, isComplete: true, parts: [{ offset: 0, job: from }] }
      : checkCheckpoint(from);
  const settings = resolveBatchOptions(options);
  const { requests, source } =
    options.requests === undefined
      ? { requests: undefined, source: undefined }
      : openRequests(options.requests, options, false, open);
  const run = new Run<E>(known.params, settings, requests, listener(options), known);
  return { run, source };
}

/** Opens whatever can be iterated, also asynchronously. */
export function openAny(requests: object): RequestSource | undefined {
  return Symbol.asyncIterator in requests
    ? (requests as AsyncIterable<unknown>)[Symbol.asyncIterator]()
    : openSync(requests);
}

/** Opens what can be iterated at once. */
export function openSync(requests: object): Iterator<unknown> | undefined {
  return Symbol.iterator in requests
    ? (requests as Iterable<unknown>)[Symbol.iterator]()
    : undefined;
}

/** Tells a source that no more is wanted. What it throws would hide what ended the run. */
export function closeSource(source: RequestSource | undefined): void {
  try {
    const end: unknown = source?.return?.();
    // Not awaited: a source that is asked for its next request ends only when it has one.
    if (isThenable(end)) end.then(undefined, () => {});
  } catch {
    return;
  }
}

function listener(options: CommonBatchOptions): ((progress: BatchProgress) => unknown) | undefined {
  return options.onProgress === undefined
    ? undefined
    : (progress) => options.onProgress?.(progress);
}

function openRequests<Source>(
  given: unknown,
  options: CommonBatchOptions,
  needsModel: boolean,
  open: Open<Source>,
): { readonly requests: Requests; readonly source: Source | undefined } {
  const requests = new Requests(given, options.keepRequests === true, needsModel);
  if (!requests.isPulled) return { requests, source: undefined };
  const source = typeof given === "object" && given !== null ? open(given) : undefined;
  if (source !== undefined) return { requests, source };
  const isAsync = typeof given === "object" && given !== null && Symbol.asyncIterator in given;
  throw new ParameterError(
    "requests",
    isAsync
      ? "requests come asynchronously, which a blocking run cannot wait for: give an array or a synchronous iterable"
      : "requests must be an array or another iterable",
  );
}
