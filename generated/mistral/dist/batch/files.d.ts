import type { Part } from "./part.js";
import type { Run } from "./run.js";
import type { Steps } from "./steps.js";
/** The files that a part's requests are in. */
export declare function inputsOf({ fileId, job }: Part): readonly string[];
/** Deletes the files of a part, as far as that was asked for: all results have been given. */
export declare function cleanUp({ settings }: Run, part: Part): Steps;
/** Deletes a file. Where the server does not do it, that ends no run; it returns false then. */
export declare function deleteFile(fileId: string): Steps<never, boolean>;
