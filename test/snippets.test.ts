import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const guides = readdirSync(join(root, "docs")).map((name) => `docs/${name}`);
const documents = ["README.md", "generated/mistral/README.md", ...guides];

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  noEmit: true,
};

/** The TypeScript blocks of all documents, as modules that lie beside them. */
const snippets = new Map(
  documents.flatMap((document) => {
    const text = readFileSync(join(root, document), "utf8");
    return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match, index) => {
      const line = text.slice(0, match.index).split("\n").length;
      const code = match[1] ?? "";
      // A snippet that others import says its name in its first line.
      const name = /^\/\/ (\S+\.ts)\n/.exec(code)?.[1] ?? `snippet-${index}-line-${line}.ts`;
      const file = join(root, dirname(document), name);
      return [file, { document, code: `${code}\nexport {};\n` }] as const;
    });
  }),
);

const host = ts.createCompilerHost(options);
const { fileExists, readFile, getSourceFile } = host;
host.fileExists = (file) => snippets.has(file) || fileExists(file);
host.readFile = (file) => snippets.get(file)?.code ?? readFile(file);
host.getSourceFile = (file, ...rest) => {
  const code = snippets.get(file)?.code;
  return code === undefined
    ? getSourceFile(file, ...rest)
    : ts.createSourceFile(file, code, rest[0]);
};
const program = ts.createProgram([...snippets.keys()], options, host);

test("every document has snippets", () => {
  const counts = new Map(documents.map((document) => [document, 0]));
  for (const { document } of snippets.values())
    counts.set(document, (counts.get(document) ?? 0) + 1);
  expect(
    [...counts].filter(([document, count]) => count === 0 && !document.startsWith("docs/")),
  ).toEqual([]);
});

test.each([...snippets.keys()].map((file) => [file.slice(root.length + 1), file]))(
  "%s compiles",
  (_name, file) => {
    const source = program.getSourceFile(file);
    const problems = ts.getPreEmitDiagnostics(program, source);
    expect(
      problems.map((problem) => ts.flattenDiagnosticMessageText(problem.messageText, "\n")),
    ).toEqual([]);
  },
);
