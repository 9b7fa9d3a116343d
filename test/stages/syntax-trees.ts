/** What of a file's syntax tree no text of a document may change. */

import type { Nodes, Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import ts from "typescript";
import { expect } from "vitest";
import type { OutputFile } from "../../generator/source.ts";

/** The tree of a script, a Markdown or a JSON file. Fails for what does not parse. */
export function treeOf({ path, text }: OutputFile): unknown {
  if (path.endsWith(".md")) return outlineOf(text);
  if (path.endsWith(".json")) return shapeOf(JSON.parse(text));
  const kinds = kindsOf(parseScript(text));
  return path.endsWith(".js") ? kinds.map(withAnyQuotes) : kinds;
}

/** esbuild writes a string of JavaScript in the quotes that need the fewest escapes, and those of a template are among them. */
function withAnyQuotes(kind: string): string {
  return kind === ts.SyntaxKind[ts.SyntaxKind.NoSubstitutionTemplateLiteral]
    ? ts.SyntaxKind[ts.SyntaxKind.StringLiteral]
    : kind;
}

export function parseScript(text: string): ts.SourceFile {
  const source = ts.createSourceFile("a.ts", text, ts.ScriptTarget.ES2022, true);
  const { parseDiagnostics: [problem] = [] } = source as { parseDiagnostics?: ts.Diagnostic[] };
  const line =
    problem === undefined ? "" : text.slice(Math.max(0, (problem.start ?? 0) - 40)).slice(0, 80);
  expect([problem?.messageText, line]).toEqual([undefined, ""]);
  return source;
}

/** The kinds of all nodes in order, with the tags of their comments; how a property's name is written does not count. */
export function kindsOf(root: ts.Node): string[] {
  const kinds: string[] = [];
  const visit = (node: ts.Node): void => {
    const { parent } = node;
    const isName =
      parent !== undefined &&
      (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) &&
      parent.name === node;
    if (isName) {
      kinds.push("name");
      return;
    }
    const tags = ts.getJSDocTags(node).filter((tag) => tag.parent.parent === node);
    kinds.push([ts.SyntaxKind[node.kind], ...tags.map((tag) => `@${tag.tagName.text}`)].join(" "));
    ts.forEachChild(node, visit);
  };
  visit(root);
  return kinds;
}

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, shapeOf(entry)]));
}

const FORBIDDEN = [
  "html",
  "image",
  "imageReference",
  "linkReference",
  "definition",
  "footnoteDefinition",
];

/** The headings, tables and TypeScript that the template itself has. */
function outlineOf(text: string): unknown[] {
  const root: Root = fromMarkdown(text, {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  });
  const visit = (node: Nodes): void => {
    expect(FORBIDDEN).not.toContain(node.type);
    if ("children" in node) node.children.forEach(visit);
  };
  visit(root);
  return root.children.flatMap((node): unknown[] => {
    if (node.type === "heading") return [`heading ${node.depth}`];
    if (node.type === "table") return [`table ${node.children.length}`];
    const own = node.type === "code" && /^(?:import|\/\/ clients\.ts|npm) ?/.test(node.value);
    if (!own) return [];
    return [node.lang, node.lang === "ts" ? kindsOf(parseScript(node.value)) : []];
  });
}
