/** Unions, intersections and object literals of TypeScript in their shortest form, as far as the text of their parts shows it. */

import ts from "typescript";

const { factory } = ts;

export function nameOf(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name)
    ? name.text
    : "";
}

/** A literal with nothing to explain goes on one line if it fits there. */
export function onOneLine(literal: ts.TypeLiteralNode): ts.TypeLiteralNode {
  const explained = literal.members.some(
    (member) => (ts.getSyntheticLeadingComments(member) ?? []).length > 0,
  );
  return explained || literal.members.length > 2
    ? literal
    : ts.setEmitFlags(literal, ts.EmitFlags.SingleLine);
}

/**
 * No union in a union, nothing twice, null at the end.
 *
 * @param whole is returned if it has just these types.
 */
export function union(types: readonly ts.TypeNode[], whole?: ts.UnionTypeNode): ts.TypeNode {
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
  if (members.length === 1) return only;
  return whole !== undefined && areSame(members, whole.types)
    ? whole
    : factory.createUnionTypeNode(members);
}

/** A node with what `visit` makes of what is in it. Names have no types in them. */
export function mapTypes(node: ts.Node, visit: (node: ts.Node) => ts.Node): ts.Node {
  if (ts.isTypeLiteralNode(node)) {
    const members = node.members.map((member) => visit(member) as ts.TypeElement);
    return areSame(members, node.members)
      ? node
      : factory.updateTypeLiteralNode(node, factory.createNodeArray(members));
  }
  if (!ts.isPropertySignature(node)) return ts.visitEachChild(node, visit, undefined);
  const { modifiers, name, questionToken } = node;
  const type = node.type && (visit(node.type) as ts.TypeNode);
  return factory.updatePropertySignature(node, modifiers, name, questionToken, type);
}

function areSame(some: readonly ts.Node[], others: readonly ts.Node[]): boolean {
  return some.length === others.length && some.every((node, index) => node === others[index]);
}

export function isNull(type: ts.TypeNode): boolean {
  return ts.isLiteralTypeNode(type) && type.literal.kind === ts.SyntaxKind.NullKeyword;
}

/** Object literals become one, the rest stands beside it once. */
export function intersection(types: readonly ts.TypeNode[]): ts.TypeNode {
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

export function isAnyString(type: ts.IntersectionTypeNode): boolean {
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
export function withProperties(
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
