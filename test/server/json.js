// @ts-check
// Parses JSON bodies.
/** @import { Issue } from "./types.ts" */
import { bodyIssue } from "./validate.js";

/**
 * @param {Uint8Array} bytes
 * @param {Issue[]} issues Gets an issue if the bytes are not JSON in UTF-8.
 * @returns {unknown} Undefined if they are not.
 */
export function parseJson(bytes, issues) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    const ctx = { error: error instanceof Error ? error.message : String(error) };
    issues.push({ ...bodyIssue("json_invalid", "JSON decode error"), ctx });
    return undefined;
  }
}
