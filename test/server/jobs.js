// @ts-check
// The five operations on batch jobs.
/** @import { BatchRequest, Outcomes, StoredFile, StoredJob } from "./types.ts" */
/** @import { Handler } from "./app.js" */
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { notFound, unprocessable } from "./errors.js";
import { progress, seconds, settle, view, viewInline } from "./lifecycle.js";
import { pageOf } from "./pages.js";
import { decide } from "./results.js";
import { Content, LineWriter } from "./spool.js";
import { bodyIssue } from "./validate.js";
/** @import { State } from "./state.js" */
/** @import { Validator } from "./validate.js" */

/**
 * Handlers by operationId.
 *
 * @param {State} state
 * @param {Validator} validator
 * @returns {Record<string, Handler>}
 */
export function jobHandlers(state, validator) {
  /** @param {Readonly<Record<string, string>>} path */
  const find = (path) => {
    const job = state.jobs.get(path["job_id"] ?? "");
    if (job === undefined) throw notFound("Batch job not found");
    return job;
  };
  return {
    jobs_api_routes_batch_get_batch_jobs: ({ query, user, now }) => {
      const jobs = [...state.jobs.values()].filter((job) => matches(job, query, user, now));
      if (query["order_by"] !== "created") jobs.reverse();
      return {
        object: "list",
        total: jobs.length,
        data: pageOf(jobs, query).map((job) => view(job, now)),
      };
    },
    jobs_api_routes_batch_create_batch_job: async ({ body, user, now }) => {
      const job = await createJob(state, validator, body, user, now);
      state.jobs.set(job.id, job);
      await settle(state, now);
      return view(job, now);
    },
    jobs_api_routes_batch_get_batch_job: ({ path, query, now }) =>
      (query["inline"] === true ? viewInline : view)(find(path), now),
    jobs_api_routes_batch_delete_batch_job: ({ path }) => {
      const { id } = find(path);
      state.jobs.delete(id);
      return { id, object: "batch", deleted: true };
    },
    jobs_api_routes_batch_cancel_batch_job: async ({ path, now }) => {
      const job = find(path);
      if (job.end === null) job.cancelledMs ??= now;
      await settle(state, now);
      return view(job, now);
    },
  };
}

/**
 * @param {StoredJob} job
 * @param {Readonly<Record<string, unknown>>} query
 * @param {string} user
 * @param {number} now Unix milliseconds.
 */
function matches(job, query, user, now) {
  const { model, agent_id, metadata, created_after, created_by_me, status } = query;
  const labels = Object.entries(typeof metadata === "object" && metadata !== null ? metadata : {});
  const statuses = Array.isArray(status) ? status : [];
  return (
    (typeof model !== "string" || job.model === model) &&
    (typeof agent_id !== "string" || job.agentId === agent_id) &&
    labels.every(([key, value]) => isDeepStrictEqual(job.metadata?.[key], value)) &&
    (typeof created_after !== "string" ||
      seconds(job.createdMs) * 1000 > Date.parse(created_after)) &&
    (created_by_me !== true || job.owner === user) &&
    (statuses.length === 0 || statuses.includes(progress(job, now).status))
  );
}

/**
 * @param {State} state
 * @param {Validator} validator
 * @param {unknown} body As the spec's CreateBatchJob.
 * @param {string} owner
 * @param {number} createdMs Unix milliseconds.
 * @returns {Promise<StoredJob>}
 */
