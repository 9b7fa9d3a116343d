import { ParameterError } from "../runtime/errors.js";
import type { BatchRequest, FileObject } from "../types.js";
import { create, created, findJob, lookFor, looks } from "./create.js";
import { Part } from "./part.js";
import { delayAfter } from "./patience.js";
import type { Outgoing, Requests } from "./requests.js";
import type { Run } from "./run.js";
import { ask, type Step, type Steps } from "./steps.js";

/** How many characters of lines are sent in one piece. */
const pieceLength = 65_536;
const attempts = 4;
/** For how many seconds after its upload a file may have a job that is about to be created. */
const settling = 60;

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
    yield giveWaiting(part);
  }
  if (run.isComplete) return;
  run.isComplete = true;
  yield { kind: "save" };
}

/** The jobs of an interrupted run; and of a file whose job is not known it is found out, or created now. */
function* takeUp(run: Run): Steps<Part> {
  if (run.requests !== undefined) yield* passOver(run, run.requests);
  for (const part of run.parts) {
    if (part.isCollected) continue;
    if (part.jobId === undefined) {
      const isRecent = Date.now() / 1_000 - (part.uploadedAt ?? 0) < settling;
      const job = (yield* findJob(part)) ?? (isRecent ? yield* lookFor(part, looks) : undefined);
      if (job === undefined) yield* create(run, part);
      else yield* created(run, part, job);
    }
    yield giveWaiting(part);
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
  if (!last.hasCount) {
    last.count = requests.read - last.offset;
    last.hasCount = true;
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
  yield giveWaiting(part);
}

/** A part whose job is under way. The deadline counts from now, whenever the style comes to wait for it. */
function giveWaiting(part: Part): Step<Part> {
  part.waitingSince ??= performance.now();
  return { kind: "give", value: part };
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
  const { pass } = requests;
  while (part.count < maxRequestsPerJob && requests.pass === pass) {
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
