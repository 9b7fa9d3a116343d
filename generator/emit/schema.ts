/** The types of a package: exported declarations that refer to each other by name, of what openapi-typescript makes of the schemas. */

import {
  type GlobalContext,
  type SchemaObject,
  transformSchemaObject,
  type TransformNodeOptions,
} from "openapi-typescript";
import ts from "typescript";

import type { Document } from "../document.ts";
import { docComment } from "../encode.ts";
import type { Model } from "../model.ts";
import type { Plan, TypePlan } from "../plan.ts";
import { constantText } from "./constants.ts";
import { declarerFor } from "./declare.ts";
import { formsOf } from "./forms.ts";
import { type DocSource, schemaDoc } from "./schema-doc.ts";
import { lazyByName } from "../base/lazy.ts";
import { type Form, propertyName, type SchemaForm } from "../base/schema-forms.ts";
import { namesIn, settlerFor } from "./settle.ts";
import { tidy } from "./tidy.ts";

/** An exported type. */
export interface Declaration {
  readonly name: string;
  /** TypeScript with its doc comment. */
  readonly text: string;
  /** The names of the types that it mentions; `Uploadable` is the runtime's. */
  readonly uses: ReadonlySet<string>;
}

export interface Declarations {
  /** Makes a declaration each time; undefined if there is no type of that name. */
  get(name: string): Declaration | undefined;
}

/** The declarations of the exported types: of those of `plan.types`, and of those that the operations bring. */
export function emitDeclarations(document: Document, model: Model, plan: Plan): Declarations {
  const { formOf, docOf, commentOf } = formsOf(document, model, plan);
  const typeOf = transformer(docOf);
  const constants = new Map(plan.types.map(({ name, members }) => [name, members]));
  const tidied = (name: string): ts.TypeNode | undefined => {
    const form = formOf(name);
    return form === undefined ? undefined : tidy(typeOf(form));
  };
  // Only the few types on which others depend, since all of them take much memory.
  const kept = lazyByName(tidied);
  const settle = settlerFor(kept);
  const settled = (type: ts.TypeNode | undefined): ts.TypeNode | undefined => type && settle(type);
  const declare = declarerFor(lazyByName((name) => settled(kept(name))));
  const print = printer();
  return {
    get: (name) => {
      const type = settled(tidied(name));
      if (type === undefined) return undefined;
      const comment = commentOf(name);
      const members = constants.get(name);
      const text =
        members === undefined
          ? `${comment === "" ? "" : `${comment}\n`}${print(declare(name, type))}`
          : constantText(name, members, type, comment);
      return { name, text, uses: namesIn(type) };
    },
  };
}

/** The names of all that is declared for a schema. */
export function namesOf({ name, input, base, baseInput }: TypePlan): string[] {
  return [name, input, base, baseInput].filter((each) => each !== undefined);
}

const { factory } = ts;

/**
 * What openapi-typescript makes of a schema, with our documentation.
 *
 * @param docOf by the form of a property.
 */
function transformer(docOf: (form: object) => DocSource | undefined): (form: Form) => ts.TypeNode {
  const properties: { readonly node: ts.PropertySignature; readonly form: object }[] = [];
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
    transform: (form, options) =>
      tupleOf(form as SchemaForm, options) ?? withoutPath(form as SchemaForm, options),
    transformProperty: (property, form) => {
      const node = withOwnName(property);
      properties.push({ node, form });
      return node;
    },
    resolve: () => undefined,
  };
  return (form) => {
    const type = transformSchemaObject(form as SchemaObject, { ctx: context });
    // Only now, since openapi-typescript has put its own in their place.
    for (const { node, form: own } of properties.splice(0)) {
      const source = docOf(own);
      setComment(node, source === undefined ? [] : schemaDoc(source));
    }
    return type;
  };
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

/** openapi-typescript makes the path of each property from all that it is in, and nothing here reads it: objects begin anew. */
function withoutPath(
  form: SchemaForm,
  { path, ctx }: TransformNodeOptions,
): ts.TypeNode | undefined {
  if (path === undefined || form.properties === undefined) return undefined;
  return transformSchemaObject(form as SchemaObject, { ctx });
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

/** The text of a statement; trimmed, which makes one string of the many pieces that the printer adds to each other. */
function printer(): (statement: ts.Statement) => string {
  const { printNode } = ts.createPrinter({ newLine: ts.NewLineKind.LineFeed });
  const file = ts.createSourceFile("types.ts", "", ts.ScriptTarget.ESNext);
  return (statement) => printNode(ts.EmitHint.Unspecified, statement, file).trim();
}
