import { Engine } from "../shared/batch/engine.js";
import { newRun, openAny, operationId, resumedRun } from "../shared/batch/submit.js";

// src/batch/index.ts
function runBatch(client, params, options = {}) {
  return startRun(client, newRun(params, options, openAny), options);
}
function resumeBatch(client, from, options = {}) {
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
export { resumeBatch, runBatch };
