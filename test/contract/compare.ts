import { isDeepStrictEqual } from "node:util";
import type { RecordedRequest } from "../server/types.ts";
import type { Expectation, ExpectedError, ExpectedResponse, Meta, Outcome } from "./case.ts";
import type { Entries } from "./entries.ts";
import { show } from "./show.ts";

/** Says how the outcome of a call differs from the expected one. */
export function compareOutcome(
  outcome: Outcome,
  expected: Expectation,
  recorded: readonly RecordedRequest[],
  serverUrl: string,
  errors: Entries["errors"],
): string[] {
  if ("cancelled" in expected) {
    if (outcome.kind === "cancelled" && isDeepStrictEqual(outcome.reason, expected.cancelled))
      return [];
    return [
      `expected to be cancelled with ${show(expected.cancelled)}, came to ${show(summary(outcome))}`,
    ];
  }
  if ("error" in expected) {
    if (outcome.kind !== "error")
      return [`expected a ${expected.error.class}, came to ${show(summary(outcome))}`];
    const answered = expected.error.status !== undefined;
    return [
      ...compareError(outcome.error, expected.error, errors),
      ...(answered ? compareMeta(outcome, expected, recorded, serverUrl) : []),
    ];
  }
  if (outcome.kind !== "value" || !isDeepStrictEqual(plainBytes(outcome.value), expected.value)) {
    return [`expected the value ${show(expected.value)}, came to ${show(summary(outcome))}`];
  }
  return [
    ...compareMeta(outcome, expected, recorded, serverUrl),
    ...(expected.response === undefined
      ? []
      : compareResponse(outcome.responses[0], expected.response)),
  ];
}

function compareResponse(meta: Meta | undefined, expected: ExpectedResponse): string[] {
  const headers = Object.entries(expected.headers).filter(
    ([name, value]) => meta?.headers.get(name) !== value,
  );
  const faults = headers.map(
    ([name]) => `the response's header ${name} is ${meta?.headers.get(name)}`,
  );
  if (meta?.requestId !== expected.requestId)
    faults.push(`the response's request id is ${meta?.requestId}`);
  return faults;
}

function plain({ status, headers, requestId, url, attempts }: Meta): unknown {
  return { status, headers: [...headers], requestId, url, attempts };
}

/** Whether two accounts of a response agree. */
export function isSameMeta(one: Meta | undefined, other: Meta | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return isDeepStrictEqual(plain(one), plain(other));
}

function compareError(
  error: unknown,
  expected: ExpectedError,
  errors: Entries["errors"],
): string[] {
  const expectedClass = errors[expected.class];
  const root = errors["ClientError"];
  if (typeof expectedClass !== "function" || typeof root !== "function") {
    return [`the errors entry has no ${expected.class}`];
  }
  if (!(error instanceof Error)) return [`expected a ${expected.class}, got ${show(error)}`];
  const faults: string[] = [];
  if (!(error instanceof root)) faults.push("is no ClientError");
  if (error.constructor !== expectedClass)
    faults.push(`expected a ${expected.class}, is a ${error.constructor.name}`);
  if (error.name !== expected.class) faults.push(`is named ${error.name}`);
  if (Reflect.apply(Reflect.get(expectedClass, "is"), expectedClass, [error]) !== true)
    faults.push("is() denies it");
  if (!error.stack?.includes(error.message)) faults.push("has no stack with its message");
  for (const [field, wanted] of Object.entries(expected)) {
    if (field === "class") continue;
    const actual: unknown = Reflect.get(error, field);
    if (!matches(actual, wanted))
      faults.push(`${field}: expected ${show(wanted)}, got ${show(actual)}`);
  }
  return faults.length === 0 ? [] : [...faults, `the error: ${error.name}: ${error.message}`];
}

/** Headers and texts are compared in what is asked for; all other values whole. */
function matches(actual: unknown, wanted: unknown): boolean {
  if (wanted instanceof RegExp) return typeof actual === "string" && wanted.test(actual);
  if (actual instanceof Headers && typeof wanted === "object" && wanted !== null) {
    return Object.entries(wanted).every(([name, value]) => actual.get(name) === value);
  }
  return isDeepStrictEqual(actual, wanted);
}

/** What `onResponse` was given belongs to the last request that was answered. */
function compareMeta(
  outcome: Outcome,
  { attempts = 1 }: Expectation,
  recorded: readonly RecordedRequest[],
  serverUrl: string,
): string[] {
  const last = recorded.at(-1);
  const meta = outcome.responses.at(-1);
  if (meta === undefined || last === undefined || outcome.responses.length > attempts) {
    return [`onResponse was called ${outcome.responses.length} times`];
  }
  const faults: string[] = [];
  if (meta.status !== last.status)
    faults.push(`onResponse: status ${meta.status}, sent ${last.status}`);
  if (meta.url !== serverUrl + last.target) faults.push(`onResponse: url ${meta.url}`);
  if (meta.attempts !== attempts) faults.push(`onResponse: ${meta.attempts} attempts`);
  if (!(meta.headers instanceof Headers)) faults.push("onResponse: headers are no Headers");
  return faults;
}

/** Bytes without the class of their array, so that a `Buffer` equals a `Uint8Array`. */
function plainBytes(value: unknown): unknown {
  return value instanceof Uint8Array ? new Uint8Array(value) : value;
}

function summary(outcome: Outcome): unknown {
  if (outcome.kind === "error") return outcome.error;
  return outcome.kind === "value" ? outcome.value : { cancelled: outcome.reason };
}
