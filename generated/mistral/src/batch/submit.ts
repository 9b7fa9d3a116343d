import {
  ParameterError,
  RateLimitError,
  ResponseParseError,
  TimeoutError,
} from "../runtime/errors.js";
import type { BatchJob, BatchRequest, FileObject } from "../types.js";
import { Part } from "./part.js";
import { delayAfter, isPassing, persist } from "./patience.js";
import type { Outgoing, Requests } from "./requests.js";
import type { Run } from "./run.js";
import { ask, type Steps } from "./steps.js";

/** How many characters of lines are sent in one piece. */
const pieceLength = 65_536;
const attempts = 4;
/**
 * When a job is looked for whose creation had no answer: after so many milliseconds each. The server may still be at it,
 * and the longer the answer did not come, the longer.
 */
const looks = [500, 1_500, 3_000];
const looksAfterTimeout = [...looks, 25_000, 30_000];
/** For how many seconds after its upload a file may have a job that is about to be created. */
const settling = 60;
/** How much earlier than its file a job can have been created, in seconds: the server's clocks may differ a little. */
const clockMargin = 60;

/** Creates the jobs of a batch, and gives each of them once it exists. Those that are there already come first. */
export function* submit(run: Run): Steps<Part> {
  yield* takeUp(run);
  if (run.isComplete) return;
  const requests = run.requests;
  if (requests === undefined) {
    const message =
      "the run was interrupted before all requests had been sent: give them once more as requests";
    throw new ParameterError("requests", message);
  }
  if (run.parts.length === 0) {
    const inline = yield* gather(run, requests);
    if (inline !== undefined) {
      run.isComplete = true;
      if (inline.length > 0) yield* giveInline(run, inline);
      else yield { kind: "save" };
      return;
    }
  }
  while ((yield* requests.peek()) !== undefined) {
    const part = yield* upload(run, requests);
    run.isComplete = requests.isOver;
    run.report();
    yield { kind: "save" };
    yield* create(run, part);
    yield { kind: "give", value: part };
  }
  if (run.isComplete) return;
  run.isComplete = true;
  yield { kind: "save" };
}

/** The jobs of an interrupted run; and of a file whose job is not known it is found out, or created now. */
function* takeUp(run: Run): Steps<Part> {
  if (run.requests !== undefined) yield* passOver(run, run.requests);
  for (const part of run.parts) {
    if (part.isCollected) {
      part.isOver = true;
      continue;
    }
    if (part.jobId === undefined) {
      const isRecent = Date.now() / 1_000 - (part.uploadedAt ?? 0) < settling;
      const job = (yield* findJob(part)) ?? (isRecent ? yield* lookFor(part, looks) : undefined);
      if (job === undefined) yield* create(run, part);
      else yield* created(run, part, job);
    }
    yield { kind: "give", value: part };
  }
}

/** Reads the requests that are with the server already, for their ids. */
function* passOver(run: Run, requests: Requests): Steps {
  const last = run.parts.at(-1);
  if (last === undefined) return;
  while (run.isComplete || requests.read < run.submitted) {
    if ((yield* requests.peek()) === undefined) break;
    requests.take();
  }
  if (!last.isCounted) {
    last.count = requests.read - last.offset;
    last.isCounted = true;
  }
  if (requests.read === run.submitted) return;
  const message = `${run.submitted} requests were sent, and these are ${requests.read}: give the same ones once more`;
  throw new ParameterError("requests", message);
}

/** All requests, if they are few and small enough to be sent without a file; else undefined, and they are still to be read. */
function* gather(run: Run, requests: Requests): Steps<never, BatchRequest[] | undefined> {
  const limits = run.settings.inline;
  const most = Math.min(limits.requests, run.settings.maxRequestsPerJob);
  const gathered: Outgoing[] = [];
  let bytes = 0;
  for (;;) {
    const next = yield* requests.peek();
    if (next === undefined) return gathered.map(({ request }) => request);
    bytes += next.size;
    if (gathered.length === most || bytes > limits.bytes) break;
    requests.take();
    gathered.push(next);
  }
  requests.putBack(gathered);
  return undefined;
}

function* giveInline(run: Run, inline: readonly BatchRequest[]): Steps<Part> {
  const part = new Part({ offset: 0, count: inline.length });
  part.inline = inline;
  run.parts.push(part);
  yield* create(run, part);
  yield { kind: "give", value: part };
}

