/** What openapi-typescript makes of a schema, as it is written in a module of types that are exported by name. */

import ts from "typescript";

import { string } from "../encode.ts";
import { intersection, mapTypes, onOneLine, union } from "./combine.ts";
import { referenceName } from "./relations.ts";
import { SPECIAL } from "../base/schema-forms.ts";

/** The name of the runtime's type of what an upload can be made of. */
export const UPLOADABLE = "Uploadable";

/** The type with unions and intersections in their shortest form, and with what stands for the special references. */
export function tidy(type: ts.TypeNode): ts.TypeNode {
  const visit = (node: ts.Node): ts.Node => {
    const target = ts.isTypeNode(node) ? referenceName(node) : undefined;
    if (target !== undefined) return special(target) ?? node;
    if (ts.isParenthesizedTypeNode(node)) return visit(node.type);
    if (ts.isUnionTypeNode(node))
      return union(
        node.types.map((each) => visit(each) as ts.TypeNode),
        node,
      );
    if (ts.isIntersectionTypeNode(node))
      return intersection(node.types.map((each) => visit(each) as ts.TypeNode));
    if (ts.isIdentifier(node)) return asLiteral(node);
    const visited = mapTypes(node, visit);
    if (ts.isPropertySignature(visited)) return withPlainName(visited);
    return ts.isTypeLiteralNode(visited) ? onOneLine(visited) : visited;
  };
  return visit(type) as ts.TypeNode;
}

const { factory } = ts;

/** The type of a reference to what no schema can describe; undefined for all others. */
function special(target: string): ts.TypeNode | undefined {
  switch (target) {
    case SPECIAL.uploadable:
      return factory.createTypeReferenceNode(UPLOADABLE);
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
      return target.startsWith(SPECIAL.mediaRange)
        ? pattern(target.slice(SPECIAL.mediaRange.length))
        : undefined;
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

/** Literals of text are identifiers with quotes. */
function asLiteral(node: ts.Identifier): ts.Identifier {
  if (!node.text.startsWith('"')) return node;
  const literal = quoted(JSON.parse(node.text) as string);
  return literal.text === node.text ? node : literal;
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
