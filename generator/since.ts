/** What changed since the last run: the kept document is compared, of which only what can differ is built again. */

import { buildModel } from "./build-model.ts";
import { buildPlan, type PlanSettings } from "./build-plan.ts";
import { type Comparison, compareApis, type GeneratedApi } from "./changes.ts";
import { type Affected, affectedBy, isSame } from "./changes/affected.ts";
import { type KeptDocument, keptDocument, LAST } from "./changes/kept.ts";
import { pointerOf } from "./base/json.ts";
import type { Document } from "./document.ts";
import { keptFormsOf } from "./emit/forms.ts";
import type { Model } from "./model.ts";
import type { OperationPlan, Plan, TypePlan } from "./plan.ts";

/** A document that something was generated from, seen from the one that follows it. */
export interface LastDocument extends KeptDocument {
  /** What can differ; undefined if that is everything. */
  readonly affected: Affected | undefined;
}

/**
 * @param bytes what was kept.
 * @returns undefined if it is nothing that this generator keeps.
 */
export function lastDocument(
  bytes: Uint8Array,
  next: Pick<GeneratedApi, "lock" | "root" | "uri">,
): LastDocument | undefined {
  const kept = keptDocument(bytes, next.uri);
  if (kept === undefined) return undefined;
  const { document, settings } = kept;
  const hasSameNames = isSame(settings.lock ?? {}, next.lock);
  return { ...kept, affected: hasSameNames ? affectedBy(document.root, next.root) : undefined };
}

/** @returns undefined if the document is from no generator, and cannot be compared. */
export function changesSince(
  { document, settings, affected }: LastDocument,
  next: GeneratedApi,
): Comparison | undefined {
  const { lock = {} } = settings;
  const all: PlanSettings = { ...settings, kind: "package", layers: [] };
  try {
    const part = affected && replanned(document, all, affected, next);
    const { model, plan } = part ?? planned(document, all);
    const forms = keptFormsOf(document, model, plan);
    const placeOf: GeneratedApi["placeOf"] = (pointer) => ({ file: LAST, pointer });
    const old = { uri: LAST, root: document.root, model, plan, lock, forms, placeOf };
    return compareApis(old, next, part && affected);
  } catch {
    // Not from this generator, or edited: nothing can be said, and nothing depends on it.
    return undefined;
  }
}

interface Planned {
  readonly model: Model;
  readonly plan: Plan;
}

function planned(document: Document, settings: PlanSettings): Planned {
  const { model } = buildModel(document);
  return { model, plan: buildPlan(model, settings).plan };
}

/**
 * The same, where only the operations that are affected are planned, and all others are as in the new client, which has the same
 * names.
 *
 * @returns undefined if one of those operations has a share in what concerns others as well: files that it sends, callbacks, and
 * schemas that have a name although they are no components.
 */
function replanned(
  document: Document,
  settings: PlanSettings,
  affected: Affected,
  next: GeneratedApi,
): Planned | undefined {
  const { paths = {}, ...root } = document.root;
  const kept = Object.entries(paths).filter(([path]) => affected.has(pointerOf(["paths", path])));
  const part = { ...document, root: { ...root, paths: Object.fromEntries(kept) } };
  const { model, plan } = planned(part, settings);
  const own = new Map(operationsIn(plan).map((operation) => [operation.stem, operation]));
  const others = operationsIn(next.plan).filter(({ stem }) => own.has(stem));
  const hasShare =
    model.schemas.length !== next.model.schemas.length ||
    model.operations.some(({ callbacks }) => callbacks.length > 0) ||
    [...own.values(), ...others].some(sendsFiles);
  return hasShare ? undefined : { model, plan: grafted(next.plan, plan, own) };
}

/** The plan of the whole, with what a part has of its own. */
function grafted(whole: Plan, part: Plan, own: ReadonlyMap<string, OperationPlan>): Plan {
  const errors = new Map(part.errorTypes.map((declaration) => [declaration.name, declaration]));
  const types = new Map(part.types.map((type) => [type.pointer, type]));
  const withMembers = ({ members: _, ...names }: TypePlan): TypePlan => {
    const members = types.get(names.pointer)?.members;
    return { ...names, ...(members === undefined ? {} : { members }) };
  };
  return {
    ...whole,
    types: whole.types.map(withMembers),
    webhooks: part.webhooks,
    errorTypes: whole.errorTypes.map((each) => errors.get(each.name) ?? each),
    resources: whole.resources.map((resource) => ({
      ...resource,
      operations: resource.operations.map((each) => own.get(each.stem) ?? each),
    })),
  };
}

function operationsIn({ resources }: Plan): OperationPlan[] {
  return resources.flatMap(({ operations }) => operations);
}

function sendsFiles({ facts: { body } }: OperationPlan): boolean {
  return [body, ...(body?.others ?? [])].some((form) => form?.encoding === "multipart");
}
