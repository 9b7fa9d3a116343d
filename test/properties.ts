/**
 * How many cases of each property are tested, and which. Loaded before every test file. Usually they are the same ones each time,
 * so that whether a commit passes depends on the commit alone. To look for others:
 *
 * - `PROPERTY_RUNS=20` tests 20 times as many, from a random seed, for at most three minutes a property.
 * - `PROPERTY_SEED=1` tests those of a seed. A failure prints its seed; give it together with the same `PROPERTY_RUNS`.
 */

import * as fc from "fast-check";
import { vi } from "vitest";

const MINUTE = 60_000;

const { PROPERTY_RUNS, PROPERTY_SEED } = process.env;
const factor = numberOf("PROPERTY_RUNS", PROPERTY_RUNS);
const seed = numberOf("PROPERTY_SEED", PROPERTY_SEED) ?? (factor === undefined ? 1 : undefined);

/** How often a property is tested that is usually tested `count` times, where that is not fast-check's 100. */
export function runs(count: number): number {
  return Math.ceil(count * (factor ?? 1));
}

function numberOf(name: string, value = ""): number | undefined {
  if (value === "") return undefined;
  const number = Number(value);
  if (!Number.isFinite(number)) throw new RangeError(`${name} is no number: ${value}`);
  return number;
}

fc.configureGlobal({
  numRuns: runs(100),
  ...(seed === undefined ? {} : { seed }),
  ...(factor === undefined ? {} : { interruptAfterTimeLimit: 3 * MINUTE }),
});
if (factor !== undefined) vi.setConfig({ testTimeout: 30 * MINUTE });
