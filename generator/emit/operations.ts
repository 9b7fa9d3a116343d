/** The modules with a function per operation, one for each resource. */

import {
  type FunctionDeclarationStructure,
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
import { importsOf } from "./imports.ts";
import { Inserts } from "./inserts.ts";
import { modulePath } from "./module-path.ts";
import type { Declarations } from "./schema.ts";
import { partsOf } from "./uses.ts";

/**
 * Whole files at a time: with functions added one by one, ts-morph parses the file again for each. Texts that are long and ready
 * do not go through it, which would write them letter by letter and parse them.
 */
export function* emitOperations(plan: Plan, declarations: Declarations): Generator<OutputFile> {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  for (const resource of plan.resources) {
    if (resource.operations.length === 0) continue;
    const path = modulePath(plan, `operations/${resource.file}.ts`);
    const inserts = new Inserts();
    const file = project.createSourceFile(path, moduleOf(resource, declarations, inserts));
    const text = inserts.into(file.getFullText());
    yield { path, text: `// ${comment(plan.notice)}\n\n${text}` };
  }
}

function moduleOf(
  resource: ResourcePlan,
  declarations: Declarations,
  inserts: Inserts,
): SourceFileStructure {
  const declared = resource.operations.map((operation) => ({
    operation,
    own: operation.declarations.flatMap(({ name }) => declarations.get(name) ?? []),
  }));
  return {
    kind: StructureKind.SourceFile,
    statements: [
      ...importsOf(
        resource,
        declared.flatMap(({ own }) => own),
      ),
      ...declared.flatMap(({ operation, own }) => [
        ...own.map(({ text }) => apart(inserts.mark(text.trim()))),
        constantOf(operation, inserts),
        functionOf(operation, inserts),
        ...(operation.waiter === undefined
          ? []
          : [waitFunctionOf(operation, operation.waiter, inserts)]),
      ]),
    ],
  };
}

/** With an empty line before, which ts-morph sets only around its own statements. */
function apart(text: string): string {
  return `\n${text}`;
}

function constantOf(
  { constant, facts }: OperationPlan,
  inserts: Inserts,
): VariableStatementStructure {
  return {
    kind: StructureKind.VariableStatement,
    leadingTrivia: "\n",
    isExported: true,
    declarationKind: VariableDeclarationKind.Const,
    declarations: [
      {
        name: identifier(constant),
        type: "Operation",
        initializer: `{${inserts.mark(propertiesOf(facts))}}`,
      },
    ],
  };
}

/** The facts, and by `uses` the parts of the runtime that they need. */
function propertiesOf(facts: OperationFacts): string {
  const properties = Object.entries(facts as unknown as Record<string, EncodableValue>)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${key(name)}: ${literal(value)}`);
  const parts = Object.entries(partsOf(facts)).map(([name, value]) => `${name}: ${value}`);
  if (parts.length > 0) properties.push(`uses: { ${parts.join(", ")} }`);
  return ` ${properties.join(", ")} `;
}

function functionOf(operation: OperationPlan, inserts: Inserts): FunctionDeclarationStructure {
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
    leadingTrivia: `${inserts.mark(docComment(docOf(operation)))}\n`,
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
  inserts: Inserts,
): FunctionDeclarationStructure {
  const { params } = operation;
  const value = waiter.type;
  const names = operation.arguments.map(({ name }) => identifier(name));
  const types = params.none ? value : `${value}, ${params.type}`;
  const options = `WaitOptions<${types}>${params.required ? ` & { params: ${params.type} }` : ""}`;
  return {
    kind: StructureKind.Function,
    leadingTrivia: `${inserts.mark(docComment(docOf({ ...operation, doc: waiter.doc })))}\n`,
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
