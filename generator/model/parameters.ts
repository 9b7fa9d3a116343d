/** The parameters of an operation: its path's, replaced and completed by its own. */

import type { Diagnostic } from "../diagnostic.ts";
import type { OpenApiRoot, Operation, Parameter, PathItem } from "../document.ts";
import type { ParameterFact } from "../model.ts";
import { contentOf, exampleIn } from "./content.ts";
import { followed } from "./references.ts";

interface Source {
  readonly root: OpenApiRoot;
  readonly path: string;
  readonly item: PathItem;
  readonly itemPointer: string;
  readonly operation: Operation;
  readonly pointer: string;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** Header parameters that OpenAPI 3.1.1, 4.8.12.2 says shall be ignored: other parts of the document say what is sent. */
const IGNORED_HEADERS: ReadonlySet<string> = new Set(["accept", "authorization", "content-type"]);

export function parametersOf(source: Source): ParameterFact[] {
  const { path, pointer, report } = source;
  const declared = new Map<string, ParameterFact>();
  const lists = [
    { list: source.item.parameters ?? [], at: `${source.itemPointer}/parameters` },
    { list: source.operation.parameters ?? [], at: `${pointer}/parameters` },
  ];
  for (const { list, at } of lists) {
    for (const [index, entry] of list.entries()) {
      const fact = parameterFact(source, entry, `${at}/${index}`);
      if (fact === undefined) continue;
      // Names of headers are the same in upper and lower case: RFC 9110, 5.1.
      const name = fact.in === "header" ? fact.name.toLowerCase() : fact.name;
      declared.set(`${fact.in} ${name}`, fact);
    }
  }
  const inPath = namesIn(path).map((name) => {
    const fact = declared.get(`path ${name}`);
    if (fact !== undefined) return fact;
    report({
      severity: "warning",
      code: "undeclared-path-parameter",
      message: `the path ${path} has \`{${name}}\`, which no parameter declares; it is taken for a string`,
      pointer,
      cure: "declare it under `parameters`",
    });
    return undeclared(name, pointer);
  });
  const others = [...declared.values()].filter((fact) => {
    if (fact.in !== "path")
      return fact.in !== "header" || !IGNORED_HEADERS.has(fact.name.toLowerCase());
    if (!inPath.includes(fact)) {
      report({
        severity: "warning",
        code: "unused-path-parameter",
        message: `the path parameter \`${fact.name}\` does not occur in ${path}; it is left out`,
        pointer: fact.pointer,
      });
    }
    return false;
  });
  return [...inPath, ...others];
}

/** The names in the braces of a path template, each once. */
function namesIn(path: string): string[] {
  return [...new Set(Array.from(path.matchAll(/\{([^{}]+)\}/g), ([, name]) => name ?? ""))];
}

function parameterFact(
  { root }: Source,
  entry: Parameter | { readonly $ref: string },
  at: string,
): ParameterFact | undefined {
  const target = followed<Parameter>(root, entry, at);
  if (target === undefined) return undefined;
  const { node, pointer } = target;
  const [content] = contentOf(root, node.content, `${pointer}/content`);
  return {
    name: node.name,
    in: node.in,
    required: node.required === true || node.in === "path",
    deprecated: node.deprecated === true,
    description: node.description,
    style: node.style,
    explode: node.explode,
    allowReserved: node.allowReserved === true && mayAllowReserved(root, node.in),
    content,
    schema: content?.schema ?? node.schema ?? true,
    schemaPointer: `${content?.pointer ?? pointer}/schema`,
    example: content?.example ?? exampleIn(root, node, pointer),
    pointer,
  };
}

/** Before OpenAPI 3.2 `allowReserved` "only applies to parameters with an `in` value of `query`" (3.1.1, Parameter Object). */
function mayAllowReserved({ openapi }: OpenApiRoot, place: Parameter["in"]): boolean {
  return place === "query" || !/^3\.[01](?:\.|$)/.test(openapi);
}

function undeclared(name: string, pointer: string): ParameterFact {
  return {
    name,
    in: "path",
    required: true,
    deprecated: false,
    description: undefined,
    style: undefined,
    explode: undefined,
    allowReserved: false,
    content: undefined,
    schema: { type: "string" },
    schemaPointer: `${pointer}/schema`,
    example: undefined,
    pointer,
  };
}
