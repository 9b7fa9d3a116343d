import { ClientError, describeCause, textOf } from "./client-error.js";
import {
  CancelledError,
  ConnectionError,
  ParameterError,
  ResponseParseError,
  TimeoutError,
} from "./errors.js";
/** Turns what `exchange` throws into data. Anything that is no `ClientError` has the code `unknown`. */
export function toRecord(error) {
  if (!ClientError.is(error)) {
    const cause = describeCause(error);
    return {
      code: "unknown",
      message: cause.message,
      cause,
    };
  }
  const { operationId, attempt } = error;
  const prefix = `${operationId}: `;
  return {
    code: error.code,
    message: error.message.startsWith(prefix) ? error.message.slice(prefix.length) : error.message,
    operationId,
    attempt,
    cause: error.cause === undefined ? undefined : describeCause(error.cause),
    causeCode: ConnectionError.is(error) ? error.causeCode : undefined,
    mayHaveArrived: ConnectionError.is(error) ? error.mayHaveArrived : undefined,
    phase: TimeoutError.is(error) ? error.phase : undefined,
    timeoutMs: TimeoutError.is(error) ? error.timeoutMs : undefined,
    reason:
      CancelledError.is(error) && error.reason !== undefined ? textOf(error.reason) : undefined,
    parameter: ParameterError.is(error) ? error.parameter : undefined,
    ...(ResponseParseError.is(error)
      ? {
          status: error.status,
          excerpt: error.excerpt,
          requestId: error.requestId,
        }
      : {}),
  };
}
/** Makes the error again, of the class it was, with the stack of the place that calls this. */
export function fromRecord(record) {
  const { message, operationId, attempt } = record;
  const details = {
    operationId,
    attempt,
    cause: record.cause === undefined ? undefined : reviveCause(record.cause),
  };
  switch (record.code) {
    case "connection":
      return new ConnectionError(message, {
        ...details,
        causeCode: record.causeCode,
        mayHaveArrived: record.mayHaveArrived,
      });
    case "timeout":
      return new TimeoutError(record.phase ?? "total", record.timeoutMs ?? 0, details);
    case "cancelled":
      return new CancelledError(record.reason, details);
    case "response_parse":
      return reviveParseError(record, details);
    case "parameter":
      return new ParameterError(record.parameter ?? "", message, details);
    default:
      return new ClientError(message, details);
  }
}
function reviveParseError({ message, status = 0, excerpt = "", requestId }, details) {
  const end = `: ${excerpt}`;
  const bare = message.endsWith(end) ? message.slice(0, -end.length) : message;
  return new ResponseParseError(bare, {
    ...details,
    status,
    excerpt,
    requestId,
  });
}
function reviveCause(record) {
  const error = new Error(
    record.message,
    record.cause === undefined ? {} : { cause: reviveCause(record.cause) },
  );
  Object.defineProperty(error, "name", {
    value: record.name,
    configurable: true,
    writable: true,
  });
  return record.code === undefined ? error : Object.assign(error, { code: record.code });
}
