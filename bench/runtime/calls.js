// @ts-check
// Measures the calls of all clients in one process, in rounds, in each of which every client has its turn: calls.js URL ROUNDS
/** @import { Measured } from "./report.js" */
import { performance } from "node:perf_hooks";
import { asyncCalls, syncCalls } from "./clients.js";

const [url = "", rounds = "15"] = process.argv.slice(2);

const sequential = 200;
const parallel = { calls: 640, atOnce: 32 };
/** How often the clients are called that need more than 100 times as long as the others. */
const few = 3;

/** @typedef {{ name: string, run: () => Promise<number> | number }} Contender `run` gives the number of calls made. */

const asynchronous = await asyncCalls(url);
const blocking = await syncCalls(url);
for (const [name, call] of Object.entries({ ...asynchronous, ...blocking })) {
  const value = /** @type {{ data?: unknown[] }} */ (await call());
  if (value?.data?.length !== 10) throw new Error(`${name} does not give the list`);
}

const inTurn = Object.entries(asynchronous).map(([name, call]) => ({
  name,
  run: async () => {
    for (let at = 0; at < sequential; at++) await call();
    return sequential;
  },
}));
const atOnce = Object.entries(asynchronous).map(([name, call]) => ({
  name,
  run: async () => {
    let left = parallel.calls;
    const caller = async () => {
      while (left-- > 0) await call();
    };
    await Promise.all(Array.from({ length: parallel.atOnce }, caller));
    return parallel.calls;
  },
}));
const { fetch = () => Promise.reject(new Error("no fetch")) } = asynchronous;
const blocked = [
  {
    name: "fetch, awaited",
    run: async () => {
      for (let at = 0; at < sequential; at++) await fetch();
      return sequential;
    },
  },
  ...Object.entries(blocking).map(([name, call]) => ({
    name,
    run: () => {
      const count = name === "sync-fetch" ? few : sequential;
      for (let at = 0; at < count; at++) call();
      return count;
    },
  })),
];

process.send?.({
  sequential: await measure(inTurn),
  parallel: await measure(atOnce),
  sync: await measure(blocked),
});
process.disconnect?.();
process.exit();

/**
 * @param {readonly Contender[]} contenders
 * @returns {Promise<Measured[]>}
 */
async function measure(contenders) {
  const results = contenders.map(({ name }) => ({
    name,
    wall: /** @type {number[]} */ ([]),
    cpu: /** @type {number[]} */ ([]),
  }));
  for (let round = -2; round < Number(rounds); round++) {
    for (const turn of contenders.keys()) {
      // Each round begins with another one, so that none always follows the same.
      const at = (turn + round + 2) % contenders.length;
      const run = contenders[at]?.run ?? (() => 0);
      const cpuBefore = process.cpuUsage();
      const before = performance.now();
      const calls = await run();
      const wall = performance.now() - before;
      const cpu = process.cpuUsage(cpuBefore);
      if (round < 0) continue;
      results[at]?.wall.push((wall * 1000) / calls);
      results[at]?.cpu.push((cpu.user + cpu.system) / calls);
    }
  }
  return results;
}
