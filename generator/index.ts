/** The generator as a library. Nothing heavy is loaded before `generate` is called. */

import type { ClientConfig } from "./config.ts";
import type { Generated, GenerateOptions } from "./stages.ts";

export type { ClientConfig, Config } from "./config.ts";
export { defineConfig } from "./config.ts";
export type { Diagnostic, Location } from "./diagnostic.ts";
export { DiagnosticError } from "./diagnostic.ts";
export type { Plan } from "./plan.ts";
export type { OutputFile } from "./source.ts";
export type { Generated, GenerateOptions } from "./stages.ts";

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
