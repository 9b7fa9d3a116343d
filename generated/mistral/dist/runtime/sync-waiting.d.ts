/** Blocks the thread for a time, in milliseconds. */
export declare function sleepSync(ms: number): undefined;
/**
 * Refuses what a function of the caller's returned.
 *
 * @param option - The name of the function.
 * @throws {ParameterError} In any case; the promise's rejection is then no longer unhandled.
 */
export declare function refusePromise(
  value: PromiseLike<unknown>,
  option: string,
  operationId: string,
): never;
