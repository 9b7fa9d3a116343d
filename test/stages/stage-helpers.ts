/** Short ways from a piece of a document to what a stage makes of it. */

import { buildModel } from "../../generator/build-model.ts";
import { buildPlan, type PlanSettings } from "../../generator/build-plan.ts";
import type { Diagnostic } from "../../generator/diagnostic.ts";
import type { Document, OpenApiRoot } from "../../generator/document.ts";
import type { NameLock } from "../../generator/base/name-lock.ts";
import type { Model } from "../../generator/model.ts";
import type { OperationPlan, Plan } from "../../generator/plan.ts";

/** A document with the parts given; it stands in no file, and each place is line 1. */
export function documentOf(parts: object): Document {
  const root = { openapi: "3.1.0", info: { title: "Test API", version: "1.0.0" }, ...parts };
  return {
    root: root as unknown as OpenApiRoot,
    uri: "spec.yaml",
    locate: () => ({ location: { file: "spec.yaml", line: 1, column: 1 }, excerpt: ["…"] }),
  };
}

export function modelOf(parts: object): Model {
  return buildModel(documentOf(parts)).model;
}

export interface Planned {
  readonly document: Document;
  readonly model: Model;
  readonly plan: Plan;
  readonly diagnostics: readonly Diagnostic[];
  readonly lock: NameLock;
  /** By stem. */
  readonly operations: Readonly<Record<string, OperationPlan>>;
}

export function planned(parts: object, settings: Partial<PlanSettings> = {}): Planned {
  const document = documentOf(parts);
  const { model } = buildModel(document);
  const { plan, diagnostics, lock } = buildPlan(model, {
    kind: "package",
    layers: [],
    ...settings,
  });
  const operations = plan.resources.flatMap((resource) => resource.operations);
  return {
    document,
    model,
    plan,
    diagnostics,
    lock,
    operations: Object.fromEntries(operations.map((operation) => [operation.stem, operation])),
  };
}

/** A document with one operation, `GET /thing`, that has the parts given. */
export function operationOf(parts: object, rest: object = {}): object {
  return {
    paths: { "/thing": { get: { responses: { 204: { description: "" } }, ...parts } } },
    ...rest,
  };
}

/** A successful response with a JSON body. */
export function json(schema: unknown): object {
  return { 200: { description: "", content: { "application/json": { schema } } } };
}

export function codes(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ severity, code }) => `${severity} ${code}`);
}

/** The plan of the only operation of a document made by `operationOf`. */
export function planOf(parts: object, rest: object = {}): OperationPlan {
  const { operations } = planned(operationOf(parts, rest));
  return Object.values(operations)[0]!;
}

export function bodyOf(schema: unknown, rest: object = {}, mediaType = "application/json"): object {
  return { requestBody: { required: true, content: { [mediaType]: { schema } }, ...rest } };
}
