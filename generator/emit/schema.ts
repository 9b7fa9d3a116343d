/**
 * The types of a package: openapi-typescript makes a tree of all schemas, which is taken apart into exported declarations that
 * refer to each other by name.
 */

import {
  astToString,
  type GlobalContext,
  type OpenAPI3,
  scanDiscriminators,
  transformSchema,
} from "openapi-typescript";
import ts from "typescript";

import { docComment } from "../encode.ts";
import type { Document } from "../document.ts";
import { type JsonValue, tokensOf, valueAt } from "../json.ts";
import type { Model, Schema } from "../model.ts";
import type { DeclarationPlan, Plan, PropertyPlan } from "../plan.ts";
import { isSchema, SchemaLookup } from "../schema.ts";
import { findCycles } from "./cycles.ts";
import { declarationsOf } from "./declare.ts";
import { withDiscriminators } from "./discriminators.ts";
import { hoist } from "./hoist.ts";
import { type NormalizeContext, normalizeInline, normalizeNamed } from "./normalize.ts";
import { type DocSource, schemaDoc } from "./schema-doc.ts";
import { all, type Form, reference, type SchemaForm, SPECIAL } from "./schema-forms.ts";

/** An exported type. */
export interface Declaration {
  readonly name: string;
  /** TypeScript with its doc comment. */
  readonly text: string;
  /** The names of the types that it mentions; `Uploadable` is the runtime's. */
  readonly uses: ReadonlySet<string>;
}

/** The declaration of each exported type, by its name: those of `plan.types`, and those that the operations bring. */
export function emitDeclarations(
  document: Document,
  model: Model,
  plan: Plan,
): Map<string, Declaration> {
  const { forms, docs, comments } = formsOf(document, model, plan);
  const { tree, properties } = transform(forms);
  for (const { node, form } of properties) {
    const source = docs.get(form);
    setComment(node, source === undefined ? [] : schemaDoc(source));
  }
  const types = hoist(tree);
  const declarations = declarationsOf(types);
  const result = new Map<string, Declaration>();
  for (const [name, comment] of comments) {
    const declaration = declarations.get(name);
    if (declaration === undefined) continue;
    const text = `${comment === "" ? "" : `${comment}\n`}${astToString(declaration)}`;
    result.set(name, { name, text, uses: types.get(name)?.uses ?? new Set() });
  }
  return result;
}

interface Forms {
  /** By the name of the type. */
  readonly forms: ReadonlyMap<string, Form>;
  readonly docs: ReadonlyMap<object, DocSource>;
  /** The doc comment of each type. */
  readonly comments: ReadonlyMap<string, string>;
}

