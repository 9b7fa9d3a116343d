/** Work on other threads, beside what this one does. */

/** @returns runs tasks, at most `limit` at one time, in the order in which they come. */
export function atMost(limit: number): <R>(run: () => Promise<R>) => Promise<R> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (run) => {
    if (running < limit) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

/**
 * Runs `run` once for each thing: at first when it is asked for, later it gives the same promise. A rejection that nobody waits
 * for does no harm.
 */
export function once<T extends object, R>(run: (thing: T) => Promise<R>): (thing: T) => Promise<R> {
  const results = new WeakMap<T, Promise<R>>();
  return (thing) => {
    const known = results.get(thing);
    if (known !== undefined) return known;
    const result = run(thing);
    result.catch(() => undefined);
    results.set(thing, result);
    return result;
  };
}
