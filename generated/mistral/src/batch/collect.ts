import { ApiError, ParameterError } from "../runtime/errors.js";
import type { BatchEndpoint } from "./bodies.js";
import { cleanUp, inputsOf } from "./files.js";
import { IdTable } from "./ids.js";
import { readLines } from "./lines.js";
import type { Part } from "./part.js";
import { persist } from "./patience.js";
import { type BatchResult, interpretLine } from "./results.js";
import type { Run } from "./run.js";
import type { Steps } from "./steps.js";

/** Waits until a job is over. */
export function* follow(run: Run, part: Part): Steps {
  const job = yield* persist<"wait">({ kind: "wait", part });
  part.isOver = true;
  run.saw(part, job);
}

/** The results of a job that is over, as they arrive, and then its requests that have none. */
export function* collect<E extends BatchEndpoint>(run: Run<E>, part: Part): Steps<BatchResult<E>> {
  yield* learnIds(run, part);
  const { output_file, error_file, succeeded_requests = 0 } = part.job ?? {};
  for (const fileId of [output_file, error_file]) {
    if (fileId == null) continue;
    try {
      yield* readLines(fileId, (line) => ({ kind: "give", value: run.join(part, line) }));
    } catch (error) {
      if (!isGone(error)) throw error;
      part.gone.push(fileId);
    }
  }
  if (output_file == null && (succeeded_requests > 0 || error_file == null)) {
    yield* collectOutputs(run, part);
  }
  yield* collectMissing(run, part);
  part.isCollected = true;
  part.ids = undefined;
  part.inline = undefined;
  run.requests?.forget();
  run.report();
  yield { kind: "save" };
  // Not before: a run that is resumed from an older checkpoint reads the files again.
  yield* cleanUp(run, part);
}

/** The results that a job without a file of them has in itself. What one of its files told already is not told again. */
function* collectOutputs<E extends BatchEndpoint>(run: Run<E>, part: Part): Steps<BatchResult<E>> {
  const { outputs } = yield* persist<"get">({ kind: "get", jobId: part.jobId ?? "", inline: true });
  for (const output of outputs ?? []) {
    const line = interpretLine(output);
    const index = line.id === undefined ? undefined : run.find(part, line.id);
    if (index !== undefined && !run.isMissing(index)) continue;
    yield { kind: "give", value: run.joinLine(part, line, JSON.stringify(output)) };
  }
}

function* collectMissing<E extends BatchEndpoint>(run: Run<E>, part: Part): Steps<BatchResult<E>> {
  if (part.found === part.count) return;
  let index = part.offset;
  const knownId = (at: number): string | undefined =>
    part.inline?.[at - part.offset]?.custom_id ??
    (run.usesNumbersAsIds ? String(at) : run.requests?.idAt(at));
  if (knownId(index) === undefined) {
    // The ids are in the file that was uploaded, if it is still there.
    try {
      for (const fileId of inputsOf(part)) {
        yield* readLines(fileId, (line) => {
          const at = index++;
          if (at >= part.end || !run.isMissing(at)) return undefined;
          return { kind: "give", value: run.missing(part, at, idIn(line.text)) };
        });
      }
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  for (; index < part.end; index++) {
    if (run.isMissing(index))
      yield { kind: "give", value: run.missing(part, index, knownId(index)) };
  }
}

/** Reads the ids of a part's requests from its file, if nobody gave the requests. */
function* learnIds(run: Run, part: Part): Steps {
  if (run.requests !== undefined || (run.usesNumbersAsIds && part.hasCount)) return;
  const files = inputsOf(part);
  const missing = "its requests cannot be read back: give them once more as requests";
  if (files.length === 0) {
    const why = `the job ${part.jobId} was created without a file, and ${missing}`;
    throw new ParameterError("requests", why);
  }
  const ids = new IdTable();
  let count = 0;
  try {
    for (const fileId of files) {
      yield* readLines(fileId, (line) => {
        // A number takes the place of an id that is missing or used twice: the ids after it keep theirs.
        for (let id = idIn(line.text) ?? ""; ids.add(id) !== undefined || id === "";)
          id = `\0${count}`;
        count++;
        return undefined;
      });
    }
  } catch (error) {
    if (!isGone(error)) throw error;
    const why = `the file of the job ${part.jobId} is gone, and ${missing}`;
    throw new ParameterError("requests", why, { cause: error });
  }
  part.ids = ids;
  part.count = count;
  part.hasCount = true;
}

function idIn(line: string): string | undefined {
  try {
    const { custom_id: id } = JSON.parse(line) as { readonly custom_id?: unknown };
    return typeof id === "string" ? id : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a file is no longer there. */
function isGone(error: unknown): boolean {
  return ApiError.is(error) && (error.status === 404 || error.status === 410);
}
