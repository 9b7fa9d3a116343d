/**
 * The types of a package: openapi-typescript makes a tree of all schemas, which is taken apart into exported declarations that
 * refer to each other by name.
 */

import {
  astToString,
  type GlobalContext,
  type OpenAPI3,
  type SchemaObject,
  transformSchema,
  transformSchemaObject,
  type TransformNodeOptions,
} from "openapi-typescript";
import ts from "typescript";

import type { Document } from "../document.ts";
import { docComment } from "../encode.ts";
import type { Model } from "../model.ts";
import type { Plan } from "../plan.ts";
import { constantText } from "./constants.ts";
import { declarationsOf } from "./declare.ts";
import { formsOf } from "./forms.ts";
import { hoist } from "./hoist.ts";
import { schemaDoc } from "./schema-doc.ts";
import { type Form, propertyName, type SchemaForm } from "../base/schema-forms.ts";
import { namesIn, settle } from "./settle.ts";

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
  const types = settle(hoist(tree));
  const declarations = declarationsOf(types);
  const constants = new Map(plan.types.map(({ name, members }) => [name, members]));
  const result = new Map<string, Declaration>();
  for (const [name, comment] of comments) {
    const type = types.get(name);
    const declaration = declarations.get(name);
    if (type === undefined || declaration === undefined) continue;
    const members = constants.get(name);
    const text =
      members === undefined
        ? `${comment === "" ? "" : `${comment}\n`}${astToString(declaration)}`
        : constantText(name, members, type, comment);
    result.set(name, { name, text, uses: namesIn(type) });
  }
  return result;
}

const { factory } = ts;

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
    // None are left: scanDiscriminators would make `never` of nested ones, so the forms say what they mean instead.
    discriminators: { objects: {}, refsHandled: [] },
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
    // For the entry that bundles and lints; transformSchema does not read it.
    redoc: Object.create(null),
    rootTypes: false,
    rootTypesKeepCasing: false,
    rootTypesNoSchemaPrefix: false,
    silent: true,
    transform: (form, options) => tupleOf(form as SchemaForm, options),
    transformProperty: (property, form) => {
      const node = withOwnName(property);
      properties.push({ node, form: form as SchemaForm });
      return node;
    },
    resolve: () => undefined,
  };
  return { tree: transformSchema(document, context), properties };
}

/** A tuple with optional elements or with further ones, and an empty one; everything else is transformed as usual. */
function tupleOf(
  { prefixItems, minItems, items }: SchemaForm,
  options: TransformNodeOptions,
): ts.TypeNode | undefined {
  if (prefixItems === undefined)
    return items === false ? factory.createTupleTypeNode([]) : undefined;
  if (minItems === undefined && items === undefined) return undefined;
  const typeOf = (form: Form): ts.TypeNode => transformSchemaObject(form as SchemaObject, options);
  const elements = prefixItems.map((form, index) =>
    minItems === undefined || index < minItems
      ? typeOf(form)
      : factory.createOptionalTypeNode(typeOf(form)),
  );
  const others = items === undefined ? [] : [factory.createArrayTypeNode(typeOf(items))];
  return factory.createTupleTypeNode([
    ...elements,
    ...others.map((type) => factory.createRestTypeNode(type)),
  ]);
}

function withOwnName(property: ts.PropertySignature): ts.PropertySignature {
  if (!ts.isStringLiteral(property.name)) return property;
  const name = propertyName(property.name.text);
  if (name === property.name.text) return property;
  return factory.updatePropertySignature(
    property,
    property.modifiers,
    factory.createStringLiteral(name),
    property.questionToken,
    property.type,
  );
}

/** Puts our documentation in the place of openapi-typescript's. */
function setComment(node: ts.Node, lines: readonly string[]): void {
  const text = docComment(lines).slice("/*".length, -"*/".length);
  const kind = ts.SyntaxKind.MultiLineCommentTrivia;
  const comment: ts.SynthesizedComment = { kind, text, pos: -1, end: -1, hasTrailingNewLine: true };
  ts.setSyntheticLeadingComments(node, lines.length === 0 ? undefined : [comment]);
}
