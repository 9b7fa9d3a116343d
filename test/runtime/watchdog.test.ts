import { expect, test } from "vitest";
import { CancelledError } from "../../templates/package/src/runtime/errors.ts";
import { noDeadlines, Watchdog } from "../../templates/package/src/runtime/watchdog.ts";
import { rejection } from "./serve.ts";

test("sleeps for the time that was asked for", async () => {
  const watchdog = new Watchdog("items.get", noDeadlines);
  const start = performance.now();
  await watchdog.sleep(20);
  // Timers count whole milliseconds.
  expect(performance.now() - start).toBeGreaterThanOrEqual(19);
});

test("sleep ends with the call, and leaves no timer", async () => {
  const caller = new AbortController();
  const watchdog = new Watchdog("items.get", noDeadlines, caller.signal);
  const timers = (): number =>
    process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const before = timers();
  const asleep = rejection(watchdog.sleep(60_000));
  expect(timers()).toBe(before + 1);
  caller.abort("enough");
  expect(await asleep).toEqual(expect.objectContaining({ name: "CancelledError" }));
  expect(await asleep).toBeInstanceOf(CancelledError);
  expect(timers()).toBe(before);
  expect(await rejection(watchdog.sleep(60_000))).toBeInstanceOf(CancelledError);
  expect(timers()).toBe(before);
});
