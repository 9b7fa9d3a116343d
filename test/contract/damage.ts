/** Copies of the generated package that are damaged on purpose. They lie where they find `openapi-fetch`. */

import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Entries } from "./entries.ts";

const generated = fileURLToPath(new URL("../../generated/mistral", import.meta.url));
const cache = fileURLToPath(new URL("../../node_modules/.cache", import.meta.url));

export interface Edit {
  /** The program of the worker, or all other JavaScript. */
  readonly part: "worker" | "package";
  /** Found there exactly once. A name in it may have a number behind it there, which sets it apart from another one. */
  readonly from: string;
  readonly to: string;
}

/** A folder of copies. */
export class Copies implements AsyncDisposable {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(): Promise<Copies> {
    await mkdir(cache, { recursive: true });
    return new Copies(await mkdtemp(join(cache, "damaged-")));
  }

  /** Copies the package, makes the edits in the copy, and imports it. */
  async import(name: string, edits: readonly Edit[] = []): Promise<Entries> {
    const copy = join(this.#folder, name.replaceAll(/\W+/g, "-"));
    await cp(generated, copy, { recursive: true });
    const worker = join(copy, "dist/sync/worker.js");
    const scripts = (await readdir(join(copy, "dist"), { recursive: true }))
      .filter((file) => file.endsWith(".js"))
      .map((file) => join(copy, "dist", file))
      .filter((file) => file !== worker);
    for (const { part, from, to } of edits) {
      const files = part === "worker" ? [worker] : scripts;
      const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
      const wanted = patternOf(from);
      const found = files.flatMap((file, at) =>
        texts[at]
          ?.split(wanted)
          .slice(1)
          .map(() => file),
      );
      const [path] = found;
      if (path === undefined || found.length > 1)
        throw new Error(`${part} has ${found.length} times instead of once: ${from}`);
      const text = texts[files.indexOf(path)] ?? "";
      await writeFile(
        path,
        text.replace(wanted, () => to),
      );
    }
    const { exports } = JSON.parse(await readFile(join(copy, "package.json"), "utf8")) as {
      exports: Record<string, { default: string }>;
    };
    const load = async (entry: string): Promise<Entries> => {
      const target = exports[entry]?.default;
      if (target === undefined) throw new Error(`The package has no entry ${entry}`);
      return (await import(/* @vite-ignore */ pathToFileURL(join(copy, target)).href)) as Entries;
    };
    const modules = await Promise.all([".", "./callback", "./sync", "./preview"].map(load));
    const [operations, errors] = await Promise.all([load("./operations"), load("./errors")]);
    return Object.assign({}, ...modules, { operations, errors }) as Entries;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function patternOf(text: string): RegExp {
  const escaped = text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return new RegExp(escaped.replaceAll(/[A-Za-z_]\w*/g, "$&\\d*"));
}
