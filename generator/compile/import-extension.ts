/** Import specifiers for an application's own TypeScript sources: `.ts` or none in place of the `.js` that packages need. */

import type { Node } from "typescript";

import type { OutputFile } from "../source.ts";

export type ImportExtension = ".js" | ".ts" | "";

/**
 * Gives the relative imports, re-exports, `import()` calls and import types of TypeScript files another extension. An import
 * of a file that is JavaScript itself stays as it is, and so does everything that only looks like an import, for instance
 * `new URL("./worker.js", import.meta.url)`.
 */
export async function rewriteImports(
  files: readonly OutputFile[],
  extension: ImportExtension,
): Promise<OutputFile[]> {
  if (extension === ".js") return [...files];
  const { default: ts } = await import("typescript");
  const paths = new Set(files.map((file) => file.path));

  const specifiers = ({
    path,
    text,
  }: OutputFile): { start: number; end: number; name: string }[] => {
    const source = ts.createSourceFile(path, text, {
      languageVersion: ts.ScriptTarget.ES2022,
      jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
    });
    const found: { start: number; end: number; name: string }[] = [];
    const add = (node: Node | undefined): void => {
      if (node === undefined || !ts.isStringLiteralLike(node)) return;
      found.push({ start: node.getStart(source) + 1, end: node.getEnd() - 1, name: node.text });
    };
    const visit = (node: Node): void => {
      if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
      else if (ts.isImportTypeNode(node))
        add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined);
      else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
        add(node.arguments[0]);
      else if (ts.isModuleDeclaration(node)) add(node.name);
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  };

  return files.map((file) => {
    if (!file.path.endsWith(".ts")) return file;
    let text = "";
    let end = 0;
    for (const { start, end: stop, name } of specifiers(file)) {
      if (!/^\.\.?\/.*\.js$/.test(name) || paths.has(resolvePath(file.path, name))) continue;
      text += file.text.slice(end, start) + name.slice(0, -".js".length) + extension;
      end = stop;
    }
    return end === 0 ? file : { path: file.path, text: text + file.text.slice(end) };
  });
}

/** The path, relative to the output folder, that `specifier` in the file `from` means. */
function resolvePath(from: string, specifier: string): string {
  const { pathname } = new URL(specifier, new URL(from, "file:///"));
  return decodeURIComponent(pathname.slice(1));
}
