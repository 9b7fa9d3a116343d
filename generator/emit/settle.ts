/**
 * Types that are composed of others, where these say different things of one property. TypeScript takes all of them at once,
 * which may be `never`; whoever wrote the document meant the outer one.
 */

import ts from "typescript";

import {
  intersection,
  isAnyString,
  isNull,
  mapTypes,
  nameOf,
  onOneLine,
  union,
  withProperties,
} from "./combine.ts";
import {
  isAnyObject,
  isOptional,
  kindOf,
  literalOf,
  type Members,
  referenceName,
  Relations,
  typeOf,
} from "./relations.ts";

const { factory } = ts;

/**
 * Makes types with intersections that have values, and with unions of which no branch swallows another.
 *
 * @param typeOf the type that has a name, as it was.
 */
export function settlerFor(
  typeOf: (name: string) => ts.TypeNode | undefined,
): (type: ts.TypeNode) => ts.TypeNode {
  const settler = new Settler(new Relations(typeOf));
  return (type) => settler.settled(type);
}

class Settler {
  readonly #relations: Relations;

  constructor(relations: Relations) {
    this.#relations = relations;
  }

  settled(type: ts.TypeNode): ts.TypeNode {
    const visit = (node: ts.Node): ts.Node => {
      if (ts.isParenthesizedTypeNode(node)) return visit(node.type);
      const visited = mapTypes(node, visit);
      if (ts.isIndexSignatureDeclaration(node) && ts.isUnionTypeNode(node.type))
        return this.#index(
          node,
          node.type.types.map((each) => this.settled(each)),
        );
      if (ts.isUnionTypeNode(visited)) return this.#union(visited);
      return ts.isIntersectionTypeNode(visited) && !isAnyString(visited)
        ? this.#intersection(visited.types)
        : visited;
    };
    return visit(type) as ts.TypeNode;
  }

  /** The type of an index signature without what is part of the rest of it. */
  #index(node: ts.IndexSignatureDeclaration, types: readonly ts.TypeNode[]): ts.Node {
    const type = union(this.#withoutParts(types));
    return factory.updateIndexSignature(node, node.modifiers, node.parameters, type);
  }

  #withoutParts(types: readonly ts.TypeNode[]): readonly ts.TypeNode[] {
    return types.filter((type, at) => {
      return !types.some((other, index) => {
        if (index === at || !this.#relations.isPart(type, other)) return false;
        return index < at || !this.#relations.isPart(other, type);
      });
    });
  }

  /** A string of any kind beside certain ones leaves these for editors to offer; numbers swallow theirs. */
  #union(node: ts.UnionTypeNode): ts.TypeNode {
    const isWhole = (type: ts.TypeNode): boolean =>
      type.kind === ts.SyntaxKind.NumberKeyword || type.kind === ts.SyntaxKind.BooleanKeyword;
    const whole = new Set(node.types.filter(isWhole).map(kindOf));
    const some = node.types.filter(
      (type) => literalOf(type) === undefined || !whole.has(kindOf(type)),
    );
    const at = some.findIndex(({ kind }) => kind === ts.SyntaxKind.StringKeyword);
    const isCertain = (type: ts.TypeNode): boolean =>
      this.#relations
        .branchesOf(type)
        .some((branch) => kindOf(branch) === "string" && literalOf(branch) !== undefined);
    if (at === -1 || !some.some(isCertain)) return union(some, node);
    some.splice(at, 1);
    const nulls = some.filter(isNull);
    return union([...some.filter((type) => !isNull(type)), anyString(), ...nulls]);
  }

  #intersection(types: readonly ts.TypeNode[]): ts.TypeNode {
    const parts = this.#withoutWider(this.#withoutClosed(types));
    const at = parts.findIndex((type) => ts.isTypeLiteralNode(type));
    const literals = parts.filter((type) => ts.isTypeLiteralNode(type));
    const others = parts.filter((type) => !ts.isTypeLiteralNode(type));
    const [first, ...rest] = literals;
    if (first === undefined) return intersection(this.#apart(others));
    const literal = rest.reduce((a, b) => this.#merged(a, b), first);
    const settled = this.#beside(literal, this.#apart(others));
    const before = others.slice(0, at).length;
    const members = settled.literal.members.length === 0 ? [] : [onOneLine(settled.literal)];
    const [head, tail] = [settled.others.slice(0, before), settled.others.slice(before)];
    return intersection([...head, ...members, ...tail]);
  }

  /** Without what forbids the properties of the others: an object that is closed is so only by itself. */
  #withoutClosed(types: readonly ts.TypeNode[]): readonly ts.TypeNode[] {
    const open = types.filter((type) => !this.#isEmptyObject(type));
    return open.length === 0 ? types.slice(0, 1) : open;
  }

  #isEmptyObject(type: ts.TypeNode): boolean {
    const node = this.#relations.followed(type);
    return (
      ts.isTypeReferenceNode(node) && node.typeArguments?.[1]?.kind === ts.SyntaxKind.NeverKeyword
    );
  }

  /** Without types of which another one is part; object literals add to what is named and never replace it. */
  #withoutWider(types: readonly ts.TypeNode[]): readonly ts.TypeNode[] {
    const isWider = (type: ts.TypeNode, at: number): boolean =>
      types.some((other, index) => {
        if (index === at || ts.isTypeLiteralNode(type)) return false;
        if (isAnyObject(this.#relations.followed(type)))
          return this.#relations.membersOf(other) !== undefined;
        if (ts.isTypeLiteralNode(other) || !this.#relations.isPart(other, type)) return false;
        return index < at || !this.#relations.isPart(type, other);
      });
    return types.filter((type, at) => !isWider(type, at));
  }

  /** One object of two: `a` has the last word on properties that cannot be what both say. */
  #merged(a: ts.TypeLiteralNode, b: ts.TypeLiteralNode): ts.TypeLiteralNode {
    const others = new Map(propertiesIn(b).map((property) => [nameOf(property.name), property]));
    const own = propertiesIn(a).map((property) => {
      const other = others.get(nameOf(property.name));
      if (other === undefined) return property;
      others.delete(nameOf(property.name));
      const optional = isOptional(property) && isOptional(other);
      return withType(property, this.#both(typeOf(property), typeOf(other)), optional);
    });
    return literalOfAll([...own, ...others.values()], [...indexesIn(a), ...indexesIn(b)]);
  }

  /** What both types say; what the first says if they have nothing in common. */
  #both(a: ts.TypeNode, b: ts.TypeNode): ts.TypeNode {
    if (this.#relations.isPart(a, b)) return a;
    if (this.#relations.isPart(b, a)) return b;
    if (this.#relations.areDisjoint(a, b)) return a;
    return this.#intersection([a, b]);
  }

  /** Named objects without the properties on which later ones have another word. */
  #apart(types: readonly ts.TypeNode[]): readonly ts.TypeNode[] {
    return types.map((type, at) => {
      const members = this.#relations.membersOf(type);
      if (members === undefined) return type;
      const later = types.slice(at + 1).flatMap((each) => this.#relations.membersOf(each) ?? []);
      const names = [...members.properties].filter(([name, property]) =>
        later.some(({ properties }) => {
          const other = properties.get(name);
          return (
            other !== undefined && this.#relations.areDisjoint(typeOf(property), typeOf(other))
          );
        }),
      );
      return without(
        type,
        names.map(([name]) => name),
      );
    });
  }

  /** An object literal beside named types, so that it can extend those. */
  #beside(
    literal: ts.TypeLiteralNode,
    others: readonly ts.TypeNode[],
  ): { readonly literal: ts.TypeLiteralNode; readonly others: readonly ts.TypeNode[] } {
    let own = literal;
    const kept: ts.TypeNode[] = [];
    for (const other of others) {
      const members = this.#relations.membersOf(other);
      if (members === undefined) {
        own = this.#besideUnion(own, other);
        kept.push(other);
      } else if (this.#mustBeOne(own, members)) {
        own = this.#merged(
          own,
          literalOfAll([...members.properties.values()], listOf(members.index)),
        );
      } else {
        const gone: string[] = [];
        own = this.#overriding(own, members, gone);
        kept.push(without(other, gone));
      }
    }
    return { literal: own, others: kept };
  }

  /** Whether the other type has an index signature that does not allow a property, so that neither can extend the other. */
  #mustBeOne(own: ts.TypeLiteralNode, { properties, index }: Members): boolean {
    if (index === undefined) return false;
    return (
      indexesIn(own).length > 0 ||
      propertiesIn(own).some((property) => {
        return (
          properties.has(nameOf(property.name)) ||
          !this.#relations.isPart(typeOf(property), index.type)
        );
      })
    );
  }

  /** @param gone gets the names of the properties that the other type must not have. */
  #overriding(own: ts.TypeLiteralNode, members: Members, gone: string[]): ts.TypeLiteralNode {
    const properties = propertiesIn(own).flatMap((property) => {
      const name = nameOf(property.name);
      const inherited = members.properties.get(name);
      if (inherited === undefined) return [property];
      const [type, wider] = [typeOf(property), typeOf(inherited)];
      if (this.#relations.areDisjoint(type, wider)) {
        gone.push(name);
        return [property];
      }
      const both = this.#both(type, wider);
      const optional = isOptional(property) && isOptional(inherited);
      const adds =
        optional !== isOptional(inherited) ||
        !this.#relations.isPart(wider, both) ||
        (ts.getSyntheticLeadingComments(property) ?? []).length > 0;
      if (!adds) return [];
      // What cannot be shown to be part of the inherited type, no interface could extend.
      if (!this.#relations.isPart(both, wider)) gone.push(name);
      return [withType(property, both, optional)];
    });
    const inherited = [...members.properties].filter(([name]) => !gone.includes(name));
    const indexes = indexesIn(own).map((index) =>
      withProperties(
        index,
        inherited.map(([, property]) => property),
      ),
    );
    return literalOfAll(properties, indexes);
  }

  /**
   * An object without the properties that a branch beside it has in another form, or that all branches have in a narrower one
   * under their names.
   */
  #besideUnion(own: ts.TypeLiteralNode, other: ts.TypeNode): ts.TypeLiteralNode {
    const types = this.#relations.branchesOf(other);
    const named = types.every((type) => referenceName(type) !== undefined);
    const branches = types.map((type) => this.#relations.membersOf(type));
    const properties = propertiesIn(own).filter((property) => {
      const inAll = branches.map((branch) => branch?.properties.get(nameOf(property.name)));
      const isCovered = inAll.every(
        (each) =>
          named &&
          each !== undefined &&
          this.#relations.isPart(typeOf(each), typeOf(property)) &&
          (isOptional(property) || !isOptional(each)),
      );
      const isDenied = inAll.some(
        (each) => each !== undefined && this.#relations.areDisjoint(typeOf(each), typeOf(property)),
      );
      return !isCovered && !isDenied;
    });
    return literalOfAll(properties, indexesIn(own));
  }
}

