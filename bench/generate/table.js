// @ts-check
// Tables in Markdown.
import { nodeOfPeers } from "../../test/platforms/node-versions.js";
import { median } from "../median.js";
import { versionOf } from "./tools.js";

/** @import { Row } from "./compare.js" */

/**
 * @param {readonly Row[]} rows
 * @returns {string} What each generator costs.
 */
export function costs(rows) {
  const lines = rows.map(({ tool, run, costs, size }) => {
    const name = `${tool.name} ${versionOf(tool)}, ${run.what}`;
    const node = run.here ? process.versions.node : nodeOfPeers;
    if (costs.length === 0) return [name, node, "failed", "", "", "", ""];
    return [
      name,
      node,
      ofRounds(costs.map(({ wall }) => wall)),
      ofRounds(costs.map(({ cpu }) => cpu)),
      (median(costs.map(({ peak }) => peak)) / 2 ** 20).toFixed(0),
      String(size.files),
      (size.bytes / 1000).toFixed(0),
    ];
  });
  return table(["", "Node", "time, s", "CPU, s", "memory, MiB", "files", "kB"], lines);
}

/**
 * @param {readonly Row[]} rows
 * @returns {string} What TypeScript takes for the program of each.
 */
export function checks(rows) {
  const lines = rows.flatMap(({ tool, run, checks, errors }) => {
    const [check] = checks;
    if (check === undefined) return [];
    // TypeScript goes no further than to syntax errors.
    const figures =
      check.instantiations === 0
        ? ["", "", "", ""]
        : [
            ofRounds(checks.map(({ seconds }) => seconds)),
            (median(checks.map(({ bytes }) => bytes)) / 2 ** 20).toFixed(0),
            String(check.types),
            String(check.instantiations),
          ];
    const counts = [check.errors, errors].map(({ length }) => String(length));
    return [[`${tool.name}, ${run.what}`, ...figures, ...counts]];
  });
  const head = ["", "tsc, s", "memory, MiB", "types", "instantiations", "errors"];
  return table([...head, "errors of all output"], lines);
}

/**
 * @param {readonly Row[]} rows
 * @returns {string[]} What failed, and the first error of TypeScript's in each output.
 */
export function findings(rows) {
  return rows.flatMap(({ tool, run, failure, checks, errors }) => {
    const name = `${tool.name}, ${run.what}`;
    const [error] = [...(checks[0]?.errors ?? []), ...errors];
    return [
      ...(failure === "" ? [] : [`- ${name}, failed ${failure}`]),
      ...(error === undefined ? [] : [`- ${name}: ${error}`]),
    ];
  });
}

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} lines
 */
function table(head, lines) {
  const rule = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return [head, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/**
 * Their median, and the least.
 *
 * @param {readonly number[]} values
 */
function ofRounds(values) {
  const least = values.length < 2 ? "" : ` (${Math.min(...values).toFixed(2)})`;
  return median(values).toFixed(2) + least;
}
