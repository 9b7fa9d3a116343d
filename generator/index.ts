/** The generator as a library. Nothing heavy is loaded before `generate` is called. */

import type { ClientConfig } from "./config.ts";
import type { Compared, Generated, GenerateOptions } from "./stages.ts";

export type { ClientConfig, Config } from "./config.ts";
export { defineConfig } from "./config.ts";
export type { Change, ChangePlace, Comparison } from "./changes/change.ts";
export type { Diagnostic, Location } from "./diagnostic.ts";
export { DiagnosticError } from "./diagnostic.ts";
export type { Plan } from "./plan.ts";
export type { OutputFile } from "./source.ts";
export type { Compared, Generated, GenerateOptions, KeptNames } from "./stages.ts";
export type { NameLock } from "./base/name-lock.ts";
export type { Verification } from "./verify.ts";

/**
 * Generates a client in memory: reads the document, the overlays and the templates, and writes nothing.
 *
 * @param client paths in it are relative to `options.cwd`.
 * @throws DiagnosticError with what is wrong with the input, and where.
 */
export async function generate(
  client: ClientConfig,
  options: GenerateOptions = {},
): Promise<Generated> {
  const stages = await import("./generate.ts");
  return stages.generate(client, options);
}

/**
 * Compares two documents by the clients that they generate, as `triptych diff` does.
 *
 * @param old the settings of the client with the document as it was; paths are relative to `options.cwd`.
 * @param next the same with the document as it is now.
 * @throws DiagnosticError with what is wrong with the input, and where.
 */
export async function compare(
  old: ClientConfig,
  next: ClientConfig,
  options: GenerateOptions = {},
): Promise<Compared> {
  const stages = await import("./generate.ts");
  return stages.compare(old, next, options);
}
