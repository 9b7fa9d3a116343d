/** Document, model and plan become the modules that no template makes. */

import type { Document } from "./document.ts";
import { emitErrorBodies } from "./emit/error-bodies.ts";
import { modulePath } from "./emit/module-path.ts";
import { emitDeclarations } from "./emit/schema.ts";
import { emitTypes } from "./emit/types.ts";
import { emitWebhooks } from "./emit/webhooks.ts";
import type { Model } from "./model.ts";
import type { Plan } from "./plan.ts";
import type { OutputFile } from "./source.ts";

/**
 * Each module as soon as it is made.
 *
 * @param isWanted whether the module with a path is made; by default all are.
 */
export async function* emit(
  document: Document,
  model: Model,
  plan: Plan,
  isWanted: (path: string) => boolean = () => true,
): AsyncGenerator<OutputFile> {
  const wants = (name: string): boolean => isWanted(modulePath(plan, name));
  const declarations = emitDeclarations(document, model, plan);
  if (wants("types.ts")) yield emitTypes(plan, declarations);
  if (wants("webhooks.ts")) yield* emitWebhooks(plan, declarations);
  if (wants("error-bodies.ts")) yield emitErrorBodies(plan, declarations);
  const resources = plan.resources.filter(({ file }) => wants(`operations/${file}.ts`));
  if (resources.every(({ operations }) => operations.length === 0)) return;
  const { emitOperations } = await import("./emit/operations.ts");
  yield* emitOperations({ ...plan, resources }, declarations);
}