function propertiesIn({ members }: ts.TypeLiteralNode): ts.PropertySignature[] {
  return members.filter((member) => ts.isPropertySignature(member));
}

function indexesIn({ members }: ts.TypeLiteralNode): ts.IndexSignatureDeclaration[] {
  return members.filter((member) => ts.isIndexSignatureDeclaration(member));
}

function listOf<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}

/** With at most one index signature, which allows what the others and the properties have. */
function literalOfAll(
  properties: readonly ts.PropertySignature[],
  [index, ...more]: readonly ts.IndexSignatureDeclaration[],
): ts.TypeLiteralNode {
  if (index === undefined) return factory.createTypeLiteralNode(properties);
  const type = union([index, ...more].map((each) => each.type));
  const whole = factory.updateIndexSignature(index, index.modifiers, index.parameters, type);
  return factory.createTypeLiteralNode([...properties, withProperties(whole, properties)]);
}

function withType(
  property: ts.PropertySignature,
  type: ts.TypeNode,
  optional: boolean,
): ts.PropertySignature {
  const question = optional ? factory.createToken(ts.SyntaxKind.QuestionToken) : undefined;
  return factory.updatePropertySignature(
    property,
    property.modifiers,
    property.name,
    question,
    type,
  );
}

/** `Omit<Type, "name">`, or the type as it is if there is nothing to omit. */
function without(type: ts.TypeNode, names: readonly string[]): ts.TypeNode {
  if (names.length === 0) return type;
  const literals = names.map((name) =>
    factory.createLiteralTypeNode(factory.createStringLiteral(name)),
  );
  return factory.createTypeReferenceNode("Omit", [type, union(literals)]);
}

function anyString(): ts.TypeNode {
  return factory.createIntersectionTypeNode([
    factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
    factory.createTypeLiteralNode([]),
  ]);
}

/** The names of exported types that a type mentions. */
export function namesIn(type: ts.TypeNode): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    const name = ts.isTypeNode(node) ? referenceName(node) : undefined;
    if (name !== undefined) found.add(name);
    else if (!ts.isPropertySignature(node)) ts.forEachChild(node, visit);
    else if (node.type !== undefined) visit(node.type);
  };
  visit(type);
  return found;
}
