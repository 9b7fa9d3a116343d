// @ts-check
// Cuts a page out of a list.
import { unprocessable } from "./errors.js";

/**
 * The spec sets no bounds for `page` and `page_size`; this server refuses a negative page and an empty one.
 *
 * @template T
 * @param {readonly T[]} items
 * @param {Readonly<Record<string, unknown>>} query
 * @returns {T[]}
 */
export function pageOf(items, query) {
  const page = Number(query["page"] ?? 0);
  const size = Number(query["page_size"] ?? 100);
  const issue = (/** @type {string} */ name, /** @type {number} */ ge) => ({
    type: "greater_than_equal",
    loc: ["query", name],
    msg: `Value must be >= ${ge}`,
    input: query[name],
    ctx: { ge },
  });
  const issues = [
    ...(page < 0 ? [issue("page", 0)] : []),
    ...(size < 1 ? [issue("page_size", 1)] : []),
  ];
  if (issues.length > 0) throw unprocessable(issues);
  return items.slice(page * size, (page + 1) * size);
}
