import type { BatchEndpoint } from "./bodies.js";
import type { JobParams } from "./checkpoint.js";
import type { BatchParams, CommonBatchOptions } from "./params.js";
/** The options that decide what is sent, all of them given. */
export interface Settings {
  readonly maxRequestsPerJob: number;
  readonly maxFileSize: number;
  /** Both 0 if nothing is sent without a file. */
  readonly inline: {
    readonly requests: number;
    readonly bytes: number;
  };
  readonly concurrency: number;
  readonly cleanUp: "none" | "input" | "all";
  readonly fileName: string;
}
/** @throws {ParameterError} If an option is not acceptable. */
export declare function resolveBatchOptions(
  options: CommonBatchOptions & {
    readonly call?: object | undefined;
  },
): Settings;
/**
 * What every job is created with.
 *
 * @throws {ParameterError} If the endpoint is missing.
 */
export declare function jobParams(params: BatchParams<BatchEndpoint, unknown>): JobParams;
