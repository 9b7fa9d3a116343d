import { Engine } from "./engine.js";
import { newRun, openAny, resumedRun } from "./make.js";
import { operationId } from "./run.js";
/**
 * Sends any number of requests to one endpoint, and gives the results in the order in which they come: the jobs one after
 * the other as they are over, and of each the requests that were answered, those that failed, and those without a
 * result. Every request has exactly one result. It begins at once, and reads results when the loop asks for them.
 *
 * @throws {ParameterError} If a param or an option is not acceptable. What is wrong with a request, the loop throws.
 */
export function runBatch(client, params, options = {}) {
  return startRun(client, newRun(params, options, openAny), options);
}
/**
 * Takes up a run that was interrupted, from the last checkpoint that it gave or from the id of a job. Results of jobs
 * that had been read to the end are not given again; of the others all are, from the first.
 *
 * @throws {ParameterError} If `from` is no checkpoint, or an option is not acceptable.
 */
export function resumeBatch(client, from, options = {}) {
  return startRun(client, resumedRun(from, options, openAny), options);
}
function startRun(client, { run, source }, options) {
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
