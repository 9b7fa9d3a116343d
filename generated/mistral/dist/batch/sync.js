/** Whole batches with blocking calls. */
import { CancelledError } from "../runtime/errors.js";
import { isThenable } from "../runtime/hooks.js";
import { driveValuesSync } from "../runtime/steps.js";
import { refusePromise, sleepSync } from "../runtime/sync-waiting.js";
import { filterOf, waitOptions } from "./client.js";
import { collect, follow } from "./collect.js";
import { cancel } from "./create.js";
import { closeSource, newRun, openSync, resumedRun } from "./make.js";
import { operationId } from "./run.js";
import { submit } from "./submit.js";
/**
 * Sends any number of requests to one endpoint, and gives the results in the order in which they come; see `runBatch`.
 * Nothing is sent before the first result is asked for. Jobs are under way at the same time, and the results of the one
 * that was created first come first.
 *
 * @throws {ParameterError} If a param or an option is not acceptable. What is wrong with a request, the loop throws.
 */
export function runSyncBatch(client, params, options = {}) {
  return startRun(client, newRun(params, options, openSync), options);
}
/**
 * Takes up a run that was interrupted; see `resumeBatch`.
 *
 * @throws {ParameterError} If `from` is no checkpoint, or an option is not acceptable.
 */
export function resumeSyncBatch(client, from, options = {}) {
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
  const open = [];
  const finish = function* (part) {
    if (part === undefined) return;
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
/** Cancels what is under way. An error of that would hide the one that ended the run. */
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
  const { call } = options;
  const perform = (action) => {
    switch (action.kind) {
      case "next":
        return (
          source?.next() ?? {
            done: true,
            value: undefined,
          }
        );
      case "upload": {
        const content = driveValuesSync(action.content(), perform);
        const file = {
          content,
          name: action.name,
        };
        return files.upload(
          {
            file,
            purpose: "batch",
          },
          {
            timeout: { total: Infinity },
            ...call,
          },
        );
      }
      case "create":
        return batch.jobs.create(action.params, call);
      case "cancel":
        return batch.jobs.cancel(action.jobId, undefined, call);
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
        const timeout = { total: Infinity };
        const download = files.download(action.fileId, undefined, {
          timeout,
          ...call,
        });
        const { maxLineLength } = download;
        const chunks = download[Symbol.iterator]();
        return {
          maxLineLength,
          chunks,
          cancel: () => download.cancel(),
        };
      }
      case "chunk":
        return action.file.chunks.next();
      case "close":
        return action.file.cancel();
      case "delete":
        return files.delete(action.fileId, undefined, call);
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
