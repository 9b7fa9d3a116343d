import {
  cancel,
  closeSource,
  collect,
  filterOf,
  follow,
  newRun,
  openSync,
  operationId,
  resumedRun,
  submit,
  waitOptions,
  withoutTotal,
} from "../shared/batch/submit.js";
import {
  CancelledError,
  driveValuesSync,
  isThenable,
  refusePromise,
  sleepSync,
} from "../shared/runtime/errors.js";

// src/batch/sync.ts
function runSyncBatch(client, params, options = {}) {
  return startRun(client, newRun(params, options, openSync), options);
}
function resumeSyncBatch(client, from, options = {}) {
  return startRun(client, resumedRun(from, options, openSync), options);
}
function startRun(client, begun, options) {
  const { run } = begun;
  let isRead = false;
  return {
    get jobs() {
      return run.jobs;
    },
    get progress() {
      return run.progress;
    },
    checkpoint: () => run.checkpoint(),
    [Symbol.iterator]() {
      if (isRead) throw new TypeError(`${operationId}: the results have been read already`);
      isRead = true;
      return results(client, begun, options);
    },
  };
}
function* results(client, { run, source }, options) {
  const perform = performer(client, run, source, options);
  run.onPromise = (promise) => refusePromise(promise, "onProgress", operationId);
  const open = [];
  const finish = function* (part) {
    if (part === void 0) return;
    for (const _ of driveValuesSync(follow(run, part), perform));
    yield* driveValuesSync(collect(run, part), perform);
  };
  let end = "left";
  try {
    for (const part of driveValuesSync(submit(run), perform)) {
      open.push(part);
      if (open.length >= run.settings.concurrency) yield* finish(open.shift());
    }
    while (open.length > 0) yield* finish(open.shift());
    end = "read";
  } catch (error) {
    if (!CancelledError.is(error)) end = "failed";
    throw error;
  } finally {
    closeSource(source);
    run.requests?.close();
    if (end === "left" && options.cancelOnAbort === true) cancelJobs(run, perform);
  }
}
function cancelJobs(run, perform) {
  for (const part of run.parts) {
    try {
      for (const _ of driveValuesSync(cancel(run, part), perform));
    } catch {
      continue;
    }
  }
}
function performer({ batch, files }, run, source, options) {
  const { call = {} } = options;
  const perform = (action) => {
    switch (action.kind) {
      case "next":
        return source?.next() ?? { done: true, value: void 0 };
      case "upload": {
        const content = driveValuesSync(action.content(), perform);
        const file = { content, name: action.name };
        return files.upload({ file, purpose: "batch" }, withoutTotal(call));
      }
      case "create":
        return batch.jobs.create(action.params, call);
      case "cancel":
        return batch.jobs.cancel(action.jobId, void 0, call);
      case "get":
        return batch.jobs.get(action.jobId, { inline: action.inline === true }, call);
      case "list":
        return batch.jobs.list(filterOf(action), call);
      case "wait":
        return batch.jobs.wait(action.part.jobId ?? "", {
          ...call,
          ...waitOptions(run, action.part, options),
        });
      case "open": {
        const download = files.download(action.fileId, void 0, withoutTotal(call));
        const { maxLineLength } = download;
        const chunks = download[Symbol.iterator]();
        return { maxLineLength, chunks, cancel: () => download.cancel() };
      }
      case "chunk":
        return action.file.chunks.next();
      case "close":
        return action.file.cancel();
      case "delete":
        return files.delete(action.fileId, void 0, call);
      case "save":
        return save(run, options);
      case "sleep":
        return sleepSync(action.ms);
    }
  };
  return perform;
}
function save(run, options) {
  const answer = options.onCheckpoint?.(run.checkpoint());
  if (isThenable(answer)) refusePromise(answer, "onCheckpoint", operationId);
}
export { resumeSyncBatch, runSyncBatch };