/** Uploads as many of the next requests as a job may have. */
function* upload(run: Run, requests: Requests): Steps<never, Part> {
  const offset = run.submitted;
  for (let attempt = 1; ; attempt++) {
    const part = new Part({ offset });
    try {
      const file: FileObject = yield* ask<"upload">({
        kind: "upload",
        name: run.settings.fileName,
        content: () => contentOf(run, requests, part),
      });
      part.fileId = file.id;
      part.uploadedAt = file.created_at;
      run.parts.push(part);
      return part;
    } catch (error) {
      if (requests.failure !== undefined) throw requests.failure.error;
      const delay = delayAfter(error, attempt, attempts);
      if (delay === undefined || !requests.rewind(offset)) throw error;
      yield { kind: "sleep", ms: delay };
    }
  }
}

/** The content of a part's file, as it is sent: in pieces, so that it is at no time in memory as a whole. */
function* contentOf(run: Run, requests: Requests, part: Part): Steps<string> {
  const { maxFileSize, maxRequestsPerJob } = run.settings;
  let piece: string[] = [];
  let length = 0;
  let bytes = 0;
  while (part.count < maxRequestsPerJob) {
    const next = yield* requests.peek();
    if (next === undefined) break;
    bytes += next.size;
    if (bytes > maxFileSize) {
      if (part.count > 0) break;
      const name = `requests[${part.offset}]`;
      const message = `${name} has ${next.size} bytes, and a file may have ${maxFileSize}`;
      const error = new ParameterError(name, message);
      requests.failure = { error };
      throw error;
    }
    requests.take();
    part.count++;
    piece.push(next.line, "\n");
    length += next.line.length;
    if (length < pieceLength) continue;
    yield { kind: "give", value: piece.join("") };
    piece = [];
    length = 0;
  }
  if (piece.length > 0) yield { kind: "give", value: piece.join("") };
}

/**
 * Creates the job of a part. Where it is not certain whether the server did so, the job is looked for before it is
 * created once more: by its file, which no other job has.
 */
function* create(run: Run, part: Part): Steps {
  const { fileId, inline } = part;
  const source =
    fileId === undefined ? { requests: [...(inline ?? [])] } : { input_files: [fileId] };
  if (run.params === undefined) throw new TypeError("a job cannot be created without params");
  const params = { ...run.params, ...source };
  for (let attempt = 1; ; attempt++) {
    let job: BatchJob | undefined;
    try {
      job = yield* ask<"create">({ kind: "create", params });
    } catch (error) {
      if (RateLimitError.is(error)) {
        const ms = delayAfter(error, attempt, attempts);
        if (ms === undefined) throw error;
        yield { kind: "sleep", ms };
        continue;
      }
      const isUncertain = isPassing(error) || ResponseParseError.is(error);
      if (!isUncertain || fileId === undefined) throw error;
      job = yield* lookFor(part, TimeoutError.is(error) ? looksAfterTimeout : looks);
      if (job === undefined && attempt >= attempts) throw error;
    }
    if (job !== undefined) return yield* created(run, part, job);
  }
}

function* created(run: Run, part: Part, job: BatchJob): Steps {
  run.saw(part, job);
  yield { kind: "save" };
}

/** The job that has a part's file, if there is one or comes to be one. */
function* lookFor(part: Part, delays: readonly number[]): Steps<never, BatchJob | undefined> {
  for (const ms of delays) {
    yield { kind: "sleep", ms };
    const job = yield* findJob(part);
    if (job !== undefined) return job;
  }
  return undefined;
}

/** The job that has a part's file, if there is one. */
function* findJob({ fileId, uploadedAt }: Part): Steps<never, BatchJob | undefined> {
  if (fileId === undefined) return undefined;
  const createdAfter =
    uploadedAt === undefined
      ? undefined
      : new Date((uploadedAt - clockMargin) * 1_000).toISOString();
  let seen = 0;
  for (let page = 0; ; page++) {
    const { data = [], total } = yield* persist<"list">({ kind: "list", page, createdAfter });
    const found = data.find((job) => job.input_files.includes(fileId));
    seen += data.length;
    if (found !== undefined || data.length === 0 || seen >= total) return found;
  }
}
