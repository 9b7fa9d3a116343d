/** The module with a type for each schema of the document. */

import { comment } from "../encode.ts";
import type { Plan } from "../plan.ts";
import type { OutputFile } from "../source.ts";
import { UPLOADABLE } from "./tidy.ts";
import type { Declaration } from "./schema.ts";

export function emitTypes(plan: Plan, declarations: ReadonlyMap<string, Declaration>): OutputFile {
  const own = plan.types
    .flatMap(({ name, input, base, baseInput }) => [name, input, base, baseInput])
    .flatMap((name) => (name === undefined ? [] : (declarations.get(name) ?? [])));
  const uploads = own.some(({ uses }) => uses.has(UPLOADABLE));
  const blocks = [
    `// ${comment(plan.notice)}`,
    ...(uploads ? [`import type { ${UPLOADABLE} } from "./runtime/upload.js";`] : []),
    ...own.map(({ text }) => text.trim()),
    ...(own.length === 0 ? ["export {};"] : []),
  ];
  return {
    path: `${plan.package.kind === "package" ? "src/" : ""}types.ts`,
    text: `${blocks.join("\n\n")}\n`,
  };
}
