/** Declarations of hoisted types: an interface where the type is an object, else an alias. */

import ts from "typescript";

import { type HoistedType, nameOf } from "./hoist.ts";

const { factory } = ts;

/** What a type has if it can be an interface, or be extended by one. */
interface ObjectType {
  readonly members: readonly ts.TypeElement[];
  readonly bases: readonly string[];
  /** Of the members and of the bases. */
  readonly names: ReadonlySet<string>;
}

/** @returns for each type the declaration that exports it under its name. */
export function declarationsOf(types: ReadonlyMap<string, HoistedType>): Map<string, ts.Statement> {
  const objects = new Map<string, ObjectType | undefined>();
  const objectType = (name: string): ObjectType | undefined => {
    if (objects.has(name)) return objects.get(name);
    objects.set(name, undefined);
    const hoisted = types.get(name);
    const found = hoisted === undefined ? undefined : asObject(hoisted.node, objectType);
    objects.set(name, found);
    return found;
  };
  const exported = [factory.createModifier(ts.SyntaxKind.ExportKeyword)];
  return new Map(
    Array.from(types, ([name, { node }]) => {
      const object = objectType(name);
      const declaration =
        object === undefined
          ? factory.createTypeAliasDeclaration(exported, name, undefined, node)
          : factory.createInterfaceDeclaration(
              exported,
              name,
              undefined,
              heritage(object.bases),
              object.members,
            );
      return [name, declaration];
    }),
  );
}

function heritage(bases: readonly string[]): ts.HeritageClause[] | undefined {
  if (bases.length === 0) return undefined;
  const types = bases.map((base) =>
    factory.createExpressionWithTypeArguments(factory.createIdentifier(base), undefined),
  );
  return [factory.createHeritageClause(ts.SyntaxKind.ExtendsKeyword, types)];
}

/** An object literal, alone or beside names of objects none of whose properties it declares again. */
function asObject(
  node: ts.TypeNode,
  objectType: (name: string) => ObjectType | undefined,
): ObjectType | undefined {
  if (ts.isTypeLiteralNode(node))
    return { members: node.members, bases: [], names: new Set(namesIn(node.members)) };
  if (!ts.isIntersectionTypeNode(node)) return undefined;
  const literals = node.types.filter((type) => ts.isTypeLiteralNode(type));
  const bases = node.types.flatMap((type) => referenceName(type) ?? []);
  const [literal] = literals;
  if (literal === undefined || literals.length > 1 || bases.length + 1 < node.types.length)
    return undefined;
  if (literal.members.some((member) => !ts.isPropertySignature(member))) return undefined;
  const names = new Set(namesIn(literal.members));
  for (const base of bases) {
    const object = objectType(base);
    if (object === undefined || object.names.has(INDEX)) return undefined;
    for (const name of object.names) {
      if (names.has(name)) return undefined;
      names.add(name);
    }
  }
  return { members: literal.members, bases, names };
}

/** Stands for an index signature among the names of an object. */
const INDEX = "[]";

function namesIn(members: readonly ts.TypeElement[]): string[] {
  return members.map((member) => (member.name === undefined ? INDEX : nameOf(member.name)));
}

function referenceName(type: ts.TypeNode): string | undefined {
  const isPlain =
    ts.isTypeReferenceNode(type) &&
    type.typeArguments === undefined &&
    ts.isIdentifier(type.typeName);
  return isPlain ? (type.typeName as ts.Identifier).text : undefined;
}
