/** What is declared for a piece of a document, as text. */

import { emitDeclarations } from "../../generator/emit/schema.ts";
import type { PlanSettings } from "../../generator/build-plan.ts";
import { format } from "../../generator/format.ts";
import { planned } from "./stage-helpers.ts";

/** The declarations of a document, formatted, without an empty line between them. */
export async function declared(
  parts: object,
  settings: Partial<PlanSettings> = {},
): Promise<string> {
  const { document, model, plan } = planned(parts, settings);
  const texts = Array.from(emitDeclarations(document, model, plan).values(), ({ text }) =>
    text.trim(),
  );
  const [file] = await format([{ path: "types.ts", text: texts.join("\n") }], {
    format: "prettier",
  });
  return file?.text.replaceAll("\n\n", "\n").trim() ?? "";
}

export function types(schemas: object): Promise<string> {
  return declared({ components: { schemas } });
}

/** A text without the indentation of its first line. */
export function text(parts: TemplateStringsArray): string {
  const lines = parts.join("").replace(/^\n/, "").trimEnd().split("\n");
  const indent = /^ */.exec(lines[0] ?? "")?.[0].length ?? 0;
  return lines.map((line) => line.slice(indent)).join("\n");
}

export const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
