/** What the modules of a package import: as their texts look, before they are parsed, and as the bundler found it. */

import type { Metafile } from "esbuild";

import type { OutputFile } from "../source.ts";
import { type Entries, fileAt } from "./entries.ts";

/** Sources are called by their paths. */
export interface Graph {
  readonly entries: readonly string[];
  /** What entries lead to. */
  readonly modules: ReadonlyMap<string, Module>;
}

export interface Module {
  /** In the order of execution. */
  readonly imports: readonly string[];
  /** Whether it imports a package too, or a file that stays where it is. */
  readonly usesOther: boolean;
}

/** Imports and exports at the beginning of a line, of more than types. */
const IMPORT = /^(?:import|export)\s+(?!type\s)(?:[^"'=();]*?\bfrom\s*)?(["'])([^"'\n]+)\1/gm;

/** Guesses the graph from what looks like an import where a line begins, which formatted sources have nowhere else. */
export function guessedGraph(
  files: ReadonlyMap<string, OutputFile>,
  { sources, replaced }: Entries,
): Graph {
  const modules = new Map<string, Module>();
  const waiting = [...sources];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (modules.has(file.path)) continue;
    const { path, text } = file;
    const imported = [...text.matchAll(IMPORT)].map(([, , specifier = ""]) =>
      specifier.startsWith(".") ? fileAt(files, specifier, path) : undefined,
    );
    const inside = imported
      .filter((each) => each !== undefined)
      .filter((each) => !replaced.includes(each));
    modules.set(path, {
      imports: inside.map((each) => each.path),
      usesOther: inside.length < imported.length,
    });
    waiting.push(...inside);
  }
  return { entries: sources.map(({ path }) => path), modules };
}

/** Where esbuild has its functions for syntax that is younger than what it writes. */
const HELPERS = "<runtime>";

/**
 * The graph as esbuild found it.
 *
 * @param mark what esbuild's names of the sources begin with; as a specifier it leads to what no source imports.
 */
export function builtGraph({ inputs, outputs }: Metafile, mark: string): Graph {
  const sourceOf = (name: string): string => name.slice(mark.length + 1);
  const modules = Object.entries(inputs).map(([name, { imports }]): [string, Module] => {
    const own = imports.filter(
      ({ path, kind, original }) =>
        kind !== "dynamic-import" && original !== mark && path !== HELPERS,
    );
    const inside = own.filter(({ external }) => external !== true);
    const usesOther = inside.length < own.length;
    return [sourceOf(name), { imports: inside.map(({ path }) => sourceOf(path)), usesOther }];
  });
  const entries = Object.values(outputs).flatMap(({ entryPoint }) => entryPoint ?? []);
  return { entries: entries.map(sourceOf), modules: new Map(modules) };
}
