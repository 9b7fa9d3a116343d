/** What a memory bench consists of. */

/** A group of cases that share a server and a bound. The module of a suite exports it as `suite`. */
export interface Suite {
  readonly title: string;
  /** The highest resident memory that a client may come to, in MiB. */
  readonly limit: number;
  /** Starts the server, in a process of its own, and makes what the cases need. */
  start(scale: number): Promise<Running>;
  /** What a client's process does, by the case's name; its result, which must be JSON, goes to `check`. */
  readonly cases: Readonly<Record<string, (context: never) => unknown>>;
}

/** A suite whose server is there. */
export interface Running {
  /** How much each case moves, for the table. */
  readonly amount: string;
  /** The argument of the cases. It must be JSON. */
  readonly context: unknown;
  /** What is wrong with the result of a case; undefined if nothing is. */
  check(result: unknown): string | undefined;
  close(): Promise<void>;
}

/** The figures of one case. */
export interface Row {
  readonly name: string;
  readonly seconds: number;
  /** The client's resident memory when its modules were loaded and nothing was sent, in MiB. */
  readonly before: number;
  /** The highest one until its result was there, in MiB. */
  readonly peak: number;
  /** What went wrong. */
  readonly fault: string | undefined;
}

/** What a client's process tells. */
export type ClientMessage =
  | { readonly type: "ready" }
  | { readonly type: "result"; readonly result: unknown }
  | { readonly type: "failure"; readonly message: string };
