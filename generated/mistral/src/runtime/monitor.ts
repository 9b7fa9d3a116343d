import type { CallInFlight, Calls } from "./calls.js";
import { longestTimer } from "./watchdog.js";

export type { CallInFlight } from "./calls.js";

/** What is in flight of a blocking client: a call while it calls functions of the caller's, and downloads that are left open. */
export class SyncMonitor {
  readonly #calls: Calls;

  constructor(core: { readonly calls: Calls }) {
    this.#calls = core.calls;
  }

  /** Lets new calls be refused. */
  protected refuseCalls(): void {
    this.#calls.isClosed = true;
  }

  /** How many calls are in flight. */
  get inFlight(): number {
    return this.#calls.tracked.size;
  }

  /** Whether a call is in flight. */
  get isBusy(): boolean {
    return this.inFlight > 0;
  }

  /** The calls that are in flight at this moment, in the order in which they began. */
  list(): CallInFlight[] {
    return Array.from(this.#calls.tracked, ({ operation, start, attempt, phase }) => ({
      operation,
      startedAt: Math.round(performance.timeOrigin + start),
      attempt,
      phase,
    }));
  }

  /**
   * Calls a function at once whenever a call has begun or ended. What the function throws is thrown again as an uncaught
   * exception.
   *
   * @returns Ends that.
   */
  onChange(listener: () => void): () => void {
    const own = (): void => listener();
    this.#calls.listeners.add(own);
    return () => void this.#calls.listeners.delete(own);
  }

  /**
   * Ends all calls that are in flight, each with a `CancelledError`.
   *
   * @param reason - Its `reason`.
   * @returns How many there were.
   */
  abortAll(reason?: unknown): number {
    const calls = [...this.#calls.tracked];
    for (const call of calls) call.abort(reason);
    return calls.length;
  }
}

/** In milliseconds, as long as one hook that hears of the end of a call may take. */
const lastWait = 10_000;

/** What is in flight of a core, and so of all clients that share it. */
export class Monitor extends SyncMonitor {
  /**
   * Waits until nothing is in flight.
   *
   * @param options - `timeout` is how long to wait at most, in milliseconds. Default: no limit.
   * @returns Whether nothing is in flight; false if the time was over before.
   */
  whenIdle(options: { readonly timeout?: number | undefined } = {}): Promise<boolean> {
    const { timeout = Infinity } = options;
    return new Promise((resolve) => {
      if (!this.isBusy) return resolve(true);
      const settle = (isIdle: boolean): void => {
        end();
        clearTimeout(timer);
        resolve(isIdle);
      };
      const end = this.onChange(() => {
        if (!this.isBusy) settle(true);
      });
      const timer = timeout > longestTimer ? undefined : setTimeout(() => settle(false), timeout);
      return undefined;
    });
  }

  /**
   * Refuses new calls, with a `ClientError`, and waits until nothing is in flight.
   *
   * @param options - After its `timeout` what is still in flight is ended with a `CancelledError`; hooks that hear of that
   *   are waited for, but no longer than 10 seconds.
   */
  async close({ timeout = 30_000 }: CloseOptions = {}): Promise<void> {
    this.refuseCalls();
    if (await this.whenIdle({ timeout })) return;
    this.abortAll("the client is closed");
    await this.whenIdle({ timeout: lastWait });
  }
}

declare global {
  interface SymbolConstructor {
    /** What `await using` calls; declared here for projects whose `lib` does not have it. */
    readonly asyncDispose: unique symbol;
  }
}

/** How a client is closed. */
export interface CloseOptions {
  /** How long to wait for what is in flight, in milliseconds. Default: 30,000. */
  readonly timeout?: number | undefined;
}
