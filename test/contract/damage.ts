/** Copies of the generated package that are damaged on purpose. They lie where they find `openapi-fetch`. */

import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Entries } from "./entries.ts";

const generated = fileURLToPath(new URL("../../generated/mistral", import.meta.url));
const cache = fileURLToPath(new URL("../../node_modules/.cache", import.meta.url));

export interface Edit {
  /** In the package's folder. */
  readonly file: string;
  /** Found in the file exactly once. */
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
    for (const { file, from, to } of edits) {
      const path = join(copy, file);
      const source = await readFile(path, "utf8");
      if (source.split(from).length !== 2) throw new Error(`${file} does not have once: ${from}`);
      await writeFile(
        path,
        source.replace(from, () => to),
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
