/** The tree of resources that the stems make. */

import type { StableNames } from "../base/held-names.ts";
import { className, fileName, NameSet } from "../base/naming.ts";
import type { ChildPlan, OperationPlan, ResourcePlan } from "../plan.ts";

interface Node {
  readonly words: readonly string[];
  readonly operations: OperationPlan[];
  readonly children: Map<string, Node>;
}

/**
 * @param operations in the document's order.
 * @param typeNames those of exported types; the classes get theirs from it too.
 * @returns every resource, parents before children, and those of the first level.
 */
export function resourcesOf(
  operations: readonly OperationPlan[],
  typeNames: StableNames,
): { readonly resources: readonly ResourcePlan[]; readonly root: readonly ChildPlan[] } {
  const root: Node = { words: [], operations: [], children: new Map() };
  for (const operation of operations)
    nodeAt(root, operation.stem.split(".").slice(0, -1)).operations.push(operation);
  const classes = new Set<string>();
  const files = new NameSet([], { fileNames: true });
  const named = new Map<Node, ChildPlan>();
  const nodes = [...descendants(root)];
  for (const node of nodes) {
    const name = className(node.words.join(" "));
    const path = node.words.join(".");
    const longer = `${name}Resource`;
    const isType = typeNames.has(name) && !classes.has(name);
    const wasType = typeNames.held({ owner: path, wanted: longer }) !== undefined;
    const given = typeNames.add(isType || wasType ? longer : name, path);
    classes.add(given);
    named.set(node, {
      property: node.words.at(-1) ?? "",
      class: given,
      file: files.add(fileName(node.words.join(" "))),
    });
  }
  const childrenOf = (node: Node): ChildPlan[] =>
    [...node.children.values()].flatMap((child) => named.get(child) ?? []);
  const resources = nodes.flatMap((node) => {
    const own = named.get(node);
    return own === undefined ? [] : [resourcePlan(node, own, childrenOf(node))];
  });
  return { resources, root: childrenOf(root) };
}

function nodeAt(root: Node, words: readonly string[]): Node {
  let node = root;
  for (const [index, word] of words.entries()) {
    let child = node.children.get(word);
    if (child === undefined) {
      child = { words: words.slice(0, index + 1), operations: [], children: new Map() };
      node.children.set(word, child);
    }
    node = child;
  }
  return node;
}

function* descendants(node: Node): Generator<Node> {
  for (const child of node.children.values()) {
    yield child;
    yield* descendants(child);
  }
}

function resourcePlan(node: Node, own: ChildPlan, children: readonly ChildPlan[]): ResourcePlan {
  const { operations } = node;
  const declared = new Set(
    operations.flatMap(({ declarations }) => declarations.map(({ name }) => name)),
  );
  const inputs = operations.flatMap((operation) => operation.arguments.flatMap(({ uses }) => uses));
  const results = [...inputs, ...operations.flatMap(({ result }) => result.uses)];
  const returned = [...results, ...operations.flatMap(({ page }) => page?.uses ?? [])];
  const isDeclared = (name: string): boolean => declared.has(name);
  const isImported = (name: string): boolean => !declared.has(name);
  const params = operations
    .filter(({ params: { none } }) => !none)
    .map(({ params: { type } }) => type);
  return {
    path: node.words.join("."),
    ...own,
    operations,
    children,
    imports: {
      types: sorted(returned.filter(isImported)),
      results: sorted(results.filter(isImported)),
      arguments: sorted(inputs.filter(isImported)),
      params: sorted([...params, ...returned.filter(isDeclared)]),
      inputs: sorted([...params, ...inputs.filter(isDeclared)]),
      functions: sorted(operations.map((operation) => operation.function)),
      waiters: sorted(operations.flatMap(({ waiter }) => waiter?.function ?? [])),
      constants: sorted(operations.map(({ constant }) => constant)),
    },
    has: {
      operations: operations.length > 0,
      single: operations.some(
        ({ page, stream, waiter }) =>
          (page === undefined && stream === undefined) || waiter !== undefined,
      ),
      pages: operations.some(({ page }) => page !== undefined),
      streams: operations.some(({ stream }) => stream !== undefined),
      events: operations.some(({ stream }) => stream?.events === true),
      waiters: operations.some(({ waiter }) => waiter !== undefined),
      binary: operations.some(({ result }) => result.binary),
      noParams: operations.some(({ params: { none } }) => none),
    },
  };
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
