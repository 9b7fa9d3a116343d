/** Makes exported declarations of the types in the tree that openapi-typescript returns. */

import ts from "typescript";

import { string } from "../encode.ts";
import { intersection, nameOf, onOneLine, union } from "./combine.ts";
import { SPECIAL } from "../base/schema-forms.ts";

/** The name of the runtime's type of what an upload can be made of. */
export const UPLOADABLE = "Uploadable";

/** The type of each schema, by its name in the tree. */
export function hoist(tree: readonly ts.Node[]): Map<string, ts.TypeNode> {
  const found = new Map<string, ts.TypeNode>();
  for (const node of tree) {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== "components") continue;
    for (const member of membersOf(node.members, "schemas")) {
      if (!ts.isPropertySignature(member) || member.type === undefined) continue;
      found.set(nameOf(member.name), tidy(member.type));
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

/** The type with names for references, and with unions and intersections in their shortest form. */
function tidy(type: ts.TypeNode): ts.TypeNode {
  const visit = (node: ts.Node): ts.Node => {
    const target = ts.isIndexedAccessTypeNode(node) ? schemaName(node) : undefined;
    if (target !== undefined) return named(target);
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

function named(target: string): ts.TypeNode {
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
    default:
      if (target.startsWith(SPECIAL.mediaRange))
        return pattern(target.slice(SPECIAL.mediaRange.length));
      return factory.createTypeReferenceNode(target === SPECIAL.uploadable ? UPLOADABLE : target);
  }
}

/** The texts that a range of media types stands for, with `string` for each asterisk: `` `image/${string}` ``. */
function pattern(range: string): ts.TypeNode {
  const text = (): ts.TypeNode => factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
  const [head = "", ...rest] = range.replaceAll("|", "/").split("*");
  const isPlain = rest.length === 1 && /^[\w!#&^.+-]+\/[\w!#&^.+-]*$/.test(head + rest.join(""));
  if (!isPlain) return text();
  const tail = factory.createTemplateTail(rest.join(""));
  return factory.createTemplateLiteralType(factory.createTemplateHead(head), [
    factory.createTemplateLiteralTypeSpan(text(), tail),
  ]);
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
