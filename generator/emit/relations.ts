/**
 * How types of TypeScript relate, as far as their text shows it: what an object has, which type is part of which, and which
 * have no value in common.
 */

import ts from "typescript";

import { isAnyString, nameOf } from "./combine.ts";

export interface Members {
  readonly properties: ReadonlyMap<string, ts.PropertySignature>;
  readonly index: ts.IndexSignatureDeclaration | undefined;
}

type Kind = "string" | "number" | "boolean" | "null" | "array" | "object";

const DEEPEST = 8;

export class Relations {
  readonly #types: (name: string) => ts.TypeNode | undefined;

  /** @param types the type that has a name. */
  constructor(types: (name: string) => ts.TypeNode | undefined) {
    this.#types = types;
  }

  /** What an object has; undefined for what is no object, or has not the same in all cases. */
  membersOf(node: ts.TypeNode, depth = 0): Members | undefined {
    if (depth > DEEPEST) return undefined;
    if (ts.isTypeLiteralNode(node)) return membersIn(node);
    if (ts.isTypeReferenceNode(node)) {
      const target = this.#target(node);
      return target && this.membersOf(target, depth + 1);
    }
    if (!ts.isIntersectionTypeNode(node)) return undefined;
    const properties = new Map<string, ts.PropertySignature>();
    let index: Members["index"];
    for (const part of node.types) {
      if (isAnyObject(this.followed(part))) continue;
      const members = this.membersOf(part, depth + 1);
      if (members === undefined) return undefined;
      index ??= members.index;
      for (const [name, property] of members.properties) {
        if (ts.isTypeLiteralNode(part) || !properties.has(name)) properties.set(name, property);
      }
    }
    return { properties, index };
  }

  /** The branches of a union, also of one that has a name; a type that is none is its only branch. */
  branchesOf(node: ts.TypeNode, depth = 0): readonly ts.TypeNode[] {
    if (ts.isParenthesizedTypeNode(node)) return this.branchesOf(node.type, depth);
    if (ts.isUnionTypeNode(node)) return node.types.flatMap((each) => this.branchesOf(each, depth));
    const target = ts.isTypeReferenceNode(node) ? this.#target(node) : undefined;
    if (target === undefined || depth > DEEPEST) return [node];
    const branches = this.branchesOf(target, depth + 1);
    return branches.length > 1 || this.membersOf(target) === undefined ? branches : [node];
  }

  /** Whether every value of `a` is certainly one of `b`. */
  isPart(a: ts.TypeNode, b: ts.TypeNode, depth = 0): boolean {
    if (b.kind === ts.SyntaxKind.UnknownKeyword || a.kind === ts.SyntaxKind.NeverKeyword)
      return true;
    if (isSameName(a, b)) return true;
    if (depth > DEEPEST) return false;
    const deeper = (x: ts.TypeNode, y: ts.TypeNode): boolean => this.isPart(x, y, depth + 1);
    const branches = this.branchesOf(a);
    if (branches.length > 1) return branches.every((branch) => deeper(branch, b));
    const [only = a] = branches;
    const wider = this.branchesOf(b);
    if (wider.length > 1) return wider.some((branch) => deeper(only, branch));
    const [other = b] = wider;
    const kind = kindOf(only);
    if (kind !== undefined && kind === kindOf(other) && kind !== "object" && kind !== "array") {
      return literalOf(other) === undefined || literalOf(only) === literalOf(other);
    }
    if (ts.isArrayTypeNode(only) && ts.isArrayTypeNode(other))
      return deeper(only.elementType, other.elementType);
    if (ts.isIntersectionTypeNode(only) && only.types.some((part) => deeper(part, other)))
      return true;
    const [narrow, wide] = [this.membersOf(only), this.membersOf(other)];
    if (narrow === undefined || wide === undefined || wide.index !== undefined) return false;
    return [...wide.properties].every(([name, property]) => {
      const own = narrow.properties.get(name);
      if (own === undefined || (isOptional(own) && !isOptional(property))) return false;
      return deeper(typeOf(own), typeOf(property));
    });
  }