async function createJob(state, validator, body, owner, createdMs) {
  const { input_files, requests, endpoint, model, agent_id, metadata, timeout_hours } =
    /** @type {{ input_files?: string[] | null, requests?: BatchRequest[] | null, endpoint: string, model?: string | null,
     *   agent_id?: string | null, metadata?: Record<string, string> | null, timeout_hours?: number }} */ (
      body
    );
  if ((input_files ?? null) === null ? (requests ?? null) === null : (requests ?? null) !== null) {
    throw unprocessable([bodyIssue("value_error", "Give exactly one of input_files and requests")]);
  }
  const files = findFiles(state, input_files ?? [], owner);
  if (input_files?.length === 0 || requests?.length === 0) {
    throw unprocessable([
      bodyIssue("too_short", "List should have at least 1 item", [
        input_files ? "input_files" : "requests",
      ]),
    ]);
  }
  const { settings } = state;
  const head = {
    id: randomUUID(),
    endpoint,
    model: model ?? null,
    agentId: agent_id ?? null,
    createdMs,
  };
  const { outcomes, faults } = await decideAll(
    state,
    head,
    input_files ? readFiles(validator, files) : (requests ?? []),
  );
  return {
    ...head,
    owner,
    metadata: metadata ?? null,
    inputFiles: input_files ?? [],
    faults:
      outcomes.count === 0 && faults.length === 0
        ? [{ message: "The input has no requests", count: 1 }]
        : faults,
    outcomes,
    startMs: createdMs + settings.queuedMs,
    requestMs: settings.requestMs,
    timeoutMs: createdMs + (timeout_hours ?? 24) * settings.hourMs,
    cancelMs: settings.cancelMs,
    cancelledMs: null,
    end: null,
  };
}

/**
 * @param {State} state
 * @param {readonly string[]} ids
 * @param {string} user
 */
function findFiles(state, ids, user) {
  return ids.map((id, index) => {
    const file = state.file(id, user);
    if (file === undefined) throw notFound(`File ${id} not found`);
    if (file.record.purpose !== "batch") {
      throw unprocessable([
        bodyIssue("value_error", "The file's purpose is not batch", ["input_files", index]),
      ]);
    }
    return file;
  });
}

/**
 * Reads input files line by line; a fault, as text, stands for a line that is no request.
 *
 * @param {Validator} validator
 * @param {readonly StoredFile[]} files
 * @returns {AsyncGenerator<BatchRequest | string>}
 */
async function* readFiles(validator, files) {
  for (const { content, record } of files) {
    for await (const line of content.readLines(record.bytes)) {
      if (line.trim() === "") continue;
      const value = parse(line);
      const fault =
        value === undefined
          ? "A line is not JSON"
          : validator.component("BatchInputLine", value)[0]?.msg;
      yield fault === undefined
        ? /** @type {BatchRequest} */ (value)
        : `${record.filename}: ${fault}`;
    }
  }
}

/**
 * Decides what becomes of each request. A fault makes the whole job fail once it starts.
 *
 * @param {State} state
 * @param {Parameters<typeof decide>[0]} head
 * @param {Iterable<BatchRequest> | AsyncIterable<BatchRequest | string>} requests
 */
async function decideAll(state, head, requests) {
  const [succeeded, failed] = [new Content(state.spool), new Content(state.spool)];
  const [output, error] = [new LineWriter(succeeded), new LineWriter(failed)];
  /** @type {{ number: number, message: string }[]} */
  const failures = [];
  /** @type {Map<string, number>} */
  const faults = new Map();
  const seen = new Set();
  let number = 0;
  for await (const request of requests) {
    const fault = typeof request === "string" ? request : duplicate(request, seen);
    if (fault !== undefined) faults.set(fault, (faults.get(fault) ?? 0) + 1);
    if (typeof request === "string") continue;
    number += 1;
    const custom_id = request.custom_id ?? null;
    const { line, failure } = decide(head, { ...request, custom_id }, number);
    if (failure !== null) failures.push({ number, message: failure });
    (failure === null ? output : error).write(line);
  }
  output.flush();
  error.flush();
  /** @type {Outcomes} */
  const outcomes = { count: number, succeeded, failed, failures };
  return { outcomes, faults: [...faults].map(([message, times]) => ({ message, count: times })) };
}

/**
 * @param {BatchRequest} request
 * @param {Set<string>} seen
 * @returns {string | undefined} The fault, if the id was seen before.
 */
function duplicate({ custom_id }, seen) {
  if ((custom_id ?? null) === null) return undefined;
  if (seen.has(custom_id ?? "")) return `custom_id is not unique: ${custom_id}`;
  seen.add(custom_id ?? "");
  return undefined;
}

/**
 * @param {string} line
 * @returns {unknown} Undefined if it is not JSON.
 */
function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
