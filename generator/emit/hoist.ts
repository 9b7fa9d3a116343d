/** Makes exported declarations of the types in the tree that openapi-typescript returns. */

import ts from "typescript";

import { string } from "../encode.ts";
import { SPECIAL } from "./schema-forms.ts";

/** A type taken out of the tree, and the names of the types it mentions. */
export interface HoistedType {
  readonly node: ts.TypeNode;
  readonly uses: ReadonlySet<string>;
}

/** The name under which `Uploadable` is among the uses of a type. */
export const UPLOADABLE = "Uploadable";

/** The type of each schema, by its name in the tree. */
export function hoist(tree: readonly ts.Node[]): Map<string, HoistedType> {
  const found = new Map<string, HoistedType>();
  for (const node of tree) {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== "components") continue;
    for (const member of membersOf(node.members, "schemas")) {
      if (!ts.isPropertySignature(member) || member.type === undefined) continue;
      const uses = new Set<string>();
      found.set(nameOf(member.name), { node: tidy(member.type, uses), uses });
    }
  }
  return found;
}

function membersOf(members: ts.NodeArray<ts.TypeElement>, name: string): readonly ts.TypeElement[] {
  for (const member of members) {
    if (
      !ts.isPropertySignature(member) ||
      member.type === undefined ||
      nameOf(member.name) !== name
    )
      continue;
    if (ts.isTypeLiteralNode(member.type)) return member.type.members;
  }
  return [];
}

export function nameOf(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name)
    ? name.text
    : "";
}

/** The type with names for references, and with unions and intersections in their shortest form. */
function tidy(type: ts.TypeNode, uses: Set<string>): ts.TypeNode {
  const visit = (node: ts.Node): ts.Node => {
    const target = ts.isIndexedAccessTypeNode(node) ? schemaName(node) : undefined;
    if (target !== undefined) return named(target, uses);
    if (ts.isParenthesizedTypeNode(node)) return visit(node.type);
    if (ts.isUnionTypeNode(node))
      return union(node.types.map((each) => visit(each) as ts.TypeNode));
    if (ts.isIntersectionTypeNode(node))
      return intersection(node.types.map((each) => visit(each) as ts.TypeNode));
    if (ts.isIdentifier(node) && node.text.startsWith('"'))
      return quoted(JSON.parse(node.text) as string);
    const visited = ts.visitEachChild(node, visit, undefined);
    if (ts.isPropertySignature(visited)) return withPlainName(visited);
    return ts.isTypeLiteralNode(visited) ? onOneLine(visited) : visited;
  };
  return visit(type) as ts.TypeNode;
}

/** The name in `components["schemas"]["Name"]`. */
function schemaName({ objectType, indexType }: ts.IndexedAccessTypeNode): string | undefined {
  if (!ts.isIndexedAccessTypeNode(objectType) || !ts.isTypeReferenceNode(objectType.objectType))
    return undefined;
  const { typeName } = objectType.objectType;
  if (!ts.isIdentifier(typeName) || typeName.text !== "components") return undefined;
  return ts.isLiteralTypeNode(indexType) && ts.isStringLiteral(indexType.literal)
    ? indexType.literal.text
    : undefined;
}

const { factory } = ts;

function named(target: string, uses: Set<string>): ts.TypeNode {
  switch (target) {
    case SPECIAL.anyString:
      return factory.createIntersectionTypeNode([
        factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
        factory.createTypeLiteralNode([]),
      ]);
    case SPECIAL.emptyObject:
      return factory.createTypeReferenceNode("Record", [
        factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
        factory.createKeywordTypeNode(ts.SyntaxKind.NeverKeyword),
      ]);
    default: {
      const name = target === SPECIAL.uploadable ? UPLOADABLE : target;
      uses.add(name);
      return factory.createTypeReferenceNode(name);
    }
  }
}

/** The printer escapes what is not ASCII in literals, but not in identifiers. */
function quoted(value: string): ts.Identifier {
  return factory.createIdentifier(string(value));
}

function withPlainName(property: ts.PropertySignature): ts.PropertySignature {
  if (!ts.isStringLiteral(property.name)) return property;
  const { text } = property.name;
  const name = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text)
    ? factory.createIdentifier(text)
    : quoted(text);
  return factory.updatePropertySignature(
    property,
    property.modifiers,
    name,
    property.questionToken,
    property.type,
  );
}

/** A literal with nothing to explain goes on one line if it fits there. */
function onOneLine(literal: ts.TypeLiteralNode): ts.TypeLiteralNode {
  const explained = literal.members.some(
    (member) => (ts.getSyntheticLeadingComments(member) ?? []).length > 0,
  );
  return explained || literal.members.length > 2
    ? literal
    : ts.setEmitFlags(literal, ts.EmitFlags.SingleLine);
}

