// @ts-check
// The five operations on batch jobs.
/** @import { BatchRequest, StoredJob } from "./types.ts" */
/** @import { Handler } from "./app.js" */
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { notFound, unprocessable } from "./errors.js";
import { count, progress, seconds, settle, view } from "./lifecycle.js";
import { pageOf } from "./pages.js";
import { decide } from "./results.js";
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
    jobs_api_routes_batch_create_batch_job: ({ body, user, now }) => {
      const job = createJob(state, validator, body, user, now);
      state.jobs.set(job.id, job);
      settle(state, now);
      return view(job, now);
    },
    jobs_api_routes_batch_get_batch_job: ({ path, query, now }) =>
      view(find(path), now, query["inline"] === true),
    jobs_api_routes_batch_delete_batch_job: ({ path }) => {
      const { id } = find(path);
      state.jobs.delete(id);
      return { id, object: "batch", deleted: true };
    },
    jobs_api_routes_batch_cancel_batch_job: ({ path, now }) => {
      const job = find(path);
      if (job.end === null) job.cancelledMs ??= now;
      settle(state, now);
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
 * @returns {StoredJob}
 */
function createJob(state, validator, body, owner, createdMs) {
  const { input_files, requests, endpoint, model, agent_id, metadata, timeout_hours } =
    /** @type {{ input_files?: string[] | null, requests?: BatchRequest[] | null, endpoint: string, model?: string | null,
     *   agent_id?: string | null, metadata?: Record<string, string> | null, timeout_hours?: number }} */ (
      body
    );
  if ((input_files ?? null) === null ? (requests ?? null) === null : (requests ?? null) !== null) {
    throw unprocessable([bodyIssue("value_error", "Give exactly one of input_files and requests")]);
  }
  const input = input_files
    ? readFiles(state, validator, input_files, owner)
    : { requests: requests ?? [], faults: [] };
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
  const faults = count([...input.faults, ...duplicates(input.requests)]);
  return {
    ...head,
    owner,
    metadata: metadata ?? null,
    inputFiles: input_files ?? [],
    faults:
      input.requests.length === 0 && faults.length === 0
        ? [{ message: "The input has no requests", count: 1 }]
        : faults,
    outcomes: input.requests.map((request, index) =>
      decide(head, { ...request, custom_id: request.custom_id ?? null }, index + 1),
    ),
    startMs: createdMs + settings.queuedMs,
    requestMs: settings.requestMs,
    timeoutMs: createdMs + (timeout_hours ?? 24) * settings.hourMs,
    cancelMs: settings.cancelMs,
    cancelledMs: null,
    end: null,
  };
}

/**
 * Reads input files line by line. A faulty line makes the whole job fail once it starts.
 *
 * @param {State} state
 * @param {Validator} validator
 * @param {readonly string[]} ids
 * @param {string} user
 */
function readFiles(state, validator, ids, user) {
  /** @type {BatchRequest[]} */
  const requests = [];
  /** @type {string[]} */
  const faults = [];
  for (const [index, id] of ids.entries()) {
    const file = state.file(id, user);
    if (file === undefined) throw notFound(`File ${id} not found`);
    if (file.record.purpose !== "batch") {
      throw unprocessable([
        bodyIssue("value_error", "The file's purpose is not batch", ["input_files", index]),
      ]);
    }
    const lines = Buffer.concat(file.chunks).toString("utf8").split("\n");
    for (const line of lines.filter((text) => text.trim() !== "")) {
      const value = parse(line);
      const fault =
        value === undefined
          ? "A line is not JSON"
          : validator.component("BatchInputLine", value)[0]?.msg;
      if (fault !== undefined) faults.push(`${file.record.filename}: ${fault}`);
      else requests.push(/** @type {BatchRequest} */ (value));
    }
  }
  return { requests, faults };
}

/** @param {readonly BatchRequest[]} requests */
function duplicates(requests) {
  const seen = new Set();
  return requests.flatMap(({ custom_id }) => {
    if ((custom_id ?? null) === null) return [];
    if (seen.has(custom_id)) return [`custom_id is not unique: ${custom_id}`];
    seen.add(custom_id);
    return [];
  });
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
