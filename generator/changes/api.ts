/** A generated client, as a comparison is given it; types only. */

import type { NameLock } from "../base/name-lock.ts";
import type { Forms } from "../emit/forms.ts";
import type { OpenApiRoot } from "../document.ts";
import type { Model, OperationFact } from "../model.ts";
import type { OperationPlan, Plan } from "../plan.ts";
import type { ChangePlace } from "./change.ts";

export interface GeneratedApi {
  /** What the document is called in reports. */
  readonly uri: string;
  readonly root: OpenApiRoot;
  readonly model: Model;
  readonly plan: Plan;
  /** The names in the plan. */
  readonly lock: NameLock;
  readonly forms: Forms;
  /** Where the node at a pointer stands. */
  placeOf(pointer: string): ChangePlace;
}

/** An operation of the plan with what the document says of it. */
export interface Operation {
  readonly plan: OperationPlan;
  readonly fact: OperationFact;
}
