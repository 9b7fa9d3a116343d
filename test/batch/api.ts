import type { BatchJob, BatchRequest } from "mistral-batch-files/types";
import type { Part } from "../../generated/mistral/src/batch/part.ts";
import type { Action } from "../../generated/mistral/src/batch/steps.ts";
import { driveValuesSync } from "../../generated/mistral/src/runtime/steps.ts";
import { ConnectionError, NotFoundError } from "../../generated/mistral/src/runtime/errors.ts";

/** What the API does to the results of a job. */
export interface Weather {
  /** Puts the lines of a file into another order. */
  shuffle(lines: readonly string[]): readonly string[];
  /** Whether the result of a request is lost. */
  isLost(customId: string): boolean;
  /** Whether a request fails. */
  hasFailed(customId: string): boolean;
  /** Lines that belong to no request, put before the others. */
  readonly noise: readonly string[];
  /** Whether small jobs have their results in themselves and not in files. */
  readonly outputs: boolean;
  /** Every so many lines the connection breaks. */
  readonly breaksAfter: number;
  /** How long a line may be. */
  readonly maxLineLength?: number;
  /** Of a file, in bytes; else each line comes in a chunk of its own. */
  readonly chunkSize?: number;
}

export const FAIR: Weather = {
  shuffle: (lines) => lines,
  isLost: () => false,
  hasFailed: () => false,
  noise: [],
  outputs: false,
  breaksAfter: Infinity,
};

interface OpenMemory {
  readonly chunks: readonly Buffer[];
  readonly maxLineLength: number;
  at: number;
}

/** The API as a batch sees it, in memory: carries out the steps of a batch without a server. */
export class MemoryApi {
  readonly files = new Map<string, readonly string[]>();
  readonly jobs = new Map<string, BatchJob>();
  /** Each thing that was done, by name. */
  readonly log: string[] = [];
  readonly #weather: Weather;
  readonly #inline = new Map<string, readonly BatchRequest[]>();
  readonly #broken = new Set<string>();
  #ids = 0;

  constructor(weather: Weather) {
    this.#weather = weather;
  }

  /** @param requests - What `next` takes its values from. */
  performer(
    requests: Iterable<unknown> | undefined,
    save: () => void = () => {},
  ): (action: Action) => unknown {
    const source = requests?.[Symbol.iterator]();
    const perform = (action: Action): unknown => {
      this.log.push(action.kind);
      switch (action.kind) {
        case "next":
          return source?.next() ?? { done: true, value: undefined };
        case "upload": {
          const text = [...driveValuesSync(action.content(), perform)].join("");
          const id = this.#id("file");
          this.files.set(id, text.split("\n").slice(0, -1));
          return { id, created_at: 1 };
        }
        case "create":
          return this.#create(action.params);
        case "get":
          return this.#get(action.jobId);
        case "list": {
          const data = [...this.jobs.values()];
          return { data: action.page === 0 ? data : [], total: data.length };
        }
        case "wait":
          return this.#end(action.part);
        case "open":
          return this.#open(action.fileId);
        case "chunk":
          return this.#chunk(action.file as OpenMemory);
        case "cancel":
          return this.#cancel(action.jobId);
        case "delete":
          this.#file(action.fileId);
          return this.files.delete(action.fileId);
        case "save":
          return save();
        case "close":
        case "sleep":
          return undefined;
      }
    };
    return perform;
  }

