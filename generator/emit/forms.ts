/** The form and the documentation of every type that is exported. */

import type { Direction } from "../base/direction.ts";
import type { Document } from "../document.ts";
import { docComment } from "../encode.ts";
import { lazy, lazyByName } from "../base/lazy.ts";
import { type JsonValue, tokensOf, valueAt } from "../base/json.ts";
import type { Model, NamedSchema, Schema } from "../model.ts";
import type { Plan, PropertyPlan } from "../plan.ts";
import { parsedEvent } from "../base/events.ts";
import { isRange } from "../base/media-range.ts";
import { isSchema, SchemaLookup } from "../base/schema.ts";
import { findCycles } from "./cycles.ts";
import { pointersIn } from "./declared-schemas.ts";
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
  has(name: string): boolean;
  /** Made when it is asked for; undefined if there is no type of that name. */
  formOf(name: string): Form | undefined;
  /** What there is to say about a property, by the form of its type, which was made before. */
  docOf(form: object): DocSource | undefined;
  /** The doc comment of a type; empty if there is nothing to say. */
  commentOf(name: string): string;
}

interface Described {
  readonly form: () => Form;
  readonly comment: () => readonly string[];
}

/** Of the types of `plan.types`, and of those that the operations bring. */
export function formsOf(document: Document, model: Model, plan: Plan): Forms {
  const docs = new WeakMap<object, DocSource>();
  const types = lazy(() => describe(document, model, plan, docs));
  return {
    has: (name) => types().has(name),
    formOf: (name) => types().get(name)?.form(),
    docOf: (form) => docs.get(form),
    commentOf: (name) => docComment(types().get(name)?.comment() ?? []),
  };
}

/** The same, where a type has one form, however often it is asked for. */
export function keptFormsOf(document: Document, model: Model, plan: Plan): Forms {
  const forms = formsOf(document, model, plan);
  return { ...forms, formOf: lazyByName(forms.formOf) };
}

/**
 * How each type is made.
 *
 * @param docs gets the documentation of the properties of those that were made.
 */
function describe(
  document: Document,
  model: Model,
  plan: Plan,
  docs: WeakMap<object, DocSource>,
): ReadonlyMap<string, Described> {
  const schemaAt = reader(document);
  const lookup = new SchemaLookup(model.schemas);
  const brought = [
    ...plan.resources.flatMap(({ operations }) =>
      operations.flatMap(({ declarations }) => declarations),
    ),
    ...plan.errorTypes,
    ...[...plan.webhooks, ...plan.callbacks].map(({ declaration }) => declaration),
  ];
  const cycles = lazy(() => findCycles(model.schemas, lookup));
  const types = new Map<string, Described>();
  const shared = {
    lookup,
    uploads: new Set(plan.uploads.map(schemaAt)),
    cycles: { at: (from, to) => cycles().at(from, to) },
    onProperty: (form, name, schema) => docs.set(form, { name, schema }),
  } satisfies Omit<NormalizeContext, "bases" | "direction" | "names">;
  const contexts: Readonly<Record<Direction, NormalizeContext>> = {
    request: { ...shared, direction: "request", ...namesIn(plan, "request") },
    response: { ...shared, direction: "response", ...namesIn(plan, "response") },
  };

  const planned = new Map(plan.types.map((type) => [type.pointer, type]));
  const inline = (): string[] =>
    brought.flatMap(pointersIn).filter((pointer) => !planned.has(pointer));
  const discriminators = lazy(() =>
    discriminatorsOf(
      model.schemas,
      inline().map(schemaAt),
      lookup,
      ({ pointer }) => planned.get(pointer)?.base !== undefined,
    ),
  );
  for (const named of model.schemas) {
    const type = planned.get(named.pointer);
    if (type === undefined) continue;
    const { name, input, base, baseInput } = type;
    const source = { name, schema: named.schema };
    const formIn = (context: NormalizeContext): Form =>
      base === undefined
        ? normalizeNamed(context, named, discriminators().narrowed(named))
        : variantsForm(context, named, discriminators().variantsOf(named));
    types.set(name, {
      form: () => formIn(contexts.response),
      comment: () => schemaDoc(source),
    });
    if (input !== undefined)
      types.set(input, { form: () => formIn(contexts.request), comment: () => inputDoc(source) });
    if (base === undefined) continue;
    const baseForm = (context: NormalizeContext) => (): Form =>
      normalizeNamed(context, named, named.schema);
    types.set(base, { form: baseForm(contexts.response), comment: () => baseDoc(name) });
    if (baseInput === undefined) continue;
    types.set(baseInput, {
      form: baseForm(contexts.request),
      comment: () => baseDoc(input ?? name),
    });
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
    types.set(name, {
      form: () =>
        all([
          ...(named === undefined ? [] : [reference(named)]),
          ...(properties.length === 0
            ? []
            : [objectOf(properties, (property) => propertyForm(context, property))]),
          ...(base === undefined || named !== undefined
            ? []
            : [normalizeInline(context, schemaOf(base))]),
          any(
            alternatives.map((each) =>
              objectOf(each, (property) => propertyForm(context, property)),
            ),
          ),
        ]),
      comment: () => schemaDoc({ name, schema: true, description: doc }),
    });
  }
  return types;
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
