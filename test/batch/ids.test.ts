import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { IdTable, NumberSet } from "../../generated/mistral/src/batch/ids.ts";
import { runs } from "../properties.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

test("an id has the number under which it was added, and is added once", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary", maxLength: 6 })), (ids) => {
      const table = new IdTable();
      const known = new Map<string, number>();
      const added = ids.map((id) => {
        const wanted = known.get(id);
        if (wanted === undefined) known.set(id, known.size);
        return [table.add(id), wanted];
      });
      expect(added.filter(([got, wanted]) => got !== wanted)).toEqual([]);
      expect(table.size).toBe(known.size);
      expect([...known.keys()].map((id) => table.find(id))).toEqual([...known.values()]);
      expect(table.find("an id that is longer")).toBeUndefined();
    }),
  );
});

test("half a million ids that look alike are told apart, in less than 32 bytes each at any time", () => {
  const count = 500_000;
  const table = new IdTable();
  const seen = new NumberSet();
  collectGarbage();
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  for (let number = 0; number < count; number++) {
    if (table.add(`request-${number}`) !== undefined) throw new Error(`${number} is taken`);
    seen.add(number);
    // With all that was left behind while it grew: more than there is at any time.
    if (number % 50_000 === 49_999) {
      const bytes = process.memoryUsage().arrayBuffers - before;
      most = Math.max(most, bytes / number);
      collectGarbage();
    }
  }
  for (let number = 0; number < count; number++) {
    if (table.find(`request-${number}`) !== number) throw new Error(`${number} is lost`);
  }
  expect(table.find(`request-${count}`)).toBeUndefined();
  expect(seen.has(count - 1)).toBe(true);
  expect(seen.has(count)).toBe(false);
  collectGarbage();
  expect((process.memoryUsage().arrayBuffers - before) / count).toBeLessThan(32);
  expect(most).toBeLessThan(64);
});

test("a set of numbers has those that were added", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 5_000 })), (numbers) => {
      const set = new NumberSet();
      for (const number of numbers) set.add(number);
      const wanted = new Set(numbers);
      const all = Array.from({ length: 5_001 }, (_, number) => number);
      expect(all.filter((number) => set.has(number) !== wanted.has(number))).toEqual([]);
    }),
    { numRuns: runs(20) },
  );
});
