/** Whole batches with blocking calls. */
import { CancelledError, ParameterError } from "../runtime/errors.js";
import { filterOf, waitOptions } from "./client.js";
import { collect, follow } from "./collect.js";
import { newRun, openSync, resumedRun } from "./make.js";
import { driveSync } from "./steps.js";
import { submit } from "./submit.js";
/**
 * Sends any number of requests to one endpoint, and gives the results in the order in which they come; see `runBatch`.
 * Nothing is sent before the first result is asked for. Jobs are under way at the same time, and the results of the one
 * that was created first come first.
 *
 * @throws {ParameterError} If a param or an option is not acceptable. What is wrong with a request, the loop throws.
 */
export function runSyncBatch(client, params, options = {}) {
  return begin(client, newRun(params, options, openSync), options);
}
/**
 * Takes up a run that was interrupted; see `resumeBatch`.
 *
 * @throws {ParameterError} If `from` is no checkpoint, or an option is not acceptable.
 */
export function resumeSyncBatch(client, from, options = {}) {
  return begin(client, resumedRun(from, options, openSync), options);
}
function begin(client, begun, options) {
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
      if (isRead) throw new TypeError("batch.run: the results have been read already");
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
    for (const _ of driveSync(follow(run, part), perform));
    yield* driveSync(collect(run, part), perform);
  };
  let end = "left";
  try {
    for (const part of driveSync(submit(run), perform)) {
      open.push(part);
      if (open.length >= run.settings.concurrency) yield* finish(open.shift());
    }
    while (open.length > 0) yield* finish(open.shift());
    end = "read";
  } catch (error) {
    if (!CancelledError.is(error)) end = "failed";
    throw error;
  } finally {
    if (end !== "read") source?.return?.();
    if (end === "left" && options.cancelOnAbort === true) cancelJobs(client, run, options);
  }
}
/** Cancels what is under way. An error of that would hide the one that ended the run. */
function cancelJobs(client, run, options) {
  for (const { isOver, jobId } of run.parts) {
    if (isOver || jobId === undefined) continue;
    try {
      client.batch.jobs.cancel(jobId, undefined, options.call);
    } catch {
      continue;
    }
  }
}
function performer({ batch, files }, run, source, options) {
  const { call } = options;
  const perform = (request) => {
    switch (request.kind) {
      case "next":
        return (
          source?.next() ?? {
            done: true,
            value: undefined,
          }
        );
      case "upload": {
        const content = driveSync(request.content(), perform);
        const file = {
          content,
          name: request.name,
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
        return batch.jobs.create(request.params, call);
      case "get":
        return batch.jobs.get(request.jobId, { inline: request.inline === true }, call);
      case "list":
        return batch.jobs.list(filterOf(request), call);
      case "wait":
        return batch.jobs.wait(request.part.jobId ?? "", {
          ...call,
          ...waitOptions(run, request.part, options),
        });
      case "open": {
        const timeout = { total: Infinity };
        const download = files.download(request.fileId, undefined, {
          timeout,
          ...call,
        });
        return {
          download,
          lines: download.lines()[Symbol.iterator](),
        };
      }
      case "line":
        return request.lines.lines.next();
      case "close":
        return request.lines.download.cancel();
      case "delete":
        return files.delete(request.fileId, undefined, call);
      case "save":
        return refuseThenable(options.onCheckpoint?.(run.checkpoint()));
      case "sleep":
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, request.ms);
        return undefined;
    }
  };
  return perform;
}
function refuseThenable(value) {
  if (typeof value !== "object" || value === null || !("then" in value)) return;
  const message =
    "onCheckpoint returned a promise, which a blocking run cannot wait for: store the checkpoint synchronously";
  throw new ParameterError("onCheckpoint", message);
}
