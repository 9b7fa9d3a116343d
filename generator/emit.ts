/** Document, model and plan become the modules that no template makes. */

import type { Document } from "./document.ts";
import { emitErrorBodies } from "./emit/error-bodies.ts";
import { emitOperations } from "./emit/operations.ts";
import { emitDeclarations } from "./emit/schema.ts";
import { emitTypes } from "./emit/types.ts";
import { emitWebhooks } from "./emit/webhooks.ts";
import type { Model } from "./model.ts";
import type { Plan } from "./plan.ts";
import type { OutputFile } from "./source.ts";

/** @returns the modules in batches, each as soon as it is made. */
export function* emit(document: Document, model: Model, plan: Plan): Generator<OutputFile[]> {
  const declarations = emitDeclarations(document, model, plan);
  yield [
    emitTypes(plan, declarations),
    ...emitWebhooks(plan, declarations),
    emitErrorBodies(plan, declarations),
  ];
  yield emitOperations(plan, declarations);
}
