/** The module with the types of the bodies of error responses. */

import { comment, docComment, identifier, key } from "../encode.ts";
import type { ErrorBodyPlan, Plan } from "../plan.ts";
import type { OutputFile } from "../source.ts";
import { modulePath } from "./module-path.ts";
import type { Declarations } from "./schema.ts";
import { UPLOADABLE } from "./tidy.ts";

export function emitErrorBodies(plan: Plan, declarations: Declarations): OutputFile {
  const operations = plan.resources.flatMap((resource) => resource.operations);
  const own = plan.errorTypes.flatMap(({ name }) => declarations.get(name) ?? []);
  const declared = new Set(own.map(({ name }) => name));
  const uses = new Set([
    ...own.flatMap((each) => [...each.uses]),
    ...operations.flatMap(({ errors }) => errors.flatMap((error) => error.uses)),
  ]);
  const names = [...uses].filter((name) => name !== UPLOADABLE && !declared.has(name)).sort();
  const members = operations.map(({ stem, errors }) => `${key(stem)}: ${bodiesOf(errors)};`);
  const doc = docComment([
    "What the document says of the bodies of error responses: by the operation, then by the status, a range of them, or `default`.",
  ]);
  const blocks = [
    `// ${comment(plan.notice)}`,
    [
      ...(uses.has(UPLOADABLE)
        ? [`import type { ${UPLOADABLE} } from "./runtime/upload.js";`]
        : []),
      ...(names.length > 0
        ? [`import type { ${names.map(identifier).join(", ")} } from "./types.js";`]
        : []),
    ].join("\n"),
    ...own.map(({ text }) => text.trim()),
    `${doc}\nexport interface ErrorBodies {\n${members.join("\n")}\n}`,
  ];
  return {
    path: modulePath(plan, "error-bodies.ts"),
    text: `${blocks.filter((block) => block !== "").join("\n\n")}\n`,
  };
}

function bodiesOf(errors: readonly ErrorBodyPlan[]): string {
  const members = errors.map(
    ({ status, type }) => `${/^\d+$/.test(status) ? status : key(status)}: ${type}`,
  );
  return `{${members.join("; ")}}`;
}
