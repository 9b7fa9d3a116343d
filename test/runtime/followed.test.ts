import fc from "fast-check";
import { expect, test } from "vitest";
import { Followed } from "../../templates/package/src/runtime/followed.ts";
import { runs } from "../properties.ts";

/** How many steps are made on a way that leads from step `length - 1` back to step `entry`. */
function stepsOn(length: number, entry: number): number {
  const followed = new Followed();
  let steps = 0;
  for (let at = 0; followed.add(`${at}`); at = at + 1 === length ? entry : at + 1) steps += 1;
  return steps;
}

test("a way that leads back to its beginning, or in a circle that is not long, ends at once", () => {
  for (const [length, entry] of [
    [1, 0],
    [3, 0],
    [20_000, 0],
    [20_000, 19_999],
    [20_000, 19_000],
  ] as const)
    expect(stepsOn(length, entry)).toBe(length);
});

test("any other circle ends as well", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9_000 }),
      fc.double({ min: 0, max: 1 }),
      (length, part) => {
        const steps = stepsOn(length, Math.min(length - 1, Math.floor(length * part || 0)));
        expect(steps).toBeGreaterThanOrEqual(length);
        expect(steps).toBeLessThanOrEqual(3 * length + 1);
      },
    ),
    { numRuns: runs(30) },
  );
});

test("a way without end is followed, and not remembered", () => {
  const followed = new Followed();
  for (let at = 0; at < 50_000; at++)
    if (!followed.add(`${at}`)) throw new Error(`${at} was not followed before`);
  expect(followed.add("0")).toBe(false);
  expect(followed.add("7")).toBe(true);
});
