/** What would be made again as it is in the output is taken from there. */

import { contentHash } from "./base/content-hash.ts";
import type { Affected } from "./changes/affected.ts";
import { declarationPath, OUTPUT } from "./compile/folders.ts";
import { type Module, modulesOf, saidOfAll } from "./emit/modules.ts";
import type { Plan } from "./plan.ts";
import type { InputRecord, OutputFile } from "./source.ts";
import type { Digests, EarlierRun } from "./stages.ts";

/** Of the inputs, those that may have changed: they are in what is compared, or have no say in how it is made. */
const COMPARED: ReadonlySet<string> = new Set(["document", "overlays", "templates"]);

/** Stands among the paths of files for all JavaScript. */
const LAYOUT = OUTPUT;

/** Whether an earlier run made what this one would of the same document and the same templates. */
export function isComparable(earlier: EarlierRun, inputs: readonly InputRecord[]): boolean {
  return earlier.changedInputs(inputs).every(({ kind }) => COMPARED.has(kind));
}

/** Finds files of an earlier run, and keeps for the next one what those of this run are made from. */
export class Reuse {
  readonly #earlier: EarlierRun | undefined;
  readonly #modules: readonly Module[];
  readonly #paths: ReadonlySet<string>;
  readonly #digests: Map<string, string>;
  /** Of modules, before they are formatted. */
  readonly #lengths = new Map<string, number>();
  readonly #taken = new Map<string, OutputFile>();
  readonly #files = new Set<OutputFile>();

  /**
   * @param earlier one that {@link isComparable}.
   * @param affected since that run; undefined if that is everything.
   */
  constructor(plan: Plan, earlier?: EarlierRun, affected?: Affected) {
    this.#earlier = earlier;
    this.#modules = modulesOf(plan);
    this.#paths = new Set(this.#modules.map(({ path }) => path));
    const common = contentHash(JSON.stringify(saidOfAll(plan)));
    this.#digests = new Map(
      this.#modules.map(({ path, said }) => [path, contentHash(common + JSON.stringify(said))]),
    );
    if (affected === undefined) return;
    for (const { path, schemas } of this.#modules) {
      if (schemas.some((pointer) => affected.has(pointer)) || !this.#isSame(path)) continue;
      const [, length] = earlier?.digests[path]?.split(" ") ?? [];
      const file = length === undefined ? undefined : this.#fileAt(path);
      if (file === undefined) continue;
      this.#taken.set(path, file);
      this.#lengths.set(path, Number(length));
    }
  }

  /**
   * By the path of each module the digest of what the plan says of it, with its length before it was formatted, of any other file that
   * of its text before that; and by {@link LAYOUT} how the JavaScript is put together.
   */
  get digests(): Digests {
    const lengths = [...this.#lengths].map(([path, length]) => [
      path,
      `${this.#digests.get(path)} ${length}`,
    ]);
    return { ...Object.fromEntries(this.#digests), ...Object.fromEntries(lengths) };
  }

  /** Whether there is a run to take from. */
  get looksBack(): boolean {
    return this.#earlier !== undefined;
  }

  /** Whether a module is taken, and need not be emitted: neither does the plan say anything else of it, nor is a schema affected. */
  takes(path: string): boolean {
    return this.#taken.has(path);
  }

  /** All modules in their order. */
  modules(emitted: ReadonlyMap<string, OutputFile>): readonly OutputFile[] {
    for (const { path, text } of emitted.values()) this.#lengths.set(path, text.length);
    return this.#modules.flatMap(({ path }) => emitted.get(path) ?? this.#taken.get(path) ?? []);
  }

  /** The characters that a source has, or had before it was formatted if it is taken. */
  lengthOf({ path, text }: OutputFile): number {
    return this.#lengths.get(path) ?? text.length;
  }

  /** Whether a file is as it was written. */
  has(file: OutputFile): boolean {
    return this.#files.has(file);
  }

  /** Whether a source, or JavaScript, is as the earlier run made it; of a module that was emitted again that is not known. */
  isSame(file: OutputFile): boolean {
    return this.has(file) || this.#isTextSame(file);
  }

  /** What was written of a source, or of JavaScript, that is not formatted. */
  written(file: OutputFile): OutputFile | undefined {
    if (this.has(file)) return file;
    return this.#isTextSame(file) ? this.#fileAt(file.path) : undefined;
  }

  /** What was written as the declaration of a source. */
  declaration(source: OutputFile): OutputFile | undefined {
    const path = declarationPath(source.path);
    if (path === undefined) return undefined;
    return this.isSame(source) ? this.#fileAt(path) : undefined;
  }

  /**
   * All JavaScript, if it was put together in the same way; undefined otherwise, or if a file is not as it was written. None of it is
   * taken yet.
   *
   * @param sources of this run.
   */
  javascript(layout: string, sources: readonly OutputFile[]): readonly OutputFile[] | undefined {
    const { digests = {} } = this.#earlier ?? {};
    if (digests[LAYOUT] !== layout) return undefined;
    const rendered = new Set(sources.map(({ path }) => path));
    const paths = Object.keys(digests).filter((path) => /^dist\/.*\.js$/.test(path));
    const files = paths.filter((path) => !rendered.has(path)).map((path) => this.before(path));
    return files.every((file) => file !== undefined) ? files : undefined;
  }

  /** A file as the earlier run wrote it, if it still is. */
  before(path: string): OutputFile | undefined {
    return this.#earlier?.fileAt(path);
  }

  /** Takes files that were written {@link before}. */
  take(files: readonly OutputFile[]): void {
    for (const file of files) {
      const digest = this.#earlier?.digests[file.path];
      if (digest !== undefined) this.#digests.set(file.path, digest);
      this.#files.add(file);
    }
  }

  /** Remembers for the next run how the JavaScript of this one is put together. */
  noteLayout(layout: string): void {
    this.#digests.set(LAYOUT, layout);
  }

  /** A module that is emitted is not looked for by its text: what the next run has is what the plan says of it. */
  #isTextSame({ path, text }: OutputFile): boolean {
    if (this.#paths.has(path)) return false;
    if (!this.#digests.has(path)) this.#digests.set(path, contentHash(text));
    return this.#isSame(path);
  }

  #isSame(path: string): boolean {
    const [digest] = this.#earlier?.digests[path]?.split(" ") ?? [];
    return digest !== undefined && digest === this.#digests.get(path);
  }

  #fileAt(path: string): OutputFile | undefined {
    const file = this.before(path);
    if (file !== undefined) this.#files.add(file);
    return file;
  }
}
