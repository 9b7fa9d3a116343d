/** What the fault server is told to do, and what it has seen. Types only. */

/** One thing that the server does to the connection of a request. */
export type Step =
  /**
   * Written as it is. In a text, `{self}` and `{other}` become the base URLs of the case at its two origins, `{head}` the
   * request's head as JSON, and `{line}` its path and head without any white space.
   */
  | string
  | Uint8Array
  /** Milliseconds to wait. */
  | { readonly wait: number }
  /** Written over and over, as fast as the client takes it; without `times`, until the connection is closed. */
  | { readonly repeat: string | Uint8Array; readonly times?: number }
  /** Resets the connection (RST). */
  | "reset!"
  /** Closes the connection (FIN). */
  | "end!";

/** What is done about one request. Without a step that closes it, the connection stays open for further requests. */
export interface Answer {
  /** Whether it is done as soon as the head is there; else once the whole request is. */
  readonly early?: boolean;
  readonly steps: readonly Step[];
}

/** A request that has arrived. */
export interface Arrival {
  readonly origin: "self" | "other";
  readonly method: string;
  /** Without the prefix of the case. */
  readonly target: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The connection it came by, numbered from 1 within the case. */
  readonly connection: number;
}

/** What the server knows about a case. */
export interface Account {
  readonly arrivals: readonly Arrival[];
  /** The answers that were not asked for. */
  readonly unused: number;
  /** The connections on which an answer is still under way. */
  readonly open: number;
  /** The greatest number of bytes that were accepted for one answer. */
  readonly written: number;
}

export type Command =
  | { readonly id: number; readonly script: readonly Answer[] }
  /** The key of the case. */
  | { readonly id: number; readonly account: string };

export type Reply =
  | { readonly ready: { readonly other: string; readonly resets: string } }
  | {
      readonly id: number;
      /** The base URL of a new case. */
      readonly url?: string;
      readonly account?: Account;
    };
