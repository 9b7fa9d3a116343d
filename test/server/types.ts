// The types of the embedded server's control handle, and of the records it works with. No code.

import type { Content } from "./spool.js";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The operation of the spec that a route serves. */
    operation?: Operation;
  }
}

/** How the server behaves. All times are milliseconds of real time. */
export interface ServerSettings {
  /** How long a new job stays `QUEUED`. Default 20. */
  readonly queuedMs: number;
  /** How long a running job takes for each request. Default 2. */
  readonly requestMs: number;
  /** How long a job stays `CANCELLATION_REQUESTED`. Default 20. */
  readonly cancelMs: number;
  /** How long an hour lasts for `timeout_hours`, `expiry` and signed URLs. Default 3,600,000. */
  readonly hourMs: number;
  /** How many API requests a key may send in a window before it gets 429. Default none. */
  readonly rateLimit: { readonly requests: number; readonly windowMs: number } | null;
  /** The largest accepted file in bytes. Default 512 MiB. */
  readonly maxFileBytes: number;
  /** How many bytes of a request's body are kept in its record. Default 64 MiB. */
  readonly recordBodyBytes: number;
  /** Who the API keys belong to. A read-only key gets 403 for all but `GET`. */
  readonly keys: Readonly<Record<string, { readonly user: string; readonly readOnly?: boolean }>>;
  /**
   * Whether pages of other origins may call the API (Fetch Standard, CORS protocol). Their preflight requests are answered
   * and not recorded. Default false.
   */
  readonly cors: boolean;
}

/** Which of the server's two listeners: the API, or the storage that signed URLs lead to. */
export type Origin = "api" | "storage";

/** One request as it arrived. */
export interface RecordedRequest {
  readonly origin: Origin;
  readonly method: string;
  /** The request target as sent: path and query, not decoded. */
  readonly target: string;
  /** Header names and values as sent, in order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The body as sent, or its first `recordBodyBytes` bytes. */
  readonly body: Uint8Array;
  /** The length of the whole body in bytes. */
  readonly bodyLength: number;
  /** The status that was sent, or null if no answer was begun. */
  readonly status: number | null;
  /** Whether the connection closed before the answer was complete. Seen a moment after the client has closed it. */
  readonly aborted: boolean;
  /** Whether a scripted answer was used. */
  readonly scripted: boolean;
  /** The connection, numbered from 1 in the order of arrival at this process. */
  readonly connection: number;
}

/** One fault of a request or response, in the form of the items of the vendor's 422 body. */
export interface Issue {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input?: unknown;
  readonly ctx?: Readonly<Record<string, unknown>>;
}

/** An exchange that breaks the spec and that the client has not been told of. */
export interface Violation {
  /**
   * `response`: the server's own answer is at fault. `request`: a request that got a scripted answer is at fault, or an API
   * key reached the storage. Other faulty requests are refused with 422 and do not count as violations.
   */
  readonly kind: "request" | "response";
  readonly method: string;
  readonly target: string;
  readonly status: number | null;
  readonly issues: readonly Issue[];
}

/** An answer to be sent in place of the server's own. Without any field it is an empty 200. */
export interface ScriptedAnswer {
  /** Which requests it is for; all by default. `path` is compared with the undecoded path, and a final `*` matches any rest. */
  readonly match?: { readonly method?: string; readonly path?: string; readonly origin?: Origin };
  /** For how many matching requests. Default 1. */
  readonly times?: number | "always";
  readonly status?: number;
  /** Sent as given, in order. `content-length` is added unless it or `transfer-encoding` is here. */
  readonly headers?:
    readonly (readonly [name: string, value: string])[] | Readonly<Record<string, string>>;
  /** A string or bytes are sent as they are; anything else as JSON, with its content type unless one is given. */
  readonly body?: unknown;
  /** Milliseconds from the end of the request to the status line. */
  readonly delayHeadersMs?: number;
  /** Milliseconds from the headers to the body. */
  readonly delayBodyMs?: number;
  /** Sends the body in so many pieces of equal length, `everyMs` milliseconds apart. */
  readonly pieces?: { readonly count: number; readonly everyMs: number };
  /** Sends the headers and the first half of the body, then nothing more. */
  readonly stallBody?: boolean;
  /** Resets the connection once the request's head has arrived, without an answer and without reading the body. */
  readonly resetBefore?: boolean;
  /** Reads the whole request, then resets the connection without an answer. */
  readonly resetAfterRequest?: boolean;
  /** Sends the headers and the first half of the body, then resets the connection. */
  readonly resetInBody?: boolean;
  /** Never answers; the connection stays open. */
  readonly silent?: boolean;
  /** Bytes for the socket in place of an HTTP response, after which the connection is closed. */
  readonly raw?: string | Uint8Array;
  /**
   * A request that breaks the spec: `record` (default) makes it a violation, `refuse` lets the server answer it with 422 as
   * if nothing were scripted, `skip` does not look.
   */
  readonly requestCheck?: "record" | "refuse" | "skip";
  /** `record` makes an answer that breaks the spec a violation; `skip` (default) does not look. */
  readonly responseCheck?: "record" | "skip";
}