function formsOf(document: Document, model: Model, plan: Plan): Forms {
  const root = document.root as unknown as JsonValue;
  const schemaAt = (pointer: string): Schema => {
    const found = valueAt(root, tokensOf(pointer) ?? []);
    return isSchema(found) ? found : true;
  };
  const lookup = new SchemaLookup(model.schemas);
  const names = new Map(plan.types.map(({ name, pointer }) => [pointer, name]));
  const brought = plan.resources.flatMap(({ operations }) =>
    operations.flatMap(({ declarations }) => declarations),
  );
  const docs = new Map<object, DocSource>();
  const context: NormalizeContext = {
    lookup,
    names,
    uploads: new Set(plan.uploads.map(schemaAt)),
    cycles: findCycles(model.schemas, lookup),
    onProperty: (form, name, schema) => docs.set(form, { name, schema }),
  };
  const inline = brought.flatMap(({ base, properties }) => {
    const pointers = [base, ...properties.map(({ schema }) => schema)];
    return pointers.flatMap((pointer): readonly Schema[] => {
      return pointer === undefined || names.has(pointer) ? [] : [schemaAt(pointer)];
    });
  });
  const narrowed = withDiscriminators(
    model.schemas,
    [...model.schemas.map(({ schema }) => schema), ...inline],
    lookup,
  );
  const forms = new Map<string, Form>();
  const comments = new Map<string, string>();
  for (const named of model.schemas) {
    const name = names.get(named.pointer);
    if (name === undefined) continue;
    forms.set(name, normalizeNamed(context, named, narrowed(named)));
    comments.set(name, docComment(schemaDoc({ name, schema: named.schema })));
  }
  const propertyForm = ({ kind, schema, ...said }: PropertyPlan): Form => {
    const described = schema === undefined ? true : schemaAt(schema);
    const form =
      kind === "schema"
        ? normalizeInline(context, described)
        : kind === "file"
          ? reference(SPECIAL.uploadable)
          : { type: "string" };
    if (typeof form === "object")
      docs.set(form, { ...said, schema: described, description: said.doc });
    return form;
  };
  const declaredForm = ({ base, properties }: DeclarationPlan): Form => {
    const parts: Form[] = [];
    if (properties.length > 0) {
      const required = properties.filter((property) => property.required).map(({ name }) => name);
      parts.push({
        type: "object",
        properties: Object.fromEntries(
          properties.map((property) => [property.name, propertyForm(property)]),
        ),
        ...(required.length > 0 ? { required } : {}),
      });
    }
    const name = base === undefined ? undefined : names.get(base);
    if (name !== undefined) parts.unshift(reference(name));
    else if (base !== undefined) parts.push(normalizeInline(context, schemaAt(base)));
    return all(parts);
  };
  for (const declaration of brought) {
    forms.set(declaration.name, declaredForm(declaration));
    comments.set(
      declaration.name,
      docComment(schemaDoc({ name: declaration.name, schema: true, description: declaration.doc })),
    );
  }
  return { forms, docs, comments };
}

interface DocumentedProperty {
  readonly node: ts.PropertySignature;
  readonly form: SchemaForm;
}

/** What openapi-typescript makes of the schemas. */
function transform(forms: ReadonlyMap<string, Form>): {
  readonly tree: readonly ts.Node[];
  readonly properties: readonly DocumentedProperty[];
} {
  const document: OpenAPI3 = {
    openapi: "3.1.0",
    info: { title: "", version: "" },
    components: {
      schemas: Object.fromEntries(forms) as NonNullable<OpenAPI3["components"]>["schemas"] & object,
    },
  };
  const properties: DocumentedProperty[] = [];
  const context: GlobalContext = {
    additionalProperties: false,
    alphabetize: false,
    arrayLength: false,
    conditionalEnums: false,
    dedupeEnums: false,
    defaultNonNullable: false,
    discriminators: scanDiscriminators(document, { silent: true }),
    emptyObjectsUnknown: true,
    enum: false,
    enumValues: false,
    excludeDeprecated: false,
    exportType: false,
    generatePathParams: false,
    immutable: false,
    injectFooter: [],
    makePathsEnum: false,
    pathParamsAsTypes: false,
    postTransform: undefined,
    propertiesRequiredByDefault: false,
    readWriteMarkers: false,
    redoc: Object.create(null),
    rootTypes: false,
    rootTypesKeepCasing: false,
    rootTypesNoSchemaPrefix: false,
    silent: true,
    transform: undefined,
    transformProperty: (node, form) => {
      properties.push({ node, form: form as SchemaForm });
      return undefined;
    },
    resolve: () => undefined,
  };
  return { tree: transformSchema(document, context), properties };
}

/** Puts our documentation in the place of openapi-typescript's. */
function setComment(node: ts.Node, lines: readonly string[]): void {
  const text = docComment(lines).slice("/*".length, -"*/".length);
  const kind = ts.SyntaxKind.MultiLineCommentTrivia;
  const comment: ts.SynthesizedComment = { kind, text, pos: -1, end: -1, hasTrailingNewLine: true };
  ts.setSyntheticLeadingComments(node, lines.length === 0 ? undefined : [comment]);
}
