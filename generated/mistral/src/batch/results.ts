import { readErrorBody } from "../runtime/error-body.js";
import { isObject } from "../runtime/property.js";
import type { BatchEndpoint } from "./bodies.js";
import type { BatchOutputs } from "./outputs.js";
import type { BatchRequestTo } from "./params.js";

/** What became of one request, or a line that belongs to none; `kind` tells which. */
export type BatchResult<E extends BatchEndpoint = BatchEndpoint> =
  BatchSuccess<E> | BatchFailure<E> | BatchMissing<E> | BatchUnmatched;

interface Joined<E extends BatchEndpoint> {
  /** The number of the request, counted from 0. */
  readonly index: number;
  readonly jobId: string;
  /** Present if `requests` can be iterated again, as an array and a `Set` can, or with the option `keepRequests`. */
  readonly request?: BatchRequestTo<E>;
}

/** A request that was answered. */
export interface BatchSuccess<E extends BatchEndpoint = BatchEndpoint> extends Joined<E> {
  readonly kind: "success";
  readonly customId: string;
  /** The body of the endpoint's answer, as it came. */
  readonly output: BatchOutputs[E];
}

/** A request that failed. */
export interface BatchFailure<E extends BatchEndpoint = BatchEndpoint> extends Joined<E> {
  readonly kind: "error";
  readonly customId: string;
  readonly error: BatchRequestError;
  /** The line as the server wrote it. */
  readonly raw: string;
}

/** Why a request failed. The API does not say in which form it tells; what cannot be found is undefined. */
export interface BatchRequestError {
  readonly message: string;
  readonly code: string | undefined;
  /** The kind of error, for instance `invalid_request_error`. */
  readonly type: string | undefined;
  /** The HTTP status of the endpoint's answer. */
  readonly status: number | undefined;
  /** The body of that answer. */
  readonly body: unknown;
}

/** A request of which its job, which is over, has no result. */
export interface BatchMissing<E extends BatchEndpoint = BatchEndpoint> extends Joined<E> {
  readonly kind: "missing";
  /** Undefined only if the request can no longer be read: not from the caller, and not from the file that was uploaded. */
  readonly customId: string | undefined;
  /** The job's status, and the reasons that it gives. */
  readonly reason: string;
}

/** A line of the results that cannot be joined to a request. */
export interface BatchUnmatched {
  readonly kind: "unmatched";
  readonly jobId: string;
  readonly reason: "not_json" | "no_id" | "unknown_id" | "duplicate" | "too_long";
  readonly customId: string | undefined;
  /** The line as the server wrote it; of one that is longer than `maxResponseSize`, the beginning. */
  readonly raw: string;
}

/** What a line of the results says, before it is joined to its request. */
export type Line =
  | { readonly id: string; readonly output: unknown }
  | { readonly id: string; readonly error: BatchRequestError }
  | { readonly id: undefined; readonly reason: "not_json" | "no_id" | "too_long" };

const noHeaders = { get: (): null => null };

/** Reads a line of the results. What it says of an error is found in any of the forms that are known or likely. */
export function readLine(raw: string): Line {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return { id: undefined, reason: "not_json" };
  }
  return interpretLine(value);
}

/** The same for a line that was parsed. */
export function interpretLine(value: unknown): Line {
  if (!isObject(value)) return { id: undefined, reason: "not_json" };
  const { custom_id: id, response, error } = value;
  if (typeof id !== "string") return { id: undefined, reason: "no_id" };
  const { status_code: code, body } = isObject(response) ? response : {};
  const status = typeof code === "number" ? code : undefined;
  const hasFailed = (error ?? "") !== "" || (status ?? 0) >= 400;
  if (!hasFailed && body !== undefined) return { id, output: body };
  const said = readErrorBody(error ?? undefined, noHeaders);
  const answered = readErrorBody(body, noHeaders);
  const fallback = status === undefined ? "the line has no answer" : `the status is ${status}`;
  return {
    id,
    error: {
      message: said.message ?? answered.message ?? fallback,
      code: said.code ?? answered.code,
      type: said.type ?? answered.type,
      status,
      body,
    },
  };
}
