/**
 * The JavaScript of a package, in few files because each costs the time of who imports it: one for each entry, and one for
 * each set of entries that share modules. Bundlers drop what a program does not use as they would from many files.
 */

import { randomUUID } from "node:crypto";
import { posix, relative, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { BuildFailure, BuildResult, Message } from "esbuild";

import { outputDiagnostic } from "../base/output-problem.ts";
import { type Diagnostic, DiagnosticError } from "../diagnostic.ts";
import type { OutputFile } from "../source.ts";
import { withClassNames } from "./class-names.ts";
import { sharedFolder, sharedPath } from "./chunks.ts";
import { type Entries, entriesOf, isModule, scriptOf } from "./entries.ts";
import { OUTPUT } from "./folders.ts";
import { builtGraph, type Graph, guessedGraph } from "./graph.ts";
import { headed, headerOf } from "./header.ts";
import { inMemory } from "./in-memory.ts";
import { executionRanks, piecesOf } from "./order.ts";
import { effectsOf } from "./side-effects.ts";
import { modulesTogether, ringOf } from "./together.ts";

/** The youngest syntax in the JavaScript of a package. */
const TARGET = "es2022";

/** Starts the process of the bundler, which takes some time, beside what comes before it is needed. */
export async function startBundler(): Promise<void> {
  const { transform } = await import("esbuild");
  // Whatever hinders it will hinder the build.
  transform("").catch(() => undefined);
}

/** Ends the process of the bundler, whoever uses it; the next build starts another. */
export async function stopBundler(): Promise<void> {
  const { stop } = await import("esbuild");
  await stop();
}

/**
 * @param files the files of a package.
 * @param onRead called when the bundler has probably read them all, and works on another thread.
 * @returns `dist/**\/*.js` for each source that the `package.json` leads to, files that these share, and a copy of each
 * `src/**\/*.js` that uses no other file.
 * @throws DiagnosticError if something is imported that is not there.
 */
export async function javascriptOf(
  files: readonly OutputFile[],
  onRead = (): void => {},
): Promise<OutputFile[]> {
  const copied = files.filter(isAlone);
  const copies = copied.map((file) => ({ path: scriptOf(file), text: file.text }));
  const { sources, replaced } = entriesOf(files);
  const entries = sources.filter((file) => !copied.includes(file));
  if (entries.length === 0) return copies;
  const apart = [...replaced, ...copied];
  const made = await bundled(files, { sources: entries, replaced: apart }, onRead);
  return [...made, ...copies];
}

/** Whether a file is JavaScript that uses no other file of the package, and may be loaded by its URL. */
function isAlone(file: OutputFile): boolean {
  if (!isModule(file) || !file.path.endsWith(".js")) return false;
  return !/\b(?:from|import)\s*\(?\s*["']\.\.?\//.test(file.text);
}

async function bundled(
  files: readonly OutputFile[],
  entries: Entries,
  onRead: () => void,
): Promise<OutputFile[]> {
  // Stands for the package's folder. Nobody can know it, so that it is in no text of the package.
  const mark = randomUUID();
  const byPath = new Map(files.map((file) => [file.path, file]));
  const hasEffects = effectsOf(byPath);
  const together = (graph: Graph): readonly string[] =>
    modulesTogether(
      graph,
      (path) => byPath.get(path)?.text.length ?? 0,
      (path) => isModule({ path }) && !hasEffects(scriptOf({ path })),
    );
  try {
    // A guess that is wrong costs the time of another build and changes nothing.
    const guessed = guessedGraph(byPath, entries);
    const guess = together(guessed);
    const waiting = new Set(guessed.modules.keys());
    const onLoaded = (path: string): void => {
      if (waiting.delete(path) && waiting.size === 0) onRead();
    };
    // What is wrong is told of the sources as they are.
    const first = await built(byPath, entries, guess, mark, onLoaded).catch(() =>
      built(byPath, entries, [], mark),
    );
    const graph = builtGraph(first.metafile, mark);
    const right = together(graph);
    const result = isDeepStrictEqual(guess, right)
      ? first
      : await built(byPath, entries, right, mark);
    return placed(result, executionRanks(graph), byPath, hasEffects, mark);
  } catch (error) {
    if (!isFailure(error)) throw error;
    throw new DiagnosticError(error.errors.map((message) => problemOf(message, byPath, mark)));
  }
}

type Built = BuildResult<{ write: false; metafile: true }>;

/** @param together the paths of the modules that are put into one file. */
async function built(
  files: ReadonlyMap<string, OutputFile>,
  { sources, replaced }: Entries,
  together: readonly string[],
  mark: string,
  onLoaded = (_path: string): void => {},
): Promise<Built> {
  const { build } = await import("esbuild");
  return build({
    entryPoints: sources.map((file) => {
      const out = scriptOf(file).slice(OUTPUT.length, -".js".length);
      // With the mark, lest esbuild finds a file of that name in the working folder and calls it otherwise.
      return { in: mark + file.path, out };
    }),
    absWorkingDir: resolve(),
    outdir: OUTPUT,
    publicPath: `${mark}:/${OUTPUT}`,
    chunkNames: "[hash]",
    write: false,
    bundle: true,
    splitting: true,
    metafile: true,
    format: "esm",
    platform: "neutral",
    target: TARGET,
    charset: "utf8",
    legalComments: "inline",
    logLevel: "silent",
    tsconfigRaw: { compilerOptions: { target: TARGET, verbatimModuleSyntax: true } },
    plugins: [inMemory(files, new Set(replaced), ringOf(together), mark, onLoaded)],
  });
}

/** The files under their final paths, with the headers of their sources. */
function placed(
  { outputFiles, metafile }: Built,
  ranks: ReadonlyMap<string, number>,
  files: ReadonlyMap<string, OutputFile>,
  hasEffects: (path: string) => boolean,
  mark: string,
): OutputFile[] {
  const folder = sharedFolder([...files.keys()]);
  const textAt = (path: string): string => files.get(path)?.text ?? "";
  const built = outputFiles.map((file) => {
    const path = relative(resolve(), file.path).replaceAll("\\", "/");
    const { entryPoint, exports = [] } = metafile.outputs[path] ?? {};
    const { head, modules, tail } = piecesOf(file.text, exports.length > 0, mark, ranks);
    const codes = modules.flatMap((module) => [
      `// ${module.path}\n`,
      withClassNames(module.code, textAt(module.path)),
    ]);
    const sources = modules.map((module) => module.path);
    if (entryPoint !== undefined) sources.unshift(entryPoint.slice(mark.length + 1));
    const place = entryPoint === undefined ? sharedPath(sources, folder, hasEffects) : path;
    const isEffective = [place, ...sources.map((each) => scriptOf({ path: each }))].some(
      hasEffects,
    );
    return { path, place, isEffective, sources, pieces: [head, ...codes, tail] };
  });
  const byPath = new Map(built.map((file) => [file.path, file]));
  const bare = new RegExp(`^import "${mark}:/([^"]*)";\n`, "gm");
  const marked = new RegExp(`${mark}:(?:/([^"']*))?`, "g");
  const linked = (piece: string, place: string): string => {
    // Few pieces do.
    if (!piece.includes(mark)) return piece;
    const needed = piece.replace(bare, (line, target: string) =>
      (byPath.get(target)?.isEffective ?? hasEffects(target)) ? line : "",
    );
    return needed.replace(marked, (_, target?: string) =>
      target === undefined ? "" : linkTo(byPath.get(target)?.place ?? target, place),
    );
  };
  return built.map(({ place, sources, pieces }) => {
    const code = pieces.map((piece) => linked(piece, place)).join("");
    const headers = sources.map((path) => headerOf(textAt(path)));
    const header = headers.find((each) => each !== "") ?? "";
    return { path: place, text: headed(code.trim() === "" ? "export {};\n" : code, header) };
  });
}

function linkTo(path: string, from: string): string {
  const link = posix.relative(posix.dirname(from), path);
  return link.startsWith(".") ? link : `./${link}`;
}

function isFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error;
}

function problemOf(
  { text, location }: Message,
  files: ReadonlyMap<string, OutputFile>,
  mark: string,
): Diagnostic {
  const message = text.replaceAll(`${mark}:`, "");
  const file = files.get(location?.file.slice(mark.length + 1) ?? "");
  if (file === undefined || location === null) throw new Error(message);
  // Its columns count bytes from 0.
  const { length } = Buffer.from(location.lineText).subarray(0, location.column).toString();
  const place = { line: location.line, column: length + 1 };
  return outputDiagnostic(file, "unlinkable-output", message, place);
}
