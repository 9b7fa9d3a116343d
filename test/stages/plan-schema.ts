/** A JSON Schema of the plan, read off the types in `generator/plan.ts` and of what it imports. */

import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import ts from "typescript";

export interface JsonSchema {
  [keyword: string]: unknown;
}

/** @param file the module that exports the interface `root`. */
export function schemaOfTypes(file: string, root: string): JsonSchema {
  const declarations = collect(file);
  const definitions: Record<string, JsonSchema> = {};

  const schemaOf = (type: ts.TypeNode): JsonSchema => {
    if (ts.isParenthesizedTypeNode(type)) return schemaOf(type.type);
    if (ts.isTypeOperatorNode(type)) return schemaOf(type.type);
    if (ts.isArrayTypeNode(type)) return { type: "array", items: schemaOf(type.elementType) };
    if (ts.isLiteralTypeNode(type)) return { const: literalOf(type.literal) };
    if (ts.isTypeLiteralNode(type)) return objectOf(type.members);
    if (ts.isUnionTypeNode(type)) {
      // A property that is undefined is absent.
      const defined = type.types.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
      const members = defined.map(schemaOf);
      const literals = members.every((member) => typeof member["const"] === "string");
      return literals ? { enum: members.map((member) => member["const"]) } : { anyOf: members };
    }
    if (ts.isTypeQueryNode(type)) {
      const declaration = declarations.get(type.exprName.getText());
      if (declaration !== undefined && ts.isVariableDeclaration(declaration))
        return { const: literalOf(declaration.initializer) };
    }
    if (ts.isTypeReferenceNode(type)) return { $ref: `#/$defs/${define(type.typeName.getText())}` };
    switch (type.kind) {
      case ts.SyntaxKind.StringKeyword:
        return { type: "string" };
      case ts.SyntaxKind.NumberKeyword:
        return { type: "number" };
      case ts.SyntaxKind.BooleanKeyword:
        return { type: "boolean" };
      default:
        throw new Error(`no JSON Schema for the type ${type.getText()}`);
    }
  };

  const define = (name: string): string => {
    if (Object.hasOwn(definitions, name)) return name;
    const declaration = declarations.get(name);
    if (declaration === undefined) throw new Error(`the type ${name} is not declared`);
    definitions[name] = {};
    if (ts.isInterfaceDeclaration(declaration))
      definitions[name] = objectOf(membersOf(declaration));
    else if (ts.isTypeAliasDeclaration(declaration)) definitions[name] = schemaOf(declaration.type);
    return name;
  };

  const membersOf = (declaration: ts.InterfaceDeclaration): readonly ts.TypeElement[] => {
    const bases = (declaration.heritageClauses ?? []).flatMap(({ types }) =>
      types.flatMap(({ expression }) => {
        const base = declarations.get(expression.getText());
        if (base === undefined || !ts.isInterfaceDeclaration(base))
          throw new Error(`the interface ${expression.getText()} is not declared`);
        return membersOf(base);
      }),
    );
    return [...bases, ...declaration.members];
  };

  const objectOf = (members: readonly ts.TypeElement[]): JsonSchema => {
    const properties: Record<string, JsonSchema> = {};
    const required: string[] = [];
    let additionalProperties: JsonSchema | false = false;
    for (const member of members) {
      if (ts.isIndexSignatureDeclaration(member)) additionalProperties = schemaOf(member.type);
      if (!ts.isPropertySignature(member) || member.type === undefined) continue;
      const name = member.name.getText();
      properties[name] = marked(schemaOf(member.type), codeOf(member));
      if (member.questionToken === undefined) required.push(name);
    }
    return { type: "object", properties, required, additionalProperties };
  };

  const $ref = `#/$defs/${define(root)}`;
  return { $schema: "https://json-schema.org/draft/2020-12/schema", $ref, $defs: definitions };
}

/** Strings that may be written without an encoder are marked with `x-code`. */
function marked(schema: JsonSchema, code: string | undefined): JsonSchema {
  if (code === undefined) return schema;
  if (schema["type"] === "string") return { ...schema, "x-code": code };
  if (schema["type"] === "array")
    return { ...schema, items: marked(schema["items"] as JsonSchema, code) };
  throw new Error("only strings and lists of strings can be marked with @code");
}

function codeOf(member: ts.Node): "name" | "typescript" | undefined {
  const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === "code");
  if (tag === undefined) return undefined;
  const comment = ts.getTextOfJSDocComment(tag.comment)?.trim() ?? "";
  if (comment !== "" && comment !== "name") throw new Error(`unknown mark @code ${comment}`);
  return comment === "name" ? "name" : "typescript";
}

function literalOf(node: ts.Node | undefined): string | number | boolean | null {
  if (node !== undefined && ts.isStringLiteral(node)) return node.text;
  if (node !== undefined && ts.isNumericLiteral(node)) return Number(node.text);
  if (node?.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node?.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (node?.kind === ts.SyntaxKind.NullKeyword) return null;
  throw new Error(`no JSON Schema for the literal ${node?.getText() ?? ""}`);
}

/** The interfaces, aliases and constants of a module and of those that it imports, by name. */
function collect(
  file: string,
  found: Map<string, ts.Declaration> = new Map(),
): Map<string, ts.Declaration> {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, "utf8"),
    ts.ScriptTarget.ES2022,
    true,
  );
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
      found.set(statement.name.text, statement);
    else if (ts.isVariableStatement(statement))
      for (const declaration of statement.declarationList.declarations)
        found.set(declaration.name.getText(), declaration);
    else if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
      // What the runtime's facts are joined with there is none of the plan's.
      const { text } = statement.moduleSpecifier;
      if (text.endsWith(".ts")) collect(resolve(dirname(file), text), found);
    }
  }
  return found;
}
