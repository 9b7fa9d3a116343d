/** A generated package on the disk, and the projects in which compilers look at it. */

import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { OutputFile } from "../../generator/source.ts";

const modules = fileURLToPath(new URL("../../node_modules/", import.meta.url));

const SHARED = {
  target: "es2022",
  module: "nodenext",
  lib: ["es2022", "dom"],
  types: [],
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
};

/** The projects, each a file beside the package. */
const PROJECTS = {
  sources: {
    compilerOptions: {
      ...SHARED,
      lib: [...SHARED.lib, "dom.iterable"],
      isolatedDeclarations: true,
      declaration: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      skipLibCheck: true,
    },
    include: ["package/src/**/*.ts"],
  },
  declarations: {
    compilerOptions: { ...SHARED, skipLibCheck: false },
    include: ["package/dist/**/*.d.ts"],
  },
  calls: {
    compilerOptions: { ...SHARED, skipLibCheck: true },
    include: ["consumer/*.ts"],
  },
} as const;

/** A folder with the package, and a consumer that finds it by its name. */
export class PackageFolder implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async create(name: string, files: readonly OutputFile[]): Promise<PackageFolder> {
    const folder = new PackageFolder(await mkdtemp(join(tmpdir(), "corpus-")));
    for (const { path, text } of files) await folder.write(`package/${path}`, text);
    await folder.write("consumer/package.json", '{ "type": "module" }');
    for (const [project, config] of Object.entries(PROJECTS))
      await folder.write(`${project}.json`, JSON.stringify(config));
    await folder.#link("openapi-fetch", join(modules, "openapi-fetch"));
    await folder.#link(name, join(folder.path, "package"));
    return folder;
  }

  async write(path: string, text: string): Promise<void> {
    const file = join(this.path, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }

  async #link(name: string, target: string): Promise<void> {
    const link = join(this.path, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(target, link, "junction");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}
