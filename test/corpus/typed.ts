/** Where a document has a type and the declarations of a package have none. */

import { join } from "node:path";
import ts from "typescript";
import type { OperationPlan, Plan } from "../../generator/plan.ts";
import type { DeclaredContent, DeclaredOperation } from "../replay/operations.ts";
import { type Direction, typesOf } from "../replay/keywords.ts";
import { fieldsOf, type Node, placeOf, type Source } from "../replay/source.ts";
import { pick, successesOf } from "../replay/success.ts";

const NOTHING = ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void;
const UNTYPED = ts.TypeFlags.Any | ts.TypeFlags.Unknown;

/**
 * @param program has the declarations among its files.
 * @returns a line for each place where the type is `any`, `unknown` or `never`, or lacks a property.
 */
export function untypedIn(
  program: ts.Program,
  folder: string,
  plan: Plan,
  source: Source,
  declared: readonly DeclaredOperation[],
): string[] {
  const walk = new Walk(program.getTypeChecker(), source);
  const byRoute = new Map(declared.map((each) => [`${each.method} ${each.path}`, each]));
  for (const resource of plan.resources) {
    const file = join(folder, `package/dist/operations/${resource.file}.d.ts`);
    for (const operation of resource.operations) {
      const facts = byRoute.get(`${operation.httpMethod} ${operation.path}`);
      const signature = walk.signatureOf(program.getSourceFile(file), operation.function);
      if (facts !== undefined && signature !== undefined)
        walk.operation(operation, facts, signature);
    }
  }
  return walk.found;
}

