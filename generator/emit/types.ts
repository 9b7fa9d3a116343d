/** The module with a type for each schema of the document. */

import { comment } from "../encode.ts";
import type { Plan } from "../plan.ts";
import type { OutputFile } from "../source.ts";
import { modulePath } from "./module-path.ts";
import { type Declarations, namesOf } from "./schema.ts";
import { UPLOADABLE } from "./tidy.ts";

export function emitTypes(plan: Plan, declarations: Declarations): OutputFile {
  const own = plan.types.flatMap(namesOf).flatMap((name) => declarations.get(name) ?? []);
  const uploads = own.some(({ uses }) => uses.has(UPLOADABLE));
  const blocks = [
    `// ${comment(plan.notice)}`,
    ...(uploads ? [`import type { ${UPLOADABLE} } from "./runtime/upload.js";`] : []),
    ...own.map(({ text }) => text.trim()),
    ...(own.length === 0 ? ["export {};"] : []),
  ];
  return {
    path: modulePath(plan, "types.ts"),
    text: `${blocks.join("\n\n")}\n`,
  };
}
