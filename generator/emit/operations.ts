/** The modules with a function per operation, one for each resource. */

import {
  type FunctionDeclarationStructure,
  type ImportDeclarationStructure,
  type OptionalKind,
  type ParameterDeclarationStructure,
  Project,
  type SourceFileStructure,
  StructureKind,
  VariableDeclarationKind,
  type VariableStatementStructure,
} from "ts-morph";

import {
  comment,
  docCode,
  docComment,
  docLines,
  docTag,
  type EncodableValue,
  identifier,
  key,
  literal,
} from "../encode.ts";
import type { OperationFacts } from "../../templates/package/src/runtime/operation.ts";
import type { OperationPlan, Plan, ResourcePlan, WaiterPlan } from "../plan.ts";
import type { OutputFile } from "../source.ts";
import { UPLOADABLE } from "./tidy.ts";
import type { Declaration } from "./schema.ts";
import { partsOf } from "./uses.ts";

/** Whole files at a time: with functions added one by one, ts-morph parses the file again for each. */
export function emitOperations(
  plan: Plan,
  declarations: ReadonlyMap<string, Declaration>,
): OutputFile[] {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  const folder = `${plan.package.kind === "package" ? "src/" : ""}operations/`;
  return plan.resources.flatMap((resource) => {
    if (resource.operations.length === 0) return [];
    const path = `${folder}${resource.file}.ts`;
    const file = project.createSourceFile(path, moduleOf(resource, declarations));
    const text = `// ${comment(plan.notice)}\n\n${file.getFullText()}`;
    project.removeSourceFile(file);
    return { path, text };
  });
}

function moduleOf(
  resource: ResourcePlan,
  declarations: ReadonlyMap<string, Declaration>,
): SourceFileStructure {
  const { operations } = resource;
  const own = operations.flatMap((operation) =>
    operation.declarations.flatMap(({ name }) => declarations.get(name) ?? []),
  );
  return {
    kind: StructureKind.SourceFile,
    statements: [
      ...importsOf(resource, usesOf(operations, own)),
      ...operations.flatMap((operation) => [
        ...operation.declarations.flatMap(({ name }) => apart(declarations.get(name)?.text ?? "")),
        constantOf(operation),
        functionOf(operation),
        ...(operation.waiter === undefined ? [] : [waitFunctionOf(operation, operation.waiter)]),
      ]),
    ],
  };
}

/** With an empty line before, which ts-morph sets only around its own statements. */
function apart(text: string): string {
  return `\n${text.trim()}`;
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

function importsOf(
  { has, operations }: ResourcePlan,
  uses: ReadonlySet<string>,
): (ImportDeclarationStructure & { readonly kind: StructureKind.ImportDeclaration })[] {
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

function constantOf({ constant, facts }: OperationPlan): VariableStatementStructure {
  return {
    kind: StructureKind.VariableStatement,
    leadingTrivia: "\n",
    isExported: true,
    declarationKind: VariableDeclarationKind.Const,
    declarations: [
      {
        name: identifier(constant),
        type: "Operation",
        initializer: initializerOf(facts),
      },
    ],
  };
}

/** The facts, and by `uses` the parts of the runtime that they need. */
function initializerOf(facts: OperationFacts): string {
  const properties = Object.entries(facts as unknown as Record<string, EncodableValue>)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${key(name)}: ${literal(value)}`);
  const parts = Object.entries(partsOf(facts)).map(([name, value]) => `${name}: ${value}`);
  if (parts.length > 0) properties.push(`uses: { ${parts.join(", ")} }`);
  return `{ ${properties.join(", ")} }`;
}

function functionOf(operation: OperationPlan): FunctionDeclarationStructure {
  const { params } = operation;
  const { promise, send } = sendingOf(operation);
  const names = operation.arguments.map(({ name }) => identifier(name));
  const parameters: OptionalKind<ParameterDeclarationStructure>[] = [
    { name: "core", type: "Core" },
    ...operation.arguments.map(({ name, type }) => ({ name: identifier(name), type })),
    { name: "params", type: params.type, hasQuestionToken: !params.required },
    {
      name: "options",
      type: operation.page === undefined ? "RequestOptions" : "ListOptions",
      hasQuestionToken: true,
    },
  ];
  return {
    kind: StructureKind.Function,
    leadingTrivia: `${docComment(docOf(operation))}\n`,
    isExported: true,
    name: identifier(operation.function),
    parameters,
    returnType: promise,
    statements: [
      `return ${send}${identifier(operation.constant)}, [${names.join(", ")}], params, options);`,
    ],
  };
}

function waitFunctionOf(
  operation: OperationPlan,
  waiter: WaiterPlan,
): FunctionDeclarationStructure {
  const { params } = operation;
  const value = waiter.type;
  const names = operation.arguments.map(({ name }) => identifier(name));
  const types = params.none ? value : `${value}, ${params.type}`;
  const options = `WaitOptions<${types}>${params.required ? ` & { params: ${params.type} }` : ""}`;
  return {
    kind: StructureKind.Function,
    leadingTrivia: `${docComment(docOf({ ...operation, doc: waiter.doc }))}\n`,
    isExported: true,
    name: identifier(waiter.function),
    parameters: [
      { name: "core", type: "Core" },
      ...operation.arguments.map(({ name, type }) => ({ name: identifier(name), type })),
      { name: "options", type: options, hasQuestionToken: !params.required },
    ],
    returnType: `ApiPromise<${value}>`,
    statements: [
      `return wait(core, ${identifier(operation.constant)}, [${names.join(", ")}], options);`,
    ],
  };
}

/** The promise that an operation's function returns, and the beginning of the call that makes it. */
function sendingOf({ page, result, stream }: OperationPlan): {
  readonly promise: string;
  readonly send: string;
} {
  if (stream !== undefined) {
    const { itemType } = stream;
    return { promise: `StreamPromise<${itemType}>`, send: `sendStream<${itemType}>(core, ` };
  }
  const value = [result.binary ? "Download" : [], result.type ?? []].flat().join(" | ");
  if (page === undefined) return { promise: `ApiPromise<${value}>`, send: `core.send<${value}>(` };
  const types = `${value}, ${page.itemType}`;
  return { promise: `ListPromise<${types}>`, send: `sendList<${types}>(core, ` };
}

function docOf({ doc, route, arguments: arguments_, deprecated }: OperationPlan): string[] {
  const blocks = [
    docLines(doc),
    [docCode(route)],
    arguments_.flatMap((argument) => docTag("param", argument.name, argument.doc)),
    deprecated ? docTag("deprecated", undefined, "") : [],
  ];
  const filled = blocks.filter((lines) => lines.length > 0);
  return filled.flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}
