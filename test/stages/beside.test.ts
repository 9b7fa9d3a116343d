import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";

import { atMost, once } from "../../generator/base/beside.ts";

test.each([1, 2, 5])(
  "at most %i tasks run at one time, and one that fails makes way",
  async (limit) => {
    const takeTurn = atMost(limit);
    const started: number[] = [];
    let running = 0;
    let most = 0;
    const task = async (name: number): Promise<number> => {
      started.push(name);
      most = Math.max(most, (running += 1));
      await setTimeout(1);
      running -= 1;
      if (name === 2) throw new Error("two");
      return name;
    };
    const names = [0, 1, 2, 3, 4, 5, 6];
    const results = await Promise.allSettled(names.map((name) => takeTurn(() => task(name))));
    expect(most).toBe(limit);
    expect(started).toEqual(names);
    expect(
      results.map((result) => (result.status === "fulfilled" ? result.value : "failed")),
    ).toEqual([0, 1, "failed", 3, 4, 5, 6]);
  },
);

test("what is asked for twice is done once, also if it fails", async () => {
  let runs = 0;
  const run = once(async ({ fails }: { fails: boolean }) => {
    runs += 1;
    if (fails) throw new Error("failed");
    return runs;
  });
  const [good, bad] = [{ fails: false }, { fails: true }];
  expect([await run(good), await run(good), await run({ ...good })]).toEqual([1, 1, 2]);
  await expect(run(bad)).rejects.toThrow("failed");
  await expect(run(bad)).rejects.toThrow("failed");
  expect(runs).toBe(3);
});
