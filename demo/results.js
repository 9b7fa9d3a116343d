/** @import { BatchProgress, BatchResult } from "mistral-batch-files/batch" */
/** @import { ChatRequest } from "./requests.js" */

/** @param {BatchProgress} progress */
export function progressLine({ completed, submitted, failed, jobs, jobsOver, results }) {
  return `${completed}/${submitted} requests over (${failed} failed), ${jobsOver}/${jobs} jobs over, ${results} results read`;
}

/**
 * A table of each request and what became of it, in the order of the requests.
 *
 * @param {readonly ChatRequest[]} requests
 * @param {readonly BatchResult<"/v1/chat/completions">[]} results
 */
export function toTable(requests, results) {
  const rows = requests.map(({ custom_id }, index) => {
    const result = results.find((each) => "index" in each && each.index === index);
    return [custom_id ?? "", ...outcome(result)];
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
 * @param {BatchResult<"/v1/chat/completions"> | undefined} result
 * @returns {[status: string, result: string]}
 */
function outcome(result) {
  switch (result?.kind) {
    case "success": {
      const [choice] = result.output.choices;
      const content = choice?.message.content ?? "";
      const text = typeof content === "string" ? content : JSON.stringify(content);
      return ["ok", text.replaceAll("\n", " ")];
    }
    case "error":
      return [`error ${result.error.status ?? ""}`.trim(), result.error.message];
    case "missing":
      return ["missing", result.reason];
    default:
      return ["?", ""];
  }
}
