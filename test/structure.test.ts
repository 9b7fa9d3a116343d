import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

interface SourceImport {
  /** Relative to the folder that is looked at, without extension; or the name of a package. */
  readonly target: string;
  readonly isType: boolean;
}

/** Every import, re-export and dynamic import of a module. */
function importsOf(folder: string, file: string): SourceImport[] {
  const text = readFileSync(join(root, folder, file), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: SourceImport[] = [];
  const add = (specifier: ts.Node | undefined, isType: boolean): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    const name = specifier.text;
    const target = name.startsWith(".")
      ? posix.join(posix.dirname(file), name).replace(/\.(ts|js|json)$/, "")
      : name;
    found.push({ target, isType });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause;
      const names = clause?.namedBindings;
      const onlyTypes =
        names !== undefined &&
        ts.isNamedImports(names) &&
        clause?.name === undefined &&
        names.elements.length > 0 &&
        names.elements.every((element) => element.isTypeOnly);
      add(node.moduleSpecifier, clause?.isTypeOnly === true || onlyTypes);
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Names of globals that a module uses as values. */
function globalsOf(folder: string, file: string, names: readonly string[]): string[] {
  const text = readFileSync(join(root, folder, file), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    const { parent } = node;
    const isMember = parent && ts.isPropertyAccessExpression(parent) && parent.name === node;
    const isKey = parent && ts.isPropertyAssignment(parent) && parent.name === node;
    const isTypePart = parent && (ts.isPropertySignature(parent) || ts.isTypeQueryNode(parent));
    if (ts.isIdentifier(node) && names.includes(node.text) && !isMember && !isKey && !isTypePart) {
      found.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found];
}

function filesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"));
}

const isIn = (file: string, places: readonly string[]): boolean =>
  places.some((place) => (place.endsWith("/") ? file.startsWith(place) : file === `${place}.ts`));

describe("the generator is a one-way street", () => {
  const files = filesOf("generator");

  /**
   * The stages in the order in which data passes through them. A file may import from its own stage and from the ground,
   * where there are types and small tools; the commander of the stages may import them all.
   */
  const ground = [
    "base/",
    "builtin",
    "diagnostic",
    "document",
    "encode",
    "model",
    "plan",
    "source",
  ];
  const stages: Readonly<Record<string, readonly string[]>> = {
    config: ["config", "config/"],
    read: ["read", "read/"],
    resolve: ["resolve", "resolve/"],
    "build-model": ["build-model", "model/"],
    "build-plan": ["build-plan", "plan/"],
    changes: ["changes", "changes/"],
    emit: ["emit", "emit/"],
    render: ["render", "render/"],
    compile: ["compile", "compile/"],
    format: ["format"],
    verify: ["verify", "verify/"],
    write: ["write", "write/"],
  };
  const commanders = ["generate", "reuse", "since", "finish", "stages", "index", "cli", "cli/"];

  test("every file has a stage", () => {
    const places = [...ground, ...Object.values(stages).flat(), ...commanders];
    expect(files.filter((file) => !isIn(file, places))).toEqual([]);
  });

  test("no stage imports another", () => {
    const wrong = Object.values(stages).flatMap((stage) =>
      files
        .filter((file) => isIn(file, stage))
        .flatMap((file) =>
          importsOf("generator", file)
            .filter(({ target }) => files.includes(`${target}.ts`))
            .filter(({ target, isType }) => !isIn(`${target}.ts`, [...stage, ...ground]) && !isType)
            .map(({ target }) => `${file} imports ${target}`),
        ),
    );
    expect(wrong).toEqual([]);
  });

  test("the ground imports nothing above it", () => {
    const wrong = files
      .filter((file) => isIn(file, ground))
      .flatMap((file) =>
        importsOf("generator", file)
          .filter(({ target }) => files.includes(`${target}.ts`) && !isIn(`${target}.ts`, ground))
          .map(({ target }) => `${file} imports ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  test("model and plan are types", () => {
    const wrong = ["model.ts", "plan.ts"].flatMap((file) =>
      importsOf("generator", file)
        .filter(({ isType }) => !isType)
        .map(({ target }) => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test.each([
    ["node:fs", ["read/", "write", "write/"]],
    ["node:fs/promises", ["read/", "verify/", "write", "write/"]],
    ["node:child_process", ["verify/"]],
    ["openapi-typescript", ["emit/"]],
    ["typescript", ["emit/", "compile/"]],
    ["ts-morph", ["emit/"]],
    ["handlebars", ["render", "render/"]],
    ["prettier", ["read/", "format"]],
    ["oxfmt", ["format"]],
    ["oxc-transform", ["compile/", "config/"]],
    ["esbuild", ["compile/"]],
    ["diff", ["write/"]],
    ["chokidar", ["read/"]],
    ["commander", ["cli/"]],
    ["node:process", ["cli", "verify/", "write/content", "write/lock"]],
  ])("%s is used in its place only", (name, places) => {
    const users = files.filter((file) =>
      importsOf("generator", file).some(({ target, isType }) => target === name && !isType),
    );
    expect(users.filter((file) => !isIn(file, places))).toEqual([]);
  });

  test("only the command knows of a process and a console", () => {
    const users = files.filter(
      (file) => globalsOf("generator", file, ["process", "console"]).length > 0,
    );
    expect(users).toEqual(["cli.ts"]);
  });

  test("diagnostics are phrases; whole sentences are for help and documentation", () => {
    const writers = [
      "build-plan",
      "cli/program",
      "emit/error-bodies",
      "emit/schema-doc",
      "plan/arguments",
      "plan/errors",
      "plan/params",
      "plan/result",
      "plan/stream",
      "plan/security",
      "changes/print-markdown",
      "emit/webhooks",
      "plan/stream",
      "plan/waiter",
      "plan/webhooks",
    ];
    const sentences = files
      .filter((file) => !isIn(file, writers))
      .flatMap((file) => {
        const text = readFileSync(join(root, "generator", file), "utf8");
        const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
        const found: string[] = [];
        const visit = (node: ts.Node): void => {
          const isText = ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
          if (isText && /^.[A-Z].* .*[.].$/s.test(node.getText())) found.push(node.getText());
          ts.forEachChild(node, visit);
        };
        visit(source);
        return found.map((sentence) => `${file}: ${sentence}`);
      });
    expect(sentences).toEqual([]);
  });

  test("no layer is known by name", () => {
    const words = /^(.*\/)?(promise|callback|sync|preview)(\/.*)?$/;
    const wrong = files.filter((file) => {
      const text = readFileSync(join(root, "generator", file), "utf8");
      const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
      let found = false;
      const visit = (node: ts.Node): void => {
        if (ts.isStringLiteralLike(node) && words.test(node.text)) found = true;
        ts.forEachChild(node, visit);
      };
      visit(source);
      return found;
    });
    expect(wrong).toEqual([]);
  });
});

describe("the generated package has floors", () => {
  const folder = "generated/mistral/src";
  const files = filesOf(folder);
  const layers = ["batch/", "callback/", "preview/", "promise/", "sync/"];

  const floors: [from: string, allowed: string[]][] = [
    ["runtime/", ["runtime/"]],
    ["operations/", ["operations/", "runtime/", "types"]],
  ];
  for (const layer of layers) floors.push([layer, [layer, "operations/", "runtime/", "types"]]);

  test.each(floors)("%s imports from %s", (from, allowed) => {
    const wrong = files
      .filter((file) => file.startsWith(from))
      .flatMap((file) =>
        importsOf(folder, file)
          .filter(({ target }) => target !== "openapi-fetch")
          .filter(({ target }) => !isIn(`${target}.ts`, allowed))
          .map(({ target }) => `${file} imports ${target}`),
      );
    expect(files.some((file) => file.startsWith(from))).toBe(true);
    expect(wrong).toEqual([]);
  });

  test("openapi-fetch is used in one file, and Node's modules are imported by none", () => {
    const users = (name: RegExp): string[] =>
      files.filter((file) => importsOf(folder, file).some(({ target }) => name.test(target)));
    expect(users(/^openapi-fetch$/)).toEqual(["runtime/http.ts"]);
    expect(users(/^node:/)).toEqual([]);
  });

  test("nothing is exported wholesale", () => {
    const wholesale = files.filter((file) =>
      /^export \*/m.test(readFileSync(join(root, folder, file), "utf8")),
    );
    expect(wholesale).toEqual([]);
  });
});
