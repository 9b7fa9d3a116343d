/** Short ways to what a comparison of two pieces of documents says. */

import {
  type Change,
  type Comparison,
  compareApis,
  type GeneratedApi,
} from "../../generator/changes.ts";
import { keptFormsOf } from "../../generator/emit/forms.ts";
import { json, operationOf, planned } from "./stage-helpers.ts";

function apiOf(parts: object, uri = "spec.yaml"): GeneratedApi {
  const { document, model, plan, lock } = planned(parts);
  const placeOf = (pointer: string) => ({ file: uri, line: 1, column: 1, pointer });
  const forms = keptFormsOf(document, model, plan);
  return { uri, root: document.root, model, plan, lock, forms, placeOf };
}

export function comparisonOf(old: object, next: object): Comparison {
  return compareApis(apiOf(old, "old.yaml"), apiOf(next, "new.yaml"));
}

export function changesOf(old: object, next: object): readonly Change[] {
  return comparisonOf(old, next).changes;
}

/** One line per change: level, rule, subject, directions. */
export function linesOf(old: object, next: object): string[] {
  return changesOf(old, next).map(({ level, rule, subject, directions }) =>
    [level, rule, subject, ...directions].join(" "),
  );
}

/** A schema `Thing` that `GET /thing` returns. */
export function received(schema: object, more: object = {}): object {
  return thing(json({ $ref: "#/components/schemas/Thing" }), undefined, { Thing: schema, ...more });
}

/** A schema `Thing` that is sent by `POST /thing`, as the whole of its body. */
export function sent(schema: object, more: object = {}): object {
  return thing(
    { 204: { description: "" } },
    { $ref: "#/components/schemas/Thing" },
    { Thing: schema, ...more },
  );
}

/** A schema `Thing` that is sent and comes back. */
export function exchanged(schema: object): object {
  const reference = { $ref: "#/components/schemas/Thing" };
  return thing(json(reference), reference, { Thing: schema });
}

function thing(responses: object, body: object | undefined, schemas: object): object {
  const components = { components: { schemas } };
  if (body === undefined) return operationOf({ responses }, components);
  const content = { "application/json": { schema: { properties: { body }, required: ["body"] } } };
  return {
    paths: {
      "/thing": {
        post: {
          operationId: "sendThing",
          tags: ["thing"],
          requestBody: { required: true, content },
          responses,
        },
      },
    },
    ...components,
  };
}
