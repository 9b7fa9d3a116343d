/** The generator as a library. Nothing heavy is loaded before `generate` is called. */

import type { ClientConfig } from "./config.ts";

export type { ClientConfig, Config } from "./config.ts";
export { defineConfig } from "./config.ts";
export type { Diagnostic, Location } from "./diagnostic.ts";
export { DiagnosticError } from "./diagnostic.ts";
export type { Plan } from "./plan.ts";
export type { OutputFile } from "./source.ts";
