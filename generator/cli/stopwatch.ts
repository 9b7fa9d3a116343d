/** Where the time of a run goes. */

export interface Timing {
  readonly stage: string;
  readonly milliseconds: number;
}

/** One stage at a time; what a stage takes that comes several times is summed up. */
export class Stopwatch {
  readonly #sums = new Map<string, number>();
  #stage: string | undefined;
  #since = 0;

  /** Ends the stage that is running. */
  start(stage: string): void {
    this.stop();
    this.#stage = stage;
    this.#since = performance.now();
  }

  stop(): void {
    if (this.#stage !== undefined) this.add(this.#stage, performance.now() - this.#since);
    this.#stage = undefined;
  }

  add(stage: string, milliseconds: number): void {
    this.#sums.set(stage, (this.#sums.get(stage) ?? 0) + milliseconds);
  }

  /** With what the stage has taken so far that is running. */
  get total(): number {
    const running = this.#stage === undefined ? 0 : performance.now() - this.#since;
    return [...this.#sums.values()].reduce((sum, milliseconds) => sum + milliseconds, running);
  }

  /** In the order in which the stages came first. */
  get timings(): readonly Timing[] {
    return [...this.#sums].map(([stage, milliseconds]) => ({
      stage,
      milliseconds: Math.round(milliseconds * 10) / 10,
    }));
  }
}

/**
 * A line for each stage, of all and then of each client, and the time that passed: less than the sum where clients were made
 * at a time.
 */
export function printTimings(
  ofAll: readonly Timing[],
  clients: readonly { readonly name: string | null; readonly timings: readonly Timing[] }[],
  elapsed: number,
): string {
  const rows: (readonly [name: string, milliseconds?: number])[] = [];
  for (const { stage, milliseconds } of ofAll) rows.push([stage, milliseconds]);
  for (const { name, timings } of clients) {
    rows.push([name ?? "?"]);
    for (const { stage, milliseconds } of timings) rows.push([`  ${stage}`, milliseconds]);
  }
  rows.push(["all", elapsed]);
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows
    .map(([name, milliseconds]) =>
      milliseconds === undefined
        ? name
        : `${name.padEnd(width)}  ${milliseconds.toFixed(1).padStart(8)} ms`,
    )
    .join("\n");
}
