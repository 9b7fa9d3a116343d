/** @import { BatchInputLine, BatchJob, BatchOutputLine } from "mistral-batch-files/types" */

const TERMINAL = new Set(["SUCCESS", "FAILED", "TIMEOUT_EXCEEDED", "CANCELLED"]);

/** @param {BatchJob} job */
export const isOver = (job) => TERMINAL.has(job.status);

/** @param {BatchJob} job */
export function progressLine(job) {
  const done = job.succeeded_requests + job.failed_requests;
  return `${job.status.padEnd(8)} ${done}/${job.total_requests} (${job.failed_requests} failed)`;
}

/**
 * A table of each request and what became of it, joined by `custom_id`.
 *
 * @param {readonly BatchInputLine[]} requests
 * @param {readonly BatchOutputLine[]} lines Of the output file and the error file.
 */
export function toTable(requests, lines) {
  const byId = new Map(lines.map((line) => [line.custom_id, line]));
  const rows = requests.map(({ custom_id }) => {
    const line = custom_id == null ? undefined : byId.get(custom_id);
    return [custom_id ?? "", ...outcome(line)];
  });
  const table = [["custom_id", "status", "result"], ...rows];
  const widths = [0, 1].map((column) =>
    Math.max(...table.map((row) => (row[column] ?? "").length)),
  );
  return table
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .join("\n");
}

/**
 * @param {BatchOutputLine | undefined} line
 * @returns {[status: string, result: string]}
 */
function outcome(line) {
  if (!line) return ["missing", ""];
  const status = line.response?.status_code;
  if (line.error || (status ?? 0) >= 400) {
    const message = typeof line.error === "string" ? line.error : line.error?.message;
    return [`error ${status ?? ""}`.trim(), message ?? JSON.stringify(line.response?.body)];
  }
  return ["ok", answer(line.response?.body)];
}

/** @param {unknown} body The response of the chat endpoint. */
function answer(body) {
  const { choices } = /** @type {{ choices?: { message?: { content?: string } }[] }} */ (
    body ?? {}
  );
  return (choices?.[0]?.message?.content ?? JSON.stringify(body)).replaceAll("\n", " ");
}
