import type { BatchJob } from "../types.js";
import type { Part } from "./part.js";
import type { Run } from "./run.js";
import { type Steps } from "./steps.js";
/**
 * When a job is looked for whose creation had no answer: after so many milliseconds each. The server may still be at it,
 * and the longer the answer did not come, the longer.
 */
export declare const looks: readonly number[];
/**
 * Creates the job of a part. Where it is not certain whether the server did so, the job is looked for before it is
 * created once more: by its file, which no other job has.
 */
export declare function create(run: Run, part: Part): Steps;
/** Notes that a part has a job. */
export declare function created(run: Run, part: Part, job: BatchJob): Steps;
/** Cancels the job of a part that is not over; also one that may have been created although there was no answer. */
export declare function cancel(run: Run, part: Part): Steps;
/** The job that has a part's file, if there is one or comes to be one. */
export declare function lookFor(
  part: Part,
  delays: readonly number[],
): Steps<never, BatchJob | undefined>;
/** The job that has a part's file, if there is one. */
export declare function findJob({ fileId, uploadedAt }: Part): Steps<never, BatchJob | undefined>;
