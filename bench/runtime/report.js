// @ts-check
// Tables in Markdown.
import { median } from "../median.js";

/**
 * What was measured of a client: microseconds of a call, one value for each round.
 *
 * @typedef {{ name: string, wall: number[], cpu: number[] }} Measured
 */

/**
 * A table of medians, and of ratios to the first row: each the median of the ratios within a round, so that what slowed a whole
 * round down does not count.
 *
 * @param {string} title
 * @param {readonly Measured[]} rows
 * @param {{ readonly unit: string, readonly divisor: number }} scale
 */
export function table(title, rows, { unit, divisor }) {
  const [base] = rows;
  const lines = rows.map(({ name, wall, cpu }) => {
    const cells = [
      (median(wall) / divisor).toFixed(divisor === 1 ? 0 : 1),
      ratio(wall, base?.wall),
      (median(cpu) / divisor).toFixed(divisor === 1 ? 0 : 1),
      ratio(cpu, base?.cpu),
    ];
    return `| ${name} | ${cells.join(" | ")} |`;
  });
  return [
    `### ${title}\n`,
    `| | time, ${unit} | ratio | CPU, ${unit} | ratio |`,
    "| --- | ---: | ---: | ---: | ---: |",
    ...lines,
    "",
  ].join("\n");
}

/**
 * @param {readonly number[]} values
 * @param {readonly number[]} [base]
 */
function ratio(values, base = []) {
  return median(values.map((value, round) => value / (base[round] ?? NaN))).toFixed(2);
}
