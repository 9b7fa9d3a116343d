/** Declarations of types: an interface where the type is an object, else an alias. */

import ts from "typescript";

import { nameOf } from "./combine.ts";
import { referenceName } from "./relations.ts";

const { factory } = ts;

/** What a type has if it can be an interface, or be extended by one. */
interface ObjectType {
  readonly members: readonly ts.TypeElement[];
  readonly bases: readonly ts.TypeReferenceNode[];
  /** Of the members and of the bases. */
  readonly names: ReadonlySet<string>;
}

/** @returns for each type the declaration that exports it under its name. */
export function declarationsOf(types: ReadonlyMap<string, ts.TypeNode>): Map<string, ts.Statement> {
  const objects = new Map<string, ObjectType | undefined>();
  const objectType = (name: string): ObjectType | undefined => {
    if (objects.has(name)) return objects.get(name);
    objects.set(name, undefined);
    const node = types.get(name);
    const found = node === undefined ? undefined : asObject(node, objectType);
    objects.set(name, found);
    return found;
  };
  const exported = [factory.createModifier(ts.SyntaxKind.ExportKeyword)];
  return new Map(
    Array.from(types, ([name, node]) => {
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

function heritage(bases: readonly ts.TypeReferenceNode[]): ts.HeritageClause[] | undefined {
  if (bases.length === 0) return undefined;
  const types = bases.map(({ typeName, typeArguments }) =>
    factory.createExpressionWithTypeArguments(typeName as ts.Identifier, typeArguments),
  );
  return [factory.createHeritageClause(ts.SyntaxKind.ExtendsKeyword, types)];
}

/** An object literal, alone or beside names of objects, of which no two have the same property. */
function asObject(
  node: ts.TypeNode,
  objectType: (name: string) => ObjectType | undefined,
): ObjectType | undefined {
  if (ts.isTypeLiteralNode(node))
    return { members: node.members, bases: [], names: new Set(namesIn(node.members)) };
  if (!ts.isIntersectionTypeNode(node)) return undefined;
  const literals = node.types.filter((type) => ts.isTypeLiteralNode(type));
  const bases = node.types.filter((type) => ts.isTypeReferenceNode(type));
  const [literal] = literals;
  if (literal === undefined || literals.length > 1 || bases.length + 1 < node.types.length)
    return undefined;
  if (bases.length > 1 && literal.members.some((member) => !ts.isPropertySignature(member)))
    return undefined;
  const inherited = new Set<string>();
  for (const base of bases) {
    const names = namesOfBase(base, objectType);
    if (names === undefined || (names.has(INDEX) && bases.length > 1)) return undefined;
    for (const name of names) {
      if (inherited.has(name)) return undefined;
      inherited.add(name);
    }
  }
  const names = new Set([...namesIn(literal.members), ...inherited]);
  return { members: literal.members, bases, names };
}

/** The names in a type, or in one without some of its properties: `Omit<Type, "name">`. */
function namesOfBase(
  base: ts.TypeReferenceNode,
  objectType: (name: string) => ObjectType | undefined,
): ReadonlySet<string> | undefined {
  const [type, omitted] = base.typeArguments ?? [];
  const name = referenceName(type ?? base);
  const object = name === undefined ? undefined : objectType(name);
  if (object === undefined || omitted === undefined) return object?.names;
  const literals = ts.isUnionTypeNode(omitted) ? omitted.types : [omitted];
  const gone = new Set(
    literals.map((each) =>
      ts.isLiteralTypeNode(each) && ts.isStringLiteral(each.literal) ? each.literal.text : "",
    ),
  );
  return new Set([...object.names].filter((each) => !gone.has(each)));
}

/** Stands for an index signature among the names of an object. */
const INDEX = "[]";

function namesIn(members: readonly ts.TypeElement[]): string[] {
  return members.map((member) => (member.name === undefined ? INDEX : nameOf(member.name)));
}
