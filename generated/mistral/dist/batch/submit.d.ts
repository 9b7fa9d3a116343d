import { Part } from "./part.js";
import type { Run } from "./run.js";
import { type Steps } from "./steps.js";
/** Creates the jobs of a batch, and gives each of them once it exists. Those that are there already come first. */
export declare function submit(run: Run): Steps<Part>;
