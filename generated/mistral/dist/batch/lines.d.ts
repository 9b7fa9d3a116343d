import { type Step, type Steps } from "./steps.js";
/** A line of a file; of one that is longer than lines may be, only the beginning. */
export interface FileLine {
  readonly text: string;
  readonly isCut: boolean;
}
/**
 * Reads the lines of a file that are not blank. After a failure that passes by itself, the file is opened again, and what was read
 * already is passed over.
 */
export declare function readLines<Value>(
  fileId: string,
  each: (line: FileLine) => Step<Value> | undefined,
): Steps<Value>;
