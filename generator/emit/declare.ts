/** Declarations of types: an interface where the type is an object, else an alias. */

import ts from "typescript";

import { lazy } from "../base/lazy.ts";
import { nameOf } from "./combine.ts";
import { referenceName } from "./relations.ts";

const { factory } = ts;

/** What a type has if it can be extended by an interface. */
interface ObjectType {
  /** Of an object literal; undefined for what is nothing but other types. */
  readonly members: readonly ts.TypeElement[] | undefined;
  readonly bases: readonly ts.TypeReferenceNode[];
  /** Of the members and of the bases, each with the name of the type that declares it. */
  names(): ReadonlyMap<string, string>;
}

/**
 * Makes the declaration that exports a type under its name.
 *
 * @param typeOf the other types, by their names.
 */
export function declarerFor(
  typeOf: (name: string) => ts.TypeNode | undefined,
): (name: string, type: ts.TypeNode) => ts.Statement {
  const objects = new Map<string, ObjectType | undefined>();
  const objectType = (name: string): ObjectType | undefined => {
    if (objects.has(name)) return objects.get(name);
    objects.set(name, undefined);
    const node = typeOf(name);
    const found = node === undefined ? undefined : asObject(name, node, objectType);
    objects.set(name, found);
    return found;
  };
  const exported = [factory.createModifier(ts.SyntaxKind.ExportKeyword)];
  return (name, type) => {
    const object = asObject(name, type, objectType);
    return object?.members === undefined
      ? factory.createTypeAliasDeclaration(exported, name, undefined, type)
      : factory.createInterfaceDeclaration(
          exported,
          name,
          undefined,
          heritage(object.bases),
          object.members,
        );
  };
}

function heritage(bases: readonly ts.TypeReferenceNode[]): ts.HeritageClause[] | undefined {
  if (bases.length === 0) return undefined;
  const types = bases.map(({ typeName, typeArguments }) =>
    factory.createExpressionWithTypeArguments(typeName as ts.Identifier, typeArguments),
  );
  return [factory.createHeritageClause(ts.SyntaxKind.ExtendsKeyword, types)];
}

/** An object literal, named objects, or both, of which no two have the same property from different places. */
function asObject(
  name: string,
  node: ts.TypeNode,
  objectType: (name: string) => ObjectType | undefined,
): ObjectType | undefined {
  const parts = ts.isIntersectionTypeNode(node) ? [...node.types] : [node];
  const literals = parts.filter((type) => ts.isTypeLiteralNode(type));
  const bases = parts.filter((type) => ts.isTypeReferenceNode(type));
  if (literals.length > 1 || literals.length + bases.length < parts.length) return undefined;
  const members = literals[0]?.members;
  const own = namesIn(members ?? []);
  if (bases.length > 1 && own.includes(INDEX)) return undefined;
  const inherited = new Map<string, string>();
  for (const base of bases) {
    const names = namesOfBase(base, objectType);
    if (names === undefined || (names.has(INDEX) && bases.length > 1)) return undefined;
    for (const [property, owner] of names) {
      if ((inherited.get(property) ?? owner) !== owner) return undefined;
      inherited.set(property, owner);
    }
  }
  const names = lazy(
    () => new Map([...inherited, ...own.map((property) => [property, name] as const)]),
  );
  return { members, bases, names };
}

/** The names in a type, or in one without some of its properties: `Omit<Type, "name">`. */
function namesOfBase(
  base: ts.TypeReferenceNode,
  objectType: (name: string) => ObjectType | undefined,
): ReadonlyMap<string, string> | undefined {
  const [type, omitted] = base.typeArguments ?? [];
  const name = referenceName(type ?? base);
  const object = name === undefined ? undefined : objectType(name);
  if (object === undefined || omitted === undefined) return object?.names();
  const literals = ts.isUnionTypeNode(omitted) ? omitted.types : [omitted];
  const gone = new Set(
    literals.map((each) =>
      ts.isLiteralTypeNode(each) && ts.isStringLiteral(each.literal) ? each.literal.text : "",
    ),
  );
  return new Map([...object.names()].filter(([each]) => !gone.has(each)));
}

/** Stands for an index signature among the names of an object. */
const INDEX = "[]";

function namesIn(members: readonly ts.TypeElement[]): string[] {
  return members.map((member) => (member.name === undefined ? INDEX : nameOf(member.name)));
}
