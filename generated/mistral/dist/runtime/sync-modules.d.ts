/**
 * The URL of a module that an option names by its URL or by a path.
 *
 * @throws {ParameterError} If it names a file that does not exist.
 */
export declare function locateModule(
  option: "worker" | "transport",
  place: URL | string,
  operationId: string,
): string;
/**
 * The URL of the worker's program: the one that the option `worker` names, else the one of this package.
 *
 * @throws {ParameterError} If there is none.
 */
export declare function locateWorker(place: URL | string | undefined, operationId: string): string;
