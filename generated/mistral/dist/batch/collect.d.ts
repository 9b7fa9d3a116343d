import type { BatchEndpoint } from "./bodies.js";
import type { Part } from "./part.js";
import { type BatchResult } from "./results.js";
import type { Run } from "./run.js";
import type { Steps } from "./steps.js";
/** Waits until a job is over. */
export declare function follow(run: Run, part: Part): Steps;
/** The results of a job that is over, as they arrive, and then its requests that have none. */
export declare function collect<E extends BatchEndpoint>(
  run: Run<E>,
  part: Part,
): Steps<BatchResult<E>>;
