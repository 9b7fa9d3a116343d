import type { OutputFile } from "../source.ts";
import { isRecord } from "./is-record.ts";

/** What the `package.json` says; text that is no JSON is for the formatter to report. */
export function manifestOf(files: readonly OutputFile[]): Readonly<Record<string, unknown>> {
  const text = files.find(({ path }) => path === "package.json")?.text ?? "";
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
