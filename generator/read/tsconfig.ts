/** Reads the tsconfig.json around the output, which has a say in its imports. */

import { resolve } from "node:path";

import type { ImportExtension } from "../compile/import-extension.ts";
import { failure } from "./bytes.ts";
import { shownPath } from "./text.ts";

/**
 * How the nearest tsconfig.json above `out` wants relative imports to end: `.ts` where it allows or rewrites that, nothing where a
 * bundler resolves them, else `.js`.
 *
 * @throws DiagnosticError `tsconfig` if it cannot be read.
 */
export async function readImportExtension(out: string): Promise<ImportExtension> {
  const { getTsconfig } = await import("get-tsconfig");
  try {
    const { compilerOptions = {} } = getTsconfig(resolve(out))?.config ?? {};
    if (compilerOptions.allowImportingTsExtensions === true) return ".ts";
    if (compilerOptions.rewriteRelativeImportExtensions === true) return ".ts";
    const resolution = compilerOptions.moduleResolution?.toLowerCase();
    if (resolution === "bundler") return "";
    return resolution === undefined && compilerOptions.module?.toLowerCase() === "preserve"
      ? ""
      : ".js";
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw failure(
      "tsconfig",
      `the tsconfig.json near ${shownPath(out)} cannot be read: ${reason}`,
      "correct it, or set `importExtension`",
    );
  }
}