/** A running server, seen from the process that started it. Every method is answered by the server's own process. */
export interface ServerHandle extends AsyncDisposable {
  /** The API's origin, such as `http://127.0.0.1:40001`, without a final slash. */
  readonly url: string;
  /** The origin of signed URLs. */
  readonly storageUrl: string;
  /** A key that the server accepts. */
  readonly apiKey: string;
  /** The id of the server's process. */
  readonly pid: number;
  /** Forgets files, jobs, records, violations, scripts and settings given after the start. */
  reset(): Promise<void>;
  /** Changes settings for what comes later; jobs keep the speed they were created with. */
  configure(settings: Partial<ServerSettings>): Promise<void>;
  /** Adds scripted answers behind those that are waiting. The first that matches a request is used. */
  script(answers: ScriptedAnswer | readonly ScriptedAnswer[]): Promise<void>;
  /** How many scripted answers are still waiting; those for `always` do not count. */
  pendingScripts(): Promise<number>;
  /** All requests since the start or the last reset, in order of arrival. */
  requests(): Promise<RecordedRequest[]>;
  /** Exchanges that broke the spec. A test asserts that there are none. */
  violations(): Promise<Violation[]>;
  /** Ends the server's process; connections are cut. */
  close(): Promise<void>;
}

/** What the server's process says to the one that started it. */
export type ServerMessage =
  | { readonly type: "ready"; readonly url: string; readonly storageUrl: string }
  | { readonly type: "result"; readonly id: number; readonly result: unknown }
  | { readonly type: "failure"; readonly id: number; readonly message: string };

/** A control command, sent to the server's process. */
export type ControlMessage =
  | {
      readonly id: number;
      readonly command: "reset" | "pendingScripts" | "requests" | "violations";
    }
  | {
      readonly id: number;
      readonly command: "configure";
      readonly settings: Partial<ServerSettings>;
    }
  | {
      readonly id: number;
      readonly command: "script";
      readonly answers: readonly ScriptedAnswer[];
    };

/** An operation of the spec, with what is needed to route to it. */
export interface Operation {
  readonly id: string;
  /** In capitals. */
  readonly method: string;
  /** The path template, such as `/v1/files/{file_id}`. */
  readonly path: string;
  /** The JSON pointer of the operation, a URI fragment without `#`. */
  readonly pointer: string;
  readonly parameters: readonly Parameter[];
  readonly body: {
    readonly required: boolean;
    readonly schemas: Readonly<Record<string, string>>;
  } | null;
  readonly responses: Readonly<Record<string, ResponseContract>>;
}

/** A parameter of an operation; `schema` is a JSON pointer. */
export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  /** Whether the value is JSON text (`content: application/json`). */
  readonly json: boolean;
  readonly schema: string;
}

/** A declared response; schemas are JSON pointers, by media type and by header name in lower case. */
export interface ResponseContract {
  readonly content: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** A request to be compared with the spec. */
export interface CheckedRequest {
  /** The path as sent, not decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly contentType: string | undefined;
  /** The parsed body; undefined if there is none or it cannot be parsed. */
  readonly body: unknown;
  /** Faults found while parsing the body. */
  readonly bodyIssues: readonly Issue[];
  /** Whether bytes were sent as a body. */
  readonly hasBody: boolean;
}

/** The outcome of a comparison, with the values converted to the declared types. */
export interface RequestVerdict {
  readonly issues: Issue[];
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** A file as the API shows it. */
export interface FileRecord {
  readonly id: string;
  readonly object: "file";
  readonly bytes: number;
  readonly created_at: number;
  readonly filename: string;
  readonly purpose: string;
  readonly sample_type: string;
  readonly source: string;
  readonly num_lines: number | null;
  readonly mimetype: string | null;
  readonly signature: string | null;
  readonly expires_at: number | null;
  readonly visibility: string;
}

/** A file as the server keeps it. */
export interface StoredFile {
  readonly record: FileRecord;
  readonly content: Content;
  readonly owner: string;
  /** Unix milliseconds of real time, or infinity. */
  readonly expiresMs: number;
}

/** One request of a job. */
export interface BatchRequest {
  readonly custom_id: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A line of an output or error file. */
export interface OutputLine {
  readonly id: string;
  readonly custom_id: string | null;
  readonly response: { readonly status_code: number; readonly body: unknown } | null;
  readonly error: { readonly message: string; readonly code: string | null } | string | null;
}

/** What becomes of one request of a job. */
export interface Outcome {
  readonly line: OutputLine;
  /** Why it failed, or null. */
  readonly failure: string | null;
}

/** The outcomes of a job's requests, in order: lines of those that succeed, lines of the others, and why these fail. */
export interface Outcomes {
  readonly count: number;
  readonly succeeded: Content;
  readonly failed: Content;
  /** With the numbers of the requests, counted from 1. */
  readonly failures: readonly { readonly number: number; readonly message: string }[];
}

export type JobStatus =
  | "QUEUED"
  | "RUNNING"
  | "SUCCESS"
  | "FAILED"
  | "TIMEOUT_EXCEEDED"
  | "CANCELLATION_REQUESTED"
  | "CANCELLED";

/** A job as the server keeps it; how far it has come is computed from the clock. Times are unix milliseconds. */
export interface StoredJob {
  readonly id: string;
  readonly owner: string;
  readonly endpoint: string;
  readonly model: string | null;
  readonly agentId: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly inputFiles: readonly string[];
  /** The outcomes of its requests, known when the job is created and shown when their time has come. */
  readonly outcomes: Outcomes;
  /** Why the job cannot run at all, each with a count; empty if it can. */
  readonly faults: readonly { readonly message: string; readonly count: number }[];
  readonly createdMs: number;
  readonly startMs: number;
  readonly requestMs: number;
  readonly timeoutMs: number;
  readonly cancelMs: number;
  cancelledMs: number | null;
  /** Set once, when the job is over. */
  end: { readonly outputFile: string | null; readonly errorFile: string | null } | null;
}
