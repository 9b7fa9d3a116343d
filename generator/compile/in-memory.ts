import { posix } from "node:path";
import type { Loader, Plugin } from "esbuild";

import type { OutputFile } from "../source.ts";
import { fileAt, scriptOf } from "./entries.ts";
import { outputOf } from "./folders.ts";

/**
 * Makes esbuild read the given files and nothing else.
 *
 * @param apart the files that are imported from where they lie.
 * @param followers the paths of files that others import beside what is in their texts, by the paths of those.
 * @param mark stands for the package's folder: it is the namespace of the files, and begins what is resolved later. As a specifier
 *   it leads to the follower.
 * @param onLoaded called with the path of each file that is read.
 */
export function inMemory(
  files: ReadonlyMap<string, OutputFile>,
  apart: ReadonlySet<OutputFile>,
  followers: ReadonlyMap<string, string>,
  mark: string,
  onLoaded: (path: string) => void,
): Plugin {
  return {
    name: "in-memory",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /(?:)/ }, ({ path, importer, kind }) => {
        if (kind === "entry-point") return { path: path.slice(mark.length), namespace: mark };
        const follower = path === mark ? followers.get(importer) : undefined;
        if (follower !== undefined) return { path: follower, namespace: mark };
        if (!/^\.\.?(?:\/|$)/.test(path)) return { path, external: true };
        const file = fileAt(files, path, importer);
        if (file === undefined)
          return { errors: [{ text: `it imports ${path}, which no template makes` }] };
        if (apart.has(file)) return { path: `${mark}:/${scriptOf(file)}`, external: true };
        return { path: file.path, namespace: mark };
      });
      onLoad({ filter: /(?:)/, namespace: mark }, ({ path }) => {
        const text = withPlaces(files.get(path)?.text ?? "", path, mark);
        onLoaded(path);
        const contents = followers.has(path) ? `${text}\nimport "${mark}";\n` : text;
        // As a string it would be encoded in ten times the time.
        return {
          contents: Buffer.from(contents),
          loader: path.slice(path.lastIndexOf(".") + 1) as Loader,
        };
      });
    },
  };
}

/** The source with `new URL("../a.js", import.meta.url)` changed so that it holds wherever the code will lie. */
function withPlaces(text: string, path: string, mark: string): string {
  if (!text.includes("import.meta.url")) return text;
  return text.replace(
    /(\bnew URL\(\s*["'])(\.[^"']*)(?=["'],\s*import\.meta\.url\b)/g,
    (_, start: string, target: string) =>
      `${start}${mark}:/${outputOf(posix.join(posix.dirname(path), target))}`,
  );
}
