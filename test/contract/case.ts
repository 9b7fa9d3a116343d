/**
 * A case of the contract suite: one call, what the server answers, and by literal values what must have been sent and
 * what must come of it in every layer. Types only.
 */

import type { ScriptedAnswer } from "../server/types.ts";

/** The ways to make a call. `operations` are the plain functions, `errback` the function form of the callback layer. */
export type Layer = "promise" | "operations" | "callback" | "errback" | "sync";

/** A folder of the case's own, and a file in it. */
export interface Files {
  readonly folder: string;
  /** A file named `requests.jsonl` whose content is `INPUT`. */
  readonly input: string;
}

interface Call {
  /** The stem of the operation, for instance `batch.jobs.get`. */
  readonly stem: string;
  /** The path arguments. */
  readonly path?: readonly string[];
  /** A function where the params hold something that can be read once only, or a file. */
  readonly params?: object | ((files: Files) => object | Promise<object>);
  readonly options?: Readonly<Record<string, unknown>>;
}

export interface ExpectedPart {
  readonly name: string;
  readonly filename?: string;
  readonly type: string;
  readonly content: string | Uint8Array;
}

export interface ExpectedRequest {
  readonly method: string;
  readonly target: string;
  /** All headers but those of the connection and of the agent (`IGNORED_HEADERS`), by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Text and bytes are compared byte by byte, a multipart body part by part. */
  readonly body?: string | readonly ExpectedPart[];
}

/** The fields of an error that are compared; those that are not listed are not. */
export interface ExpectedError {
  readonly class: string;
  readonly code: string;
  readonly [field: string]: unknown;
}

/** What is known of the response beside its body; headers that are not listed are not compared. */
export interface ExpectedResponse {
  readonly requestId: string | undefined;
  readonly headers: Readonly<Record<string, string | null>>;
}

interface Sent {
  /** The requests that reach the server, in order. */
  readonly requests: readonly ExpectedRequest[];
  /** How many of them are attempts of the call, and not asked for by redirects. Default: 1. */
  readonly attempts?: number;
  /** Why a layer's outcome differs from that of the others. */
  readonly because?: string;
}

export type Expectation =
  | (Sent & { readonly value: unknown; readonly response?: ExpectedResponse })
  | (Sent & { readonly error: ExpectedError })
  | (Sent & { readonly cancelled: unknown });

export interface Cancellation {
  /** Before the call, once the server has the request, once a download has given its first bytes, or after the outcome. */
  readonly when: "before" | "sent" | "reading" | "after";
  readonly by: "signal" | "handle";
  readonly reason: unknown;
}

/** How a download is read. */
export type Reading = "bytes" | "text" | "stream" | "lines" | "saveTo";

export interface Case {
  readonly name: string;
  readonly call: Call;
  /** What the server is told to answer; `live` leaves it to the API that it implements, `refused` to a closed port. */
  readonly answer: "live" | "refused" | ScriptedAnswer | readonly ScriptedAnswer[];
  /** Options of the client beside the key and the base URL. */
  readonly client?: {
    readonly basePath?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly apiKey?: string;
    /** Default: 0. */
    readonly retry?: number | object;
  };
  readonly cancel?: Cancellation;
  /** How the download is read; its bytes if not given. */
  readonly read?: Reading;
  readonly expect: Expectation;
  /** Where layers differ: what is expected instead, or why the case cannot be put to them. */
  readonly layers?: {
    readonly [layer in Layer]?: Expectation | { readonly notApplicable: string };
  };
}

export interface Meta {
  readonly status: number;
  readonly headers: Headers;
  readonly requestId: string | undefined;
  readonly url: string;
  readonly attempts: number;
}

/** What came of a call, whatever the layer. */
export type Outcome = (
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "error"; readonly error: unknown }
  | { readonly kind: "cancelled"; readonly reason: unknown }
) & {
  /** What `onResponse` was given. */
  readonly responses: readonly Meta[];
  /** Breaches of the layer's own contract, such as the order of a call's events. */
  readonly faults: readonly string[];
};

/** A call as it is put to a layer. */
export interface LayerCall extends Omit<Call, "params" | "path" | "options"> {
  readonly path: readonly string[];
  readonly params: object | undefined;
  readonly options: Readonly<Record<string, unknown>> | undefined;
  readonly client: {
    readonly apiKey: string;
    readonly baseUrl: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly retry: number | object;
  };
  readonly cancel: Cancellation | undefined;
  readonly read: Reading;
  readonly files: Files;
  /** Whether a request is to be sent at all. */
  readonly sends: boolean;
  /** Resolves once the server has a request. */
  arrived(): Promise<void>;
}

export interface Adapter {
  run(call: LayerCall): Promise<Outcome>;
  close?(): void;
}
