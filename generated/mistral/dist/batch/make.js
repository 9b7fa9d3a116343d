import { ParameterError } from "../runtime/errors.js";
import { isThenable } from "../runtime/hooks.js";
import { checkCheckpoint } from "./checkpoint.js";
import { Requests } from "./requests.js";
import { Run } from "./run.js";
import { jobParams, resolveBatchOptions } from "./settings.js";
/** @throws {ParameterError} If a param or an option is not acceptable. */
export function newRun(params, options, open) {
  const job = jobParams(params);
  const settings = resolveBatchOptions(options);
  const needsModel = job.model === undefined && job.agent_id === undefined;
  const { requests, source } = openRequests(params.requests, options, needsModel, open);
  return {
    run: new Run(job, settings, requests, listener(options)),
    source,
  };
}
/** @throws {ParameterError} If `from` is no checkpoint, or an option is not acceptable. */
export function resumedRun(from, options, open) {
  const known =
    typeof from === "string" && from !== ""
      ? {
          usesNumbersAsIds: false,
          isComplete: true,
          parts: [
            {
              offset: 0,
              job: from,
            },
          ],
        }
      : checkCheckpoint(from);
  const settings = resolveBatchOptions(options);
  const { requests, source } =
    options.requests === undefined
      ? {
          requests: undefined,
          source: undefined,
        }
      : openRequests(options.requests, options, false, open);
  const run = new Run(known.params, settings, requests, listener(options), known);
  return {
    run,
    source,
  };
}
/** Opens whatever can be iterated, also asynchronously. */
export function openAny(requests) {
  return Symbol.asyncIterator in requests ? requests[Symbol.asyncIterator]() : openSync(requests);
}
/** Opens what can be iterated at once. */
export function openSync(requests) {
  return Symbol.iterator in requests ? requests[Symbol.iterator]() : undefined;
}
/** Tells a source that no more is wanted. What it throws would hide what ended the run. */
export function closeSource(source) {
  try {
    const end = source?.return?.();
    // Not awaited: a source that is asked for its next request ends only when it has one.
    if (isThenable(end)) end.then(undefined, () => {});
  } catch {
    return;
  }
}
function listener(options) {
  return options.onProgress === undefined
    ? undefined
    : (progress) => options.onProgress?.(progress);
}
function openRequests(given, options, needsModel, open) {
  const requests = new Requests(given, options.keepRequests === true, needsModel);
  if (!requests.isPulled)
    return {
      requests,
      source: undefined,
    };
  const source = typeof given === "object" && given !== null ? open(given) : undefined;
  if (source !== undefined)
    return {
      requests,
      source,
    };
  const isAsync = typeof given === "object" && given !== null && Symbol.asyncIterator in given;
  throw new ParameterError(
    "requests",
    isAsync
      ? "requests come asynchronously, which a blocking run cannot wait for: give an array or a synchronous iterable"
      : "requests must be an array or another iterable",
  );
}
