/**
 * The JavaScript of a package, in few files because each costs the time of who imports it: one for each entry, and one for
 * each set of entries that share modules. Bundlers drop what a program does not use as they would from many files.
 */

import { randomUUID } from "node:crypto";
import { posix, relative, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { BuildFailure, BuildResult, Message } from "esbuild";

import { contentHash } from "../base/content-hash.ts";
import { outputDiagnostic } from "../base/output-problem.ts";
import { manifestOf } from "../base/package-manifest.ts";
import { type Diagnostic, DiagnosticError } from "../diagnostic.ts";
import type { OutputFile } from "../source.ts";
import { withClassNames } from "./class-names.ts";
import { sharedFolder, sharedPath } from "./chunks.ts";
import { type Entries, entriesOf, isModule, scriptOf } from "./entries.ts";
import { OUTPUT } from "./folders.ts";
import { builtGraph, type Graph, guessedGraph } from "./graph.ts";
import { headed, headerOf } from "./header.ts";
import { inMemory } from "./in-memory.ts";
import { LANGUAGE } from "./language.ts";
import { executionRanks, piecesOf } from "./order.ts";
import { effectsOf } from "./side-effects.ts";
import { modulesTogether, ringOf } from "./together.ts";

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

/** JavaScript to be made. */
export interface Bundling {
  /**
   * Stands for how the JavaScript is put together, whatever is in each module, as far as it can be told without the bundler. It holds
   * for what the built-in templates make: others may import files that are no modules, or begin with what formatters drop.
   */
  readonly layout: string;
  /**
   * @param onRead called when the bundler has probably read all sources, and works on another thread.
   * @returns `dist/**\/*.js` for each source that the `package.json` leads to, files that these share, and a copy of each
   * `src/**\/*.js` that uses no other file.
   * @throws DiagnosticError if something is imported that is not there.
   */
  bundle(onRead?: () => void): Promise<Bundled>;
}

export interface Bundled {
  readonly files: readonly OutputFile[];
  /** Whether the bundler found what {@link Bundling.layout} supposes of imports. */
  readonly isAsGuessed: boolean;
}

/**
 * @param files the files of a package.
 * @param lengthOf the characters that a file has, or had before it was formatted.
 */
export function bundlingOf(
  files: readonly OutputFile[],
  lengthOf = ({ text }: OutputFile): number => text.length,
): Bundling {
  const copied = files.filter(isAlone);
  const { sources, replaced } = entriesOf(files);
  const entries: Entries = {
    sources: sources.filter((file) => !copied.includes(file)),
    replaced: [...replaced, ...copied],
  };
  const byPath = new Map(files.map((file) => [file.path, file]));
  const hasEffects = effectsOf(byPath);
  const modulesIn = (graph: Graph): readonly string[] =>
    modulesTogether(
      graph,
      (path) => lengthOf(byPath.get(path)!),
      (path) => isModule({ path }) && !hasEffects(scriptOf({ path })),
    );
  const graph = guessedGraph(byPath, entries);
  const together = modulesIn(graph);
  const copies = copied.map((file) => ({ path: scriptOf(file), text: file.text }));
  return {
    layout: layoutOf(files, entries, graph, together, hasEffects),
    async bundle(onRead = () => {}) {
      if (entries.sources.length === 0) return { files: copies, isAsGuessed: true };
      const guess = { graph, together };
      const made = await bundled(byPath, entries, guess, modulesIn, hasEffects, onRead);
      return { ...made, files: [...made.files, ...copies] };
    },
  };
}

function layoutOf(
  files: readonly OutputFile[],
  { sources, replaced }: Entries,
  { modules }: Graph,
  together: readonly string[],
  hasEffects: (path: string) => boolean,
): string {
  const pathsOf = (some: readonly OutputFile[]): readonly string[] => some.map(({ path }) => path);
  const effective = files.filter((file) => isModule(file) && hasEffects(scriptOf(file)));
  const { sideEffects } = manifestOf(files);
  return contentHash(
    JSON.stringify([
      ...[files, sources, replaced, effective].map(pathsOf),
      [...modules],
      together,
      sideEffects,
    ]),
  );
}

/** Whether a file is JavaScript that uses no other file of the package, and may be loaded by its URL. */
function isAlone(file: OutputFile): boolean {
  if (!isModule(file) || !file.path.endsWith(".js")) return false;
  return !/\b(?:from|import)\s*\(?\s*["']\.\.?\//.test(file.text);
}

interface Guess {
  readonly graph: Graph;
  /** See {@link built}. */
  readonly together: readonly string[];
}

async function bundled(
  files: ReadonlyMap<string, OutputFile>,
  entries: Entries,
  guess: Guess,
  modulesIn: (graph: Graph) => readonly string[],
  hasEffects: (path: string) => boolean,
  onRead: () => void,
): Promise<Bundled> {
  // Stands for the package's folder. Nobody can know it, so that it is in no text of the package.
  const mark = randomUUID();
  try {
    const waiting = new Set(guess.graph.modules.keys());
    const onLoaded = (path: string): void => {
      if (waiting.delete(path) && waiting.size === 0) onRead();
    };
    // What is wrong is told of the sources as they are.
    const first = await built(files, entries, guess.together, mark, onLoaded).catch(() =>
      built(files, entries, [], mark),
    );
    const graph = builtGraph(first.metafile, mark);
    const together = modulesIn(graph);
    // A guess that is wrong costs the time of another build and changes nothing.
    const isRight = isDeepStrictEqual(guess.together, together);
    const isAsGuessed = isRight && isDeepStrictEqual(guess.graph.modules, graph.modules);
    const result = isRight ? first : await built(files, entries, together, mark);
    return { files: placed(result, executionRanks(graph), files, hasEffects, mark), isAsGuessed };
  } catch (error) {
    if (!isFailure(error)) throw error;
    throw new DiagnosticError(error.errors.map((message) => problemOf(message, files, mark)));
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
    ...LANGUAGE,
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
