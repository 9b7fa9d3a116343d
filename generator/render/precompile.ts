/** Compiles the standard templates when the package is built. */

import handlebars from "handlebars";

import type { TemplateFile } from "../source.ts";
import type { Program } from "./ast.ts";
import { patternsIn } from "./parse.ts";
import { OPTIONS } from "./run.ts";

/** @returns JavaScript that takes the place of `standard.ts`. */
export function precompile(files: readonly Pick<TemplateFile, "path" | "text">[]): string {
  const entries = files.map(({ path, text }) => {
    const program = handlebars.parse(text, { srcName: path });
    const patterns = patternsIn(program as unknown as Program);
    const specification = String(handlebars.precompile(program, OPTIONS));
    return `[${JSON.stringify(path)}, { text: ${JSON.stringify(text)}, patterns: ${JSON.stringify(patterns)}, specification: ${specification} }]`;
  });
  return `export const STANDARD = new Map([${entries.join(",\n")}]);`;
}
