import { ParameterError } from "../runtime/errors.js";
import type { BatchEndpoint } from "./bodies.js";
import type { JobParams } from "./checkpoint.js";
import type { BatchParams, CommonBatchOptions } from "./params.js";

/** The options that decide what is sent, all of them given. */
export interface Settings {
  readonly maxRequestsPerJob: number;
  readonly maxFileSize: number;
  /** Both 0 if nothing is sent without a file. */
  readonly inline: { readonly requests: number; readonly bytes: number };
  readonly concurrency: number;
  readonly cleanUp: "none" | "input" | "all";
  readonly fileName: string;
}

/** @throws {ParameterError} If an option is not acceptable. */
export function resolveBatchOptions(
  options: CommonBatchOptions & { readonly call?: object | undefined },
): Settings {
  const { call, inline = {}, cleanUp = "none", fileName = "requests.jsonl" } = options;
  if (!["none", "input", "all"].includes(cleanUp)) {
    throw new ParameterError("cleanUp", 'cleanUp must be "none", "input" or "all"');
  }
  if (call !== undefined && "idempotencyKey" in call && call.idempotencyKey !== undefined) {
    const message = "a batch is made of several calls, which cannot share an idempotency key";
    throw new ParameterError("call.idempotencyKey", message);
  }
  if (typeof fileName !== "string" || fileName === "") {
    throw new ParameterError("fileName", "fileName must be a text that is not empty");
  }
  const { requests = 1_000, bytes = 1_048_576 } =
    inline === false ? { requests: 0, bytes: 0 } : inline;
  return {
    maxRequestsPerJob: count("maxRequestsPerJob", options.maxRequestsPerJob ?? 100_000, 1),
    maxFileSize: count("maxFileSize", options.maxFileSize ?? 512_000_000, 1),
    inline: {
      requests: count("inline.requests", requests, 0),
      bytes: count("inline.bytes", bytes, 0),
    },
    concurrency: count("concurrency", options.concurrency ?? 10, 1),
    cleanUp,
    fileName,
  };
}

/**
 * What every job is created with.
 *
 * @throws {ParameterError} If the endpoint is missing.
 */
export function jobParams(params: BatchParams<BatchEndpoint, unknown>): JobParams {
  const { endpoint, model, agent_id, metadata, timeout_hours } = params;
  if (typeof endpoint !== "string") {
    throw new ParameterError("endpoint", "endpoint must be one of those that batches are sent to");
  }
  return {
    endpoint,
    ...(model === undefined ? {} : { model }),
    ...(agent_id === undefined ? {} : { agent_id }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(timeout_hours === undefined ? {} : { timeout_hours }),
  };
}

function count(name: string, value: unknown, least: number): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value;
  throw new ParameterError(name, `${name} must be a whole number of at least ${least}`);
}
