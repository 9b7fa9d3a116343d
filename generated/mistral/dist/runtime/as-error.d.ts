/** What was thrown, if it is an error, also one of another realm; else an error with it as its `cause`. */
export declare function asError(thrown: unknown): Error;
