/** What is declared for a piece of a document, as text. */

import { emitDeclarations, namesOf } from "../../generator/emit/schema.ts";
import type { PlanSettings } from "../../generator/build-plan.ts";
import { format } from "../../generator/format.ts";
import { planned } from "./stage-helpers.ts";

/** The declarations of a document, formatted, without an empty line between them. */
export async function declared(
  parts: object,
  settings: Partial<PlanSettings> = {},
): Promise<string> {
  const { document, model, plan } = planned(parts, settings);
  const declarations = emitDeclarations(document, model, plan);
  const brought = [
    ...plan.resources.flatMap(({ operations }) => operations.flatMap((each) => each.declarations)),
    ...plan.errorTypes,
    ...[...plan.webhooks, ...plan.callbacks].map(({ declaration }) => declaration),
  ];
  const names = [...plan.types.flatMap(namesOf), ...brought.map(({ name }) => name)];
  const texts = names.flatMap((name) => declarations.get(name)?.text.trim() ?? []);
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