class Walk {
  readonly found: string[] = [];
  readonly #checker: ts.TypeChecker;
  readonly #source: Source;
  readonly #seen: Readonly<Record<Direction, Set<unknown>>> = {
    request: new Set(),
    response: new Set(),
  };

  constructor(checker: ts.TypeChecker, source: Source) {
    this.#checker = checker;
    this.#source = source;
  }

  signatureOf(file: ts.SourceFile | undefined, name: string): ts.Signature | undefined {
    const symbol = file === undefined ? undefined : this.#checker.getSymbolAtLocation(file);
    const declared = symbol?.exports?.get(ts.escapeLeadingUnderscores(name));
    if (declared === undefined) return undefined;
    return this.#checker.getTypeOfSymbol(declared).getCallSignatures()[0];
  }

  operation(plan: OperationPlan, declared: DeclaredOperation, signature: ts.Signature): void {
    const checker = this.#checker;
    const params = signature.parameters[1 + plan.arguments.length];
    if (params !== undefined)
      this.#params(plan, declared, partsOf(checker.getTypeOfSymbol(params)));
    const result = checker.getAwaitedType(signature.getReturnType());
    if (result === undefined || plan.stream !== undefined) return;
    if (partsOf(result).some(({ symbol }) => symbol?.name === "Download")) return;
    // Other media types are there for who asks for them.
    for (const { content } of successesOf(declared)) {
      const { mediaType = "", schema } =
        pick(content, plan.facts.accept ?? "application/json") ?? {};
      if (schema !== undefined && isJson(mediaType))
        this.#visit(schema, partsOf(result), "response");
    }
  }

  #params(plan: OperationPlan, declared: DeclaredOperation, types: readonly ts.Type[]): void {
    for (const { name, in: place, schema } of declared.parameters) {
      const property = this.#property(types, name);
      if (place !== "path" && schema !== undefined && property !== undefined)
        this.#visit(schema, property, "request");
    }
    const content = declared.body?.content.find(
      ({ mediaType }) => mediaType === plan.facts.body?.mediaType,
    );
    if (content === undefined || !hasProperties(content)) return;
    const whole = this.#property(types, "body");
    const { properties } = plan.facts.body ?? {};
    const target = properties === undefined ? whole : types;
    if (content.schema !== undefined && target !== undefined)
      this.#visit(content.schema, target, "request");
  }

  #visit(node: Node, among: readonly ts.Type[], direction: Direction): void {
    const types = [...new Set(among)];
    const followed = this.#source.follow(node);
    const { value } = followed;
    if (types.length === 0) return;
    if (typeof value !== "object" || value === null || this.#seen[direction].has(value)) return;
    this.#seen[direction].add(value);
    const place = `${placeOf(this.#source, followed)} (${direction})`;
    if (types.every(({ flags }) => (flags & UNTYPED) !== 0)) {
      if (isTyped(this.#source, followed)) this.found.push(`${place}: ${this.#show(types)}`);
      return;
    }
    if (types.every(({ flags }) => (flags & ts.TypeFlags.Never) !== 0)) {
      if (isTyped(this.#source, followed)) this.found.push(`${place}: never`);
      return;
    }
    this.#inside(followed, types, direction, place);
  }

  #inside(node: Node, types: readonly ts.Type[], direction: Direction, place: string): void {
    const source = this.#source;
    const schema = fieldsOf(node.value);
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      for (const [, branch] of source.children(node, keyword))
        this.#visit(branch, types, direction);
    }
    for (const [name, property] of source.children(node, "properties")) {
      const { readOnly, writeOnly } = fieldsOf(source.follow(property).value);
      if (property.value === false || (direction === "request" ? readOnly : writeOnly) === true)
        continue;
      const found = this.#property(types, name);
      if (found === undefined) this.found.push(`${place}: no property ${JSON.stringify(name)}`);
      else this.#visit(property, found, direction);
    }
    const items = source.child(node, "items");
    const elements = types.flatMap((type) => {
      const element = this.#checker.getIndexTypeOfType(type, ts.IndexKind.Number);
      return element === undefined || type.flags & ts.TypeFlags.StringLike ? [] : partsOf(element);
    });
    if (items.value !== undefined && elements.length > 0) this.#visit(items, elements, direction);
    const values = source.child(node, "additionalProperties");
    const entries = types.flatMap((type) => this.#entries(type));
    // Beside properties an index signature has to fit them too, and cannot say more than `unknown`.
    const alone = schema["properties"] === undefined;
    if (values.value !== undefined && alone && entries.length > 0)
      this.#visit(values, entries, direction);
  }

  /** The types that a property has among some types; undefined if none has it. */
  #property(types: readonly ts.Type[], name: string): readonly ts.Type[] | undefined {
    const declared = types.flatMap((type) => this.#checker.getPropertyOfType(type, name) ?? []);
    if (declared.length > 0)
      return declared.flatMap((property) => partsOf(this.#checker.getTypeOfSymbol(property)));
    const entries = types.flatMap((type) => this.#entries(type));
    return entries.length > 0 ? entries : undefined;
  }

  #entries(type: ts.Type): readonly ts.Type[] {
    const entry = this.#checker.getIndexTypeOfType(type, ts.IndexKind.String);
    return entry === undefined ? [] : partsOf(entry);
  }

  #show(types: readonly ts.Type[]): string {
    return types.map((type) => this.#checker.typeToString(type)).join(" | ");
  }
}

/** The members of a union that are something, or the type itself. */
function partsOf(type: ts.Type): readonly ts.Type[] {
  const members = type.isUnion() ? type.types : [type];
  return members.filter(({ flags }) => (flags & NOTHING) === 0);
}

function isJson(mediaType: string): boolean {
  return /[/+]json\b/i.test(mediaType);
}

/** Whether a body has a type of its own: it is no file and no text. */
function hasProperties({ mediaType }: DeclaredContent): boolean {
  return isJson(mediaType) || /^(?:multipart|application\/x-www-form)/.test(mediaType);
}

/** Whether a schema says what its values are. A schema within itself is taken to. */
function isTyped(source: Source, start: Node, seen = new Map<unknown, boolean>()): boolean {
  const node = source.follow(start);
  const known = seen.get(node.value);
  if (known !== undefined) return known;
  seen.set(node.value, true);
  const found = saysType(source, node, seen);
  seen.set(node.value, found);
  return found;
}

function saysType(source: Source, node: Node, seen: Map<unknown, boolean>): boolean {
  const schema = fieldsOf(node.value);
  const branches = (keyword: string): boolean[] =>
    source.children(node, keyword).map(([, each]) => isTyped(source, each, seen));
  const types = typesOf(schema);
  // All six types are as good as none.
  if (types.length > 0 && types.length < 6) return !types.every((type) => type === "null");
  if (types.length === 0 && (schema["enum"] !== undefined || schema["const"] !== undefined))
    return true;
  if (schema["properties"] !== undefined || schema["items"] !== undefined) return true;
  if (branches("allOf").some(Boolean)) return true;
  return ["anyOf", "oneOf"].some((keyword) => {
    const found = branches(keyword);
    return found.length > 0 && found.every(Boolean);
  });
}
