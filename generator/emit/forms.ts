/** The form and the documentation of every type that is exported. */

import type { Direction } from "../base/direction.ts";
import type { Document } from "../document.ts";
import { docComment } from "../encode.ts";
import { type JsonValue, tokensOf, valueAt } from "../base/json.ts";
import type { Model, NamedSchema, Schema } from "../model.ts";
import type { DeclarationPlan, Plan, PropertyPlan } from "../plan.ts";
import { parsedEvent } from "../base/events.ts";
import { isRange } from "../base/media-range.ts";
import { isSchema, SchemaLookup } from "../base/schema.ts";
import { findCycles } from "./cycles.ts";
import { discriminatorsOf, type Variants } from "../base/narrowing.ts";
import { type NormalizeContext, normalizeInline, normalizeNamed } from "./normalize.ts";
import { baseDoc, type DocSource, inputDoc, schemaDoc } from "./schema-doc.ts";
import {
  all,
  any,
  constForm,
  type Form,
  mediaRange,
  object,
  reference,
  SPECIAL,
} from "../base/schema-forms.ts";

export interface Forms {
  /** By the name of the type. */
  readonly forms: ReadonlyMap<string, Form>;
  /** What there is to say about a property, by the form of its type. */
  readonly docs: ReadonlyMap<object, DocSource>;
  /** The doc comment of each type; empty if there is nothing to say. */
  readonly comments: ReadonlyMap<string, string>;
}

/** @returns the types of `plan.types`, then those that the operations bring. */
export function formsOf(document: Document, model: Model, plan: Plan): Forms {
  const schemaAt = reader(document);
  const lookup = new SchemaLookup(model.schemas);
  const brought = [
    ...plan.resources.flatMap(({ operations }) =>
      operations.flatMap(({ declarations }) => declarations),
    ),
    ...plan.errorTypes,
    ...[...plan.webhooks, ...plan.callbacks].map(({ declaration }) => declaration),
  ];
  const docs = new Map<object, DocSource>();
  const forms = new Map<string, Form>();
  const comments = new Map<string, string>();
  const shared = {
    lookup,
    uploads: new Set(plan.uploads.map(schemaAt)),
    cycles: findCycles(model.schemas, lookup),
    onProperty: (form, name, schema) => docs.set(form, { name, schema }),
  } satisfies Omit<NormalizeContext, "bases" | "direction" | "names">;
  const contexts: Readonly<Record<Direction, NormalizeContext>> = {
    request: { ...shared, direction: "request", ...namesIn(plan, "request") },
    response: { ...shared, direction: "response", ...namesIn(plan, "response") },
  };

  const planned = new Map(plan.types.map((type) => [type.pointer, type]));
  const inline = brought.flatMap(pointersIn).filter((pointer) => !planned.has(pointer));
  const discriminators = discriminatorsOf(
    model.schemas,
    inline.map(schemaAt),
    lookup,
    ({ pointer }) => planned.get(pointer)?.base !== undefined,
  );
  for (const named of model.schemas) {
    const type = planned.get(named.pointer);
    if (type === undefined) continue;
    const { name, input, base, baseInput } = type;
    const source = { name, schema: named.schema };
    const formIn = (context: NormalizeContext): Form =>
      base === undefined
        ? normalizeNamed(context, named, discriminators.narrowed(named))
        : variantsForm(context, named, discriminators.variantsOf(named));
    const set = (typeName: string, form: Form, comment: readonly string[]): void => {
      forms.set(typeName, form);
      comments.set(typeName, docComment(comment));
    };
    set(name, formIn(contexts.response), schemaDoc(source));
    if (input !== undefined) set(input, formIn(contexts.request), inputDoc(source));
    if (base === undefined) continue;
    set(base, normalizeNamed(contexts.response, named, named.schema), baseDoc(name));
    if (baseInput === undefined) continue;
    set(baseInput, normalizeNamed(contexts.request, named, named.schema), baseDoc(input ?? name));
  }

  const propertyForm = (context: NormalizeContext, property: PropertyPlan): Form => {
    const schema = property.schema === undefined ? true : schemaAt(property.schema);
    const form = formOfKind(property, () => normalizeInline(context, schema));
    const { name, doc: description, deprecated } = property;
    if (typeof form === "object") docs.set(form, { name, schema, description, deprecated });
    return form;
  };
  for (const declaration of brought) {
    const { name, doc, direction, base, event, properties, alternatives = [] } = declaration;
    const context = contexts[direction];
    const named = base === undefined || event === true ? undefined : context.names.get(base);
    const schemaOf = (pointer: string): Schema =>
      event === true ? parsedEvent(lookup, schemaAt(pointer)) : schemaAt(pointer);
    forms.set(
      name,
      all([
        ...(named === undefined ? [] : [reference(named)]),
        ...(properties.length === 0
          ? []
          : [objectOf(properties, (property) => propertyForm(context, property))]),
        ...(base === undefined || named !== undefined
          ? []
          : [normalizeInline(context, schemaOf(base))]),
        any(
          alternatives.map((each) => objectOf(each, (property) => propertyForm(context, property))),
        ),
      ]),
    );
    comments.set(name, docComment(schemaDoc({ name, schema: true, description: doc })));
  }
  return { forms, docs, comments };
}

function namesIn({ types }: Plan, direction: Direction): Pick<NormalizeContext, "bases" | "names"> {
  const isSent = direction === "request";
  const names = types.map(({ name, input, pointer }): [string, string] => {
    return [pointer, isSent ? (input ?? name) : name];
  });
  const bases = types.flatMap(({ base, baseInput, pointer }): [string, string][] => {
    return base === undefined ? [] : [[pointer, isSent ? (baseInput ?? base) : base]];
  });
  return { names: new Map(names), bases: new Map(bases) };
}

/** A schema that stands for its heirs: any of them, or itself with the values that mean it. */
function variantsForm(
  context: NormalizeContext,
  { pointer }: NamedSchema,
  { heirs, own }: Variants,
): Form {
  const names = heirs.flatMap((heir) => context.names.get(heir.pointer) ?? []);
  const base = reference(context.bases.get(pointer) ?? "");
  const itself = own === undefined ? [] : [all([base, normalizeInline(context, own)])];
  return any([...names.map(reference), ...itself]);
}

function reader(document: Document): (pointer: string) => Schema {
  const root = document.root as unknown as JsonValue;
  return (pointer) => {
    const found = valueAt(root, tokensOf(pointer) ?? []);
    return isSchema(found) ? found : true;
  };
}

function pointersIn({ base, properties, alternatives = [] }: DeclarationPlan): string[] {
  return [base, ...[...properties, ...alternatives.flat()].map(({ schema }) => schema)].filter(
    (pointer) => pointer !== undefined,
  );
}

function formOfKind({ kind, list, mediaTypes = [] }: PropertyPlan, ofSchema: () => Form): Form {
  switch (kind) {
    case "schema":
      return list === true ? { type: "array", items: ofSchema() } : ofSchema();
    case "mediaType":
      return any(mediaTypes.map(formOfMediaType));
    case "file":
      return reference(SPECIAL.uploadable);
    case "text":
      return { type: "string" };
  }
}

function formOfMediaType(mediaType: string): Form {
  return isRange(mediaType) ? mediaRange(mediaType) : constForm(mediaType);
}

function objectOf(
  properties: readonly PropertyPlan[],
  formOf: (property: PropertyPlan) => Form,
): Form {
  return object(
    properties.map((property) => [property.name, formOf(property)]),
    properties.filter(({ required }) => required).map(({ name }) => name),
  );
}
