/** A behaviour under faults: what the server does, and by literal values what comes of the call in every layer. */

import type { Account, Answer } from "./types.ts";

/** `fetch` is the promise layer with the global `fetch` as its transport. */
export const LAYERS = ["promise", "fetch", "callback", "sync"] as const;
export type Layer = (typeof LAYERS)[number];

/** A value that a field must have, or a pattern that its text must match. */
export interface ExpectedError {
  readonly class: string;
  readonly [field: string]: unknown;
}

export type Expected = { readonly value: unknown } | { readonly error: ExpectedError };

export interface Call {
  readonly stem: string;
  readonly path?: readonly string[];
  /** `null` if the method has no such argument. */
  readonly params?: object | null | (() => object);
  readonly options?: Readonly<Record<string, unknown>>;
  /** Whether all items of a list are collected, instead of its first page. */
  readonly walk?: boolean;
  /** How a download is read. */
  readonly read?: "bytes" | "text" | "stream" | "lines" | "saveTo";
}

export interface Behaviour {
  readonly name: string;
  /** Default: one page of jobs. */
  readonly call?: Call;
  /** Options of the client, beside those that make waiting short. */
  readonly client?: Readonly<Record<string, unknown>>;
  /** Whether a call is made before, whose outcome does not count; the first answer is for it. */
  readonly warm?: boolean;
  /** What the requests are answered, in their order; or where there is nobody to answer. */
  readonly answers: readonly Answer[] | "closed" | "resets";
  /** The requests that arrive. Default: one GET of the jobs. */
  readonly requests?: readonly string[];
  readonly expect: Expected;
  /** How many requests the response or the error counts. Default: not compared. */
  readonly attempts?: number;
  /** Where layers differ, and why. */
  readonly layers?: {
    readonly [layer in Layer]?: { readonly because: string; readonly skip?: boolean } & (Partial<
      Pick<Behaviour, "requests" | "attempts">
    > & { readonly expect?: Expected });
  };
  /** What else has to be true of what arrived. */
  readonly check?: (account: Account) => void;
}

export const JOBS = { stem: "batch.jobs.list" };
/** Waits for a job; it takes its params among the options. */
export const WAIT = { stem: "batch.jobs.wait", path: ["j"], params: null };
export const CREATE = {
  stem: "batch.jobs.create",
  params: { endpoint: "/v1/chat/completions", input_files: ["f"] },
};
export const CONTENT = { stem: "files.download", path: ["f"] };
export const DELETE = { stem: "files.delete", path: ["f"] };

export const GET_JOBS = "GET /v1/batch/jobs";
export const POST_JOBS = "POST /v1/batch/jobs";
export const GET_CONTENT = "GET /v1/files/f/content";

/** A value that is told from all others, as the body of a page of jobs. */
export const PAGE = { object: "list", data: [], total: 7 };

/** A whole response. */
export function response(
  status: string,
  body: string = "",
  headers: readonly string[] = [],
): Answer {
  const length = `content-length: ${Buffer.byteLength(body)}`;
  const fields = headers.some((each) => each.startsWith("content-type"))
    ? headers
    : ["content-type: application/json", ...headers];
  return { steps: [`HTTP/1.1 ${status}\r\n${[...fields, length].join("\r\n")}\r\n\r\n${body}`] };
}

export const ok = (body: unknown = PAGE, headers?: readonly string[]): Answer =>
  response("200 OK", JSON.stringify(body), headers);

/** Only the beginning of a response, with whatever comes after it. */
export function head(fields: readonly string[], ...rest: Answer["steps"]): Answer {
  return { steps: [`${["HTTP/1.1 200 OK", ...fields].join("\r\n")}\r\n\r\n`, ...rest] };
}

export const JSON_TYPE = "content-type: application/json";
export const CHUNKED = "transfer-encoding: chunked";

/** Nothing more comes, and the connection stays open. */
export const silence = { wait: 0 } as const;