  /** Whether nothing can be both, null aside; properties of objects are compared as well. */
  areDisjoint(a: ts.TypeNode, b: ts.TypeNode, depth = 0): boolean {
    if (depth > DEEPEST || isSameName(a, b)) return false;
    const deeper = (x: ts.TypeNode, y: ts.TypeNode): boolean => this.areDisjoint(x, y, depth + 1);
    const [some, others] = [withoutNull(this.branchesOf(a)), withoutNull(this.branchesOf(b))];
    if (some.length > 1 || others.length > 1)
      return some.every((x) => others.every((y) => deeper(x, y)));
    const [x = a] = some;
    const [y = b] = others;
    const [kind, otherKind] = [kindOf(x), kindOf(y)];
    if (kind === undefined || otherKind === undefined) {
      const parts = [x, y].map((each) => (ts.isIntersectionTypeNode(each) ? each.types : [each]));
      const isPlain = parts.every(({ length }) => length === 1);
      return !isPlain && parts[0]!.some((part) => parts[1]!.some((other) => deeper(part, other)));
    }
    if (kind !== otherKind) return true;
    if (ts.isArrayTypeNode(x) && ts.isArrayTypeNode(y)) return deeper(x.elementType, y.elementType);
    const [literal, otherLiteral] = [literalOf(x), literalOf(y)];
    if (literal !== undefined && otherLiteral !== undefined) return literal !== otherLiteral;
    const [members, otherMembers] = [this.membersOf(x), this.membersOf(y)];
    return [...(members?.properties ?? [])].some(([name, property]) => {
      const other = otherMembers?.properties.get(name);
      return other !== undefined && deeper(typeOf(property), typeOf(other));
    });
  }

  /** What a name stands for, however many names it takes; everything else is itself. */
  followed(node: ts.TypeNode, depth = 0): ts.TypeNode {
    const target = ts.isTypeReferenceNode(node) ? this.#target(node) : undefined;
    return target === undefined || depth > DEEPEST ? node : this.followed(target, depth + 1);
  }

  #target(node: ts.TypeReferenceNode): ts.TypeNode | undefined {
    const name = referenceName(node);
    return name === undefined ? undefined : this.#types(name);
  }
}

function membersIn(node: ts.TypeLiteralNode): Members {
  const properties = node.members.filter((member) => ts.isPropertySignature(member));
  return {
    properties: new Map(properties.map((property) => [nameOf(property.name), property])),
    index: node.members.find((member) => ts.isIndexSignatureDeclaration(member)),
  };
}

/** The name of an exported type that a node is; undefined for everything else. */
export function referenceName(node: ts.TypeNode): string | undefined {
  return ts.isTypeReferenceNode(node) &&
    node.typeArguments === undefined &&
    ts.isIdentifier(node.typeName)
    ? node.typeName.text
    : undefined;
}

export function typeOf(property: ts.PropertySignature): ts.TypeNode {
  return property.type ?? ts.factory.createKeywordTypeNode(ts.SyntaxKind.UnknownKeyword);
}

export function isOptional({ questionToken }: ts.PropertySignature): boolean {
  return questionToken !== undefined;
}

function isSameName(a: ts.TypeNode, b: ts.TypeNode): boolean {
  const name = referenceName(a);
  return name !== undefined && name === referenceName(b);
}

function withoutNull(types: readonly ts.TypeNode[]): readonly ts.TypeNode[] {
  const some = types.filter((type) => kindOf(type) !== "null");
  return some.length === 0 ? types : some;
}

/** The text of a literal, strings in quotes; undefined for everything else. */
export function literalOf(node: ts.Node): string | undefined {
  const literal = ts.isLiteralTypeNode(node) ? node.literal : node;
  if (ts.isIdentifier(literal)) return /^["']/.test(literal.text) ? literal.text : undefined;
  if (ts.isStringLiteral(literal)) return JSON.stringify(literal.text);
  if (ts.isNumericLiteral(literal)) return literal.text;
  if (ts.isPrefixUnaryExpression(literal) && ts.isNumericLiteral(literal.operand))
    return `-${literal.operand.text}`;
  if (literal.kind === ts.SyntaxKind.TrueKeyword) return "true";
  return literal.kind === ts.SyntaxKind.FalseKeyword ? "false" : undefined;
}

/** What the values of a type are; undefined if the text does not tell. */
export function kindOf(node: ts.TypeNode): Kind | undefined {
  switch (node.kind) {
    case ts.SyntaxKind.StringKeyword:
      return "string";
    case ts.SyntaxKind.NumberKeyword:
      return "number";
    case ts.SyntaxKind.BooleanKeyword:
      return "boolean";
    case ts.SyntaxKind.ArrayType:
    case ts.SyntaxKind.TupleType:
      return "array";
    case ts.SyntaxKind.TypeLiteral:
      return "object";
  }
  if (ts.isIntersectionTypeNode(node) && isAnyString(node)) return "string";
  if (ts.isLiteralTypeNode(node) && node.literal.kind === ts.SyntaxKind.NullKeyword) return "null";
  if (ts.isTypeReferenceNode(node)) return isRecordType(node) ? "object" : undefined;
  const literal = literalOf(node);
  if (literal === undefined) return undefined;
  if (/^["']/.test(literal)) return "string";
  return /^-?\d/.test(literal) ? "number" : "boolean";
}

function isRecordType({ typeName }: ts.TypeReferenceNode): boolean {
  return ts.isIdentifier(typeName) && typeName.text === "Record";
}

/** `Record<string, …>`: an object of which no property is known. */
export function isAnyObject(type: ts.TypeNode): boolean {
  return kindOf(type) === "object" && ts.isTypeReferenceNode(type);
}
