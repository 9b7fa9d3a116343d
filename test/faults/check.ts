import { inspect } from "node:util";
import { expect } from "vitest";
import type { Entries } from "../contract/entries.ts";
import type { Expected, ExpectedError } from "./behaviour.ts";
import type { Outcome } from "./layers.ts";
import type { Account } from "./types.ts";

/** Compares an outcome with the expected one. */
export function checkOutcome(
  outcome: Outcome,
  expected: Expected,
  errors: Entries["errors"],
): void {
  if ("value" in expected) {
    if ("error" in outcome) throw outcome.error;
    expect(outcome.value).toEqual(expected.value);
    return;
  }
  if (!("error" in outcome)) {
    expect.fail(`expected a ${expected.error.class}, came to ${inspect(outcome.value)}`);
  }
  checkError(outcome.error, expected.error, errors);
}

function checkError(
  error: unknown,
  { class: name, ...fields }: ExpectedError,
  errors: Entries["errors"],
): void {
  const expectedClass = errors[name];
  if (typeof expectedClass !== "function") throw new TypeError(`there is no class ${name}`);
  if (!(error instanceof Error) || error.constructor !== expectedClass) throw error;
  const matchers = Object.entries(fields).map(([field, value]): [string, unknown] => [
    field,
    value instanceof RegExp ? (expect.stringMatching(value) as unknown) : value,
  ]);
  expect(error).toMatchObject(Object.fromEntries(matchers));
}

/** All that a console, a log or a message to another thread could show of a value. */
export function renderings(value: unknown): string {
  const texts = [
    String(value),
    inspect(value, { depth: 20, showHidden: true, getters: true }),
    JSON.stringify(value),
  ];
  if (value instanceof Error) {
    texts.push(value.message, value.stack ?? "", inspect(structuredClone(value), { depth: 20 }));
    if (value.cause !== undefined) texts.push(renderings(value.cause));
  }
  return texts.join("\n");
}

/** An error as the data that every layer gives alike: what lies behind it differs with the transport. */
export function recordOf(error: unknown): unknown {
  const { cause: _cause, ...record } = JSON.parse(JSON.stringify(error)) as Record<string, unknown>;
  return record;
}

/** How many requests an outcome counts. */
export function checkAttempts(outcome: Outcome, expected: number | undefined): void {
  if (expected === undefined) return;
  const counted: unknown =
    "error" in outcome ? Reflect.get(outcome.error as object, "attempt") : outcome.attempts;
  expect(counted, "attempts").toBe(expected);
}

/** That no error shows a secret. */
export function checkSecrecy(outcome: Outcome, secret: string): void {
  expect("error" in outcome ? renderings(outcome.error) : "").not.toContain(secret);
}

/** Which requests arrived. */
export function checkAccount({ arrivals, unused }: Account, requests: readonly string[]): void {
  expect(arrivals.map(({ method, target }) => `${method} ${target}`)).toEqual(requests);
  expect(unused, "answers that nobody asked for").toBe(0);
}

/** That the client has closed what it does not read to the end. */
export function checkConnections({ open }: Account): void {
  expect(open, "connections that wait for what nobody reads").toBe(0);
}
