/** Diagnostics about generated text become diagnostics about the templates that make it. */

import { cureOf, isOutputProblem, type OutputPlace } from "../base/output-problem.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { templateError } from "./ast.ts";
import type { TemplatePlace } from "./trace.ts";

/** @param find where in templates a place in a generated file comes from: the nearest first, and what is nobody's to correct among them. */
export function blame(
  diagnostics: readonly Diagnostic[],
  find: (path: string, place: OutputPlace) => readonly TemplatePlace[],
): Diagnostic[] {
  const alike = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const blamed = blameOne(diagnostic, find);
    const { location } = blamed;
    const key =
      location === undefined || blamed === diagnostic
        ? String(alike.size)
        : [blamed.code, location.file, location.line, location.column].join(":");
    alike.set(key, [...(alike.get(key) ?? []), blamed]);
  }
  return [...alike.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    if (more.length === 0) return [first];
    const count = more.length === 1 ? "once more" : `${more.length} times more`;
    return [{ ...first, message: `${first.message} (and ${count})` }];
  });
}

function blameOne(
  diagnostic: Diagnostic,
  find: (path: string, place: OutputPlace) => readonly TemplatePlace[],
): Diagnostic {
  const { severity, code, message, location, excerpt: [made = ""] = [] } = diagnostic;
  if (location === undefined || !isOutputProblem(code)) return diagnostic;
  const place = find(location.file, location).find(({ file }) => file.formatted !== true);
  if (place === undefined) return diagnostic;
  const { file, point } = place;
  const blamed = { ...templateError(file, point, code, message, cureOf(code)), severity };
  if (blamed.excerpt?.[0] === made) return blamed;
  const line = `line ${location.line} of ${location.file}`;
  return { ...blamed, cure: `${cureOf(code)}; ${line} became \`${made.trim()}\`` };
}
