import { type CauseRecord, ClientError, type ErrorCode } from "./client-error.js";
import { type TimeoutPhase } from "./errors.js";
/** An error as data that a message port carries unchanged. */
export interface ErrorRecord {
  readonly code: ErrorCode | "unknown";
  readonly message: string;
  readonly operationId?: string | undefined;
  readonly attempt?: number | undefined;
  readonly cause?: CauseRecord | undefined;
  readonly causeCode?: string | undefined;
  readonly mayHaveArrived?: boolean | undefined;
  readonly phase?: TimeoutPhase | undefined;
  readonly timeoutMs?: number | undefined;
  readonly reason?: string | undefined;
  readonly parameter?: string | undefined;
  readonly status?: number | undefined;
  readonly excerpt?: string | undefined;
  readonly requestId?: string | undefined;
}
/** Turns what `exchange` throws into data. Anything that is no `ClientError` has the code `unknown`. */
export declare function toRecord(error: unknown): ErrorRecord;
/** Makes the error again, of the class it was, with the stack of the place that calls this. */
export declare function fromRecord(record: ErrorRecord): ClientError;