/** No union in a union, nothing twice, null at the end. */
function union(types: readonly ts.TypeNode[]): ts.TypeNode {
  const flat = distinct(
    types.flatMap((type) => (ts.isUnionTypeNode(type) ? [...type.types] : [type])),
  );
  const unknown = flat.find((type) => type.kind === ts.SyntaxKind.UnknownKeyword);
  if (unknown !== undefined) return unknown;
  const some = flat.filter((type) => type.kind !== ts.SyntaxKind.NeverKeyword);
  const members = [...some.filter((type) => !isNull(type)), ...some.filter(isNull)];
  const [only] = members;
  if (only === undefined)
    return flat[0] ?? factory.createKeywordTypeNode(ts.SyntaxKind.NeverKeyword);
  return members.length === 1 ? only : factory.createUnionTypeNode(members);
}

function isNull(type: ts.TypeNode): boolean {
  return ts.isLiteralTypeNode(type) && type.literal.kind === ts.SyntaxKind.NullKeyword;
}

/** Object literals become one, the rest stands beside it once. */
function intersection(types: readonly ts.TypeNode[]): ts.TypeNode {
  const flat = types.flatMap((type) =>
    ts.isIntersectionTypeNode(type) && !isAnyString(type) ? [...type.types] : [type],
  );
  const useful = distinct(flat).filter((type) => type.kind !== ts.SyntaxKind.UnknownKeyword);
  const merged: ts.TypeNode[] = [];
  for (const type of useful) {
    const at = merged.findIndex((each) => ts.isTypeLiteralNode(each));
    const literal = merged[at];
    const both =
      literal !== undefined &&
      ts.isTypeLiteralNode(literal) &&
      ts.isTypeLiteralNode(type) &&
      mergedLiterals(literal, type);
    if (both) merged[at] = both;
    else merged.push(type);
  }
  const [only] = merged;
  if (only === undefined) return factory.createKeywordTypeNode(ts.SyntaxKind.UnknownKeyword);
  return merged.length === 1 ? only : factory.createIntersectionTypeNode(merged);
}

function isAnyString(type: ts.IntersectionTypeNode): boolean {
  return type.types.some((each) => ts.isTypeLiteralNode(each) && each.members.length === 0);
}

/** One object literal of two; undefined if both declare the same property. */
function mergedLiterals(
  a: ts.TypeLiteralNode,
  b: ts.TypeLiteralNode,
): ts.TypeLiteralNode | undefined {
  const members = [...a.members, ...b.members];
  const names = members.map((member) => (member.name === undefined ? "[]" : nameOf(member.name)));
  if (new Set(names).size < names.length) return undefined;
  const properties = members.filter((member) => ts.isPropertySignature(member));
  const signatures = members.filter((member) => ts.isIndexSignatureDeclaration(member));
  const merged = signatures.map((signature) => withProperties(signature, properties));
  return onOneLine(factory.createTypeLiteralNode([...properties, ...merged]));
}

/** An index signature whose type the properties beside it have too, as TypeScript demands. */
function withProperties(
  signature: ts.IndexSignatureDeclaration,
  properties: readonly ts.PropertySignature[],
): ts.IndexSignatureDeclaration {
  const optional = properties.some(({ questionToken }) => questionToken !== undefined);
  const type = union([
    signature.type,
    ...properties.flatMap((property) => property.type ?? []),
    ...(optional ? [factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword)] : []),
  ]);
  return factory.updateIndexSignature(signature, signature.modifiers, signature.parameters, type);
}

function distinct(types: readonly ts.TypeNode[]): ts.TypeNode[] {
  const seen = new Set<string>();
  return types.filter((type) => {
    const key = keyOf(type);
    if (key === undefined) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The same for types that are the same; undefined for those that are not compared. */
function keyOf(type: ts.Node): string | undefined {
  if (
    ts.isTypeReferenceNode(type) &&
    type.typeArguments === undefined &&
    ts.isIdentifier(type.typeName)
  ) {
    return `name ${type.typeName.text}`;
  }
  if (ts.isArrayTypeNode(type)) {
    const element = keyOf(type.elementType);
    return element === undefined ? undefined : `${element}[]`;
  }
  if (ts.isIdentifier(type)) return `literal ${type.text}`;
  if (ts.isLiteralTypeNode(type)) {
    const { literal } = type;
    return "text" in literal
      ? `literal ${literal.text}`
      : ts.isPrefixUnaryExpression(literal)
        ? undefined
        : `kind ${literal.kind}`;
  }
  return type.kind >= ts.SyntaxKind.FirstKeyword && type.kind <= ts.SyntaxKind.LastKeyword
    ? `kind ${type.kind}`
    : undefined;
}