  #id(kind: string): string {
    return `${kind}-${++this.#ids}`;
  }

  #file(id: string): readonly string[] {
    const lines = this.files.get(id);
    if (lines === undefined) throw notFound();
    return lines;
  }

  #create(params: { input_files?: unknown; requests?: unknown; endpoint: string }): BatchJob {
    const id = this.#id("job");
    const job = {
      id,
      endpoint: params.endpoint,
      input_files: (params.input_files ?? []) as string[],
      errors: [],
      status: "QUEUED",
      created_at: 1,
      total_requests: 0,
      completed_requests: 0,
      succeeded_requests: 0,
      failed_requests: 0,
    } as const satisfies BatchJob;
    this.jobs.set(id, job);
    if (params.requests !== undefined)
      this.#inline.set(id, params.requests as readonly BatchRequest[]);
    return job;
  }

  #get(id: string): BatchJob {
    const job = this.jobs.get(id);
    if (job === undefined) throw notFound();
    return job;
  }

  /** Ends a job, as waiting for it does. */
  #end(part: Part): BatchJob {
    const job = this.#get(part.jobId ?? "");
    if (job.status === "SUCCESS") return job;
    const { isLost, hasFailed, shuffle, noise, outputs } = this.#weather;
    const requests =
      this.#inline.get(job.id) ??
      job.input_files.flatMap((file) =>
        this.#file(file).map((line) => JSON.parse(line) as BatchRequest),
      );
    const ids = requests.map((request) => request.custom_id ?? "").filter((id) => !isLost(id));
    const good = ids.filter((id) => !hasFailed(id)).map((id) => resultOf(id, false));
    const bad = ids.filter(hasFailed).map((id) => resultOf(id, true));
    const isInline = outputs && this.#inline.has(job.id);
    const ended: BatchJob = {
      ...job,
      status: "SUCCESS",
      succeeded_requests: good.length,
      failed_requests: bad.length,
      output_file: isInline ? null : this.#write([...noise, ...shuffle(good)]),
      error_file: this.#write(shuffle(bad)),
      outputs: isInline ? [...good, ...bad].map((line) => JSON.parse(line)) : null,
    };
    this.jobs.set(job.id, ended);
    return ended;
  }

  #cancel(id: string): BatchJob {
    const job: BatchJob = { ...this.#get(id), status: "CANCELLED" };
    this.jobs.set(id, job);
    return job;
  }

  #write(lines: readonly string[]): string | null {
    if (lines.length === 0) return null;
    const id = this.#id("file");
    this.files.set(id, lines);
    return id;
  }

  #open(fileId: string): OpenMemory {
    const { chunkSize, maxLineLength = Infinity } = this.#weather;
    const lines = this.#file(fileId).map((line) => Buffer.from(`${line}\n`));
    const whole = Buffer.concat(lines);
    if (chunkSize === undefined) return { chunks: lines, maxLineLength, at: 0 };
    const chunks = Array.from({ length: Math.ceil(whole.length / chunkSize) }, (_, at) =>
      whole.subarray(at * chunkSize, (at + 1) * chunkSize),
    );
    return { chunks, maxLineLength, at: 0 };
  }

  #chunk(open: OpenMemory): IteratorResult<Uint8Array, unknown> {
    const value = open.chunks[open.at];
    if (value === undefined) return { done: true, value: undefined };
    const { breaksAfter } = this.#weather;
    const text = value.toString();
    if (open.at > 0 && open.at % breaksAfter === 0 && !this.#broken.has(text)) {
      this.#broken.add(text);
      throw new ConnectionError("the connection broke");
    }
    open.at++;
    return { done: false, value };
  }
}

/** A line of a result, in one of the forms that an error may have. */
function resultOf(id: string, hasFailed: boolean): string {
  if (!hasFailed) {
    const response = { status_code: 200, body: { answers: id } };
    return JSON.stringify({ custom_id: id, response, error: null });
  }
  const forms: object[] = [
    { response: { status_code: 400, body: { message: `no: ${JSON.stringify(id)}` } }, error: null },
    { response: null, error: { message: `no: ${JSON.stringify(id)}`, code: 400 } },
    { response: null, error: `no: ${JSON.stringify(id)}` },
    { error: { error: { message: `no: ${JSON.stringify(id)}` } } },
  ];
  return JSON.stringify({ custom_id: id, ...forms[id.length % forms.length] });
}

function notFound(): NotFoundError {
  return new NotFoundError({ status: 404, headers: new Headers(), body: undefined });
}
