import { inspect } from "node:util";
import { expect } from "vitest";
import type { Entries } from "../contract/entries.ts";
import type { Expected, ExpectedError } from "./behaviour.ts";
import type { Outcome } from "./layers.ts";

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
