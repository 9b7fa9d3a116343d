/** What a module of operations imports. */

import { type ImportDeclarationStructure, StructureKind } from "ts-morph";

import type { OperationPlan, ResourcePlan } from "../plan.ts";
import type { Declaration } from "./schema.ts";
import { UPLOADABLE } from "./tidy.ts";
import { partsOf } from "./uses.ts";

/** @param own the types that the module declares. */
export function importsOf(
  { has, operations }: ResourcePlan,
  own: readonly Declaration[],
): (ImportDeclarationStructure & { readonly kind: StructureKind.ImportDeclaration })[] {
  const uses = usesOf(operations, own);
  const runtime = (file: string, names: readonly string[], functions: readonly string[] = []) => ({
    from: `../runtime/${file}.js`,
    names,
    functions,
  });
  const parts = new Set(operations.flatMap(({ facts }) => Object.values(partsOf(facts))));
  const used = (name: string): readonly string[] => (parts.has(name) ? [name] : []);
  const imports = [
    runtime("any-body", [], used("anyBody")),
    runtime("any-parameters", [], used("anyParameters")),
    runtime("api-promise", has.single ? ["ApiPromise"] : []),
    runtime("core", ["Core"]),
    used("Download").length > 0
      ? runtime("download", [], ["Download"])
      : runtime("download", has.binary ? ["Download"] : []),
    runtime("event-splitter", has.events ? ["ServerSentEvent"] : []),
    runtime("item-stream", has.streams ? ["StreamPromise"] : [], has.streams ? ["sendStream"] : []),
    runtime("idempotency-key", [], used("newKey")),
    runtime("limits", [], used("checkLimits")),
    runtime("list-promise", has.pages ? ["ListPromise"] : [], has.pages ? ["sendList"] : []),
    runtime("uses", ["Operation"]),
    runtime("options", [
      ...(has.pages ? ["ListOptions"] : []),
      ...(has.noParams ? ["NoParams"] : []),
      ...(has.single || has.streams ? ["RequestOptions"] : []),
    ]),
    runtime(
      "page-styles",
      [],
      [...parts].filter((name) => name.endsWith("Pages")),
    ),
    runtime("plain-body", [], used("plainBody")),
    runtime("response-case", [], used("matchCase")),
    runtime("upload", uses.has(UPLOADABLE) ? [UPLOADABLE] : []),
    runtime("wait", has.waiters ? ["WaitOptions"] : [], has.waiters ? ["wait"] : []),
    {
      from: "../types.js",
      names: [...uses].filter((name) => name !== UPLOADABLE).sort(),
      functions: [],
    },
  ];
  return imports
    .filter(({ names, functions }) => names.length + functions.length > 0)
    .map(({ from, names, functions }) => {
      const isTypeOnly = functions.length === 0;
      const types = names.map((name) => ({ name, isTypeOnly: !isTypeOnly }));
      return {
        kind: StructureKind.ImportDeclaration,
        isTypeOnly,
        namedImports: [...functions.map((name) => ({ name })), ...types],
        moduleSpecifier: from,
      };
    });
}

/** The component types that the module mentions, and `Uploadable`. */
function usesOf(
  operations: readonly OperationPlan[],
  own: readonly Declaration[],
): ReadonlySet<string> {
  const declared = new Set(own.map(({ name }) => name));
  const mentioned = [
    ...own.flatMap(({ uses }) => [...uses]),
    ...operations.flatMap((operation) => [
      ...operation.arguments.flatMap((argument) => argument.uses),
      ...operation.result.uses,
      ...(operation.page?.uses ?? []),
    ]),
  ];
  return new Set(mentioned.filter((name) => !declared.has(name)));
}
