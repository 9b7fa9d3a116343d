import { ApiError, RateLimitError, ResponseParseError, TimeoutError } from "../runtime/errors.js";
import type { BatchJob } from "../types.js";
import { deleteFile } from "./files.js";
import type { Part } from "./part.js";
import { delayAfter, isPassing, persist } from "./patience.js";
import type { Run } from "./run.js";
import { ask, type Steps } from "./steps.js";

const attempts = 4;
/**
 * When a job is looked for whose creation had no answer: after so many milliseconds each. The server may still be at it,
 * and the longer the answer did not come, the longer.
 */
export const looks: readonly number[] = [500, 1_500, 3_000];
const looksAfterTimeout: readonly number[] = [500, 1_500, 3_000, 25_000, 30_000];
/** How much earlier than its file a job can have been created, in seconds: the server's clocks may differ a little. */
const clockMargin = 60;

/**
 * Creates the job of a part. Where it is not certain whether the server did so, the job is looked for before it is
 * created once more: by its file, which no other job has.
 */
export function* create(run: Run, part: Part): Steps {
  const { fileId, inline } = part;
  const source =
    fileId === undefined ? { requests: [...(inline ?? [])] } : { input_files: [fileId] };
  if (run.params === undefined) throw new TypeError("a job cannot be created without params");
  const params = { ...run.params, ...source };
  for (let attempt = 1; ; attempt++) {
    let job: BatchJob | undefined;
    try {
      part.isInDoubt = true;
      job = yield* ask<"create">({ kind: "create", params });
    } catch (error) {
      const isRefused = RateLimitError.is(error);
      part.isInDoubt = !isRefused && (isPassing(error) || ResponseParseError.is(error));
      const ms = isRefused ? delayAfter(error, attempt, attempts) : undefined;
      if (ms !== undefined) {
        yield { kind: "sleep", ms };
        continue;
      }
      if (!part.isInDoubt || fileId === undefined) {
        if (ApiError.is(error) && !isPassing(error)) yield* takeBack(run, part);
        throw error;
      }
      job = yield* lookFor(part, TimeoutError.is(error) ? looksAfterTimeout : looks);
      if (job === undefined && attempt >= attempts) throw error;
    }
    if (job !== undefined) return yield* created(run, part, job);
  }
}

/** Notes that a part has a job. */
export function* created(run: Run, part: Part, job: BatchJob): Steps {
  part.isInDoubt = false;
  run.saw(part, job);
  yield { kind: "save" };
}

/** Cancels the job of a part that is not over; also one that may have been created although there was no answer. */
export function* cancel(run: Run, part: Part): Steps {
  if (part.isOver) return;
  if (part.jobId === undefined && part.isInDoubt) {
    const job = yield* lookFor(part, looks);
    if (job !== undefined) yield* created(run, part, job);
  }
  if (part.jobId !== undefined) yield { kind: "cancel", jobId: part.jobId };
}

/** The job that has a part's file, if there is one or comes to be one. */
export function* lookFor(
  part: Part,
  delays: readonly number[],
): Steps<never, BatchJob | undefined> {
  if (part.fileId === undefined) return undefined;
  for (const ms of delays) {
    yield { kind: "sleep", ms };
    const job = yield* findJob(part);
    if (job !== undefined) return job;
  }
  return undefined;
}

/** The job that has a part's file, if there is one. */
export function* findJob({ fileId, uploadedAt }: Part): Steps<never, BatchJob | undefined> {
  if (fileId === undefined) return undefined;
  const createdAfter =
    uploadedAt === undefined
      ? undefined
      : new Date((uploadedAt - clockMargin) * 1_000).toISOString();
  let seen = 0;
  for (let page = 0; ; page++) {
    const { data = [], total } = yield* persist<"list">({ kind: "list", page, createdAfter });
    const found = data.find((job) => isJobOf(job, fileId));
    seen += data.length;
    if (found !== undefined || data.length === 0 || seen >= total) return found;
  }
}

/** The list is of all jobs of the workspace: those without files may have null where the document has a list. */
function isJobOf({ input_files: files }: Partial<BatchJob>, fileId: string): boolean {
  return files?.includes(fileId) === true;
}

/** Deletes the file of a part that gets no job, if files are to be deleted: a run that is resumed uploads its requests again. */
function* takeBack(run: Run, part: Part): Steps {
  const isLast = run.parts.at(-1) === part;
  if (run.settings.cleanUp === "none" || part.fileId === undefined || !isLast) return;
  if (!(yield* deleteFile(part.fileId))) return;
  run.parts.pop();
  run.isComplete = false;
  yield { kind: "save" };
}
