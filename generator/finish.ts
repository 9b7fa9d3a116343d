/** The last part of the street: from what is emitted and rendered to the files as they are written. */

import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";

import { atMost, once } from "./base/beside.ts";
import { outputFolderOf } from "./base/output-folder.ts";
import type { ClientConfig } from "./config.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Plan } from "./plan.ts";
import type { Inputs } from "./read.ts";
import type { Reuse } from "./reuse.ts";
import type { OutputFile } from "./source.ts";
import type { GenerateOptions } from "./stages.ts";

interface Decided {
  readonly inputs: Inputs;
  readonly plan: Plan;
}

export interface Finished {
  readonly files: readonly OutputFile[];
  /** What kept the type-checker from its work. */
  readonly hindrances: readonly Diagnostic[];
}

export interface Finishing {
  /**
   * Begins with files of which each is already what {@link Finishing.finish} will get, on other threads. It waits for their
   * start only.
   */
  begin(files: readonly OutputFile[]): Promise<void>;
  /**
   * The files with what is compiled of them, formatted, and checked if that is wanted.
   *
   * @param sources all of them.
   * @param meanwhile what this thread does while others have to do.
   * @throws DiagnosticError about places in `sources`.
   */
  finish<T>(
    sources: readonly OutputFile[],
    meanwhile: () => Promise<T>,
  ): Promise<readonly [Finished, T]>;
}

export async function startFinishing(
  client: ClientConfig,
  decided: Decided,
  reuse: Reuse,
  options: GenerateOptions,
): Promise<Finishing> {
  const { inputs, plan } = decided;
  const [{ format, formatterOf }, compile] = await Promise.all([
    import("./format.ts"),
    import("./compile.ts"),
  ]);
  const { bundlingOf, declarationOf, declarationsOf, isModule, isSameScript, rewriteImports } =
    compile;
  const isPackage = plan.package.kind === "package";
  const areTemplatesBuiltIn = (client.templates ?? []).length === 0;
  if (isPackage) await compile.startBundler();
  const takeTurn = atMost(availableParallelism());
  const formatter = formatterOf({ format: client.format, ...inputs.style });
  const formatted = once(
    async (file: OutputFile) => reuse.written(file) ?? takeTurn(() => formatter(file)),
  );
  const declared = once(
    async (file: OutputFile) => reuse.declaration(file) ?? takeTurn(() => declarationOf(file)),
  );
  const declaration = once(async (made: OutputFile) =>
    reuse.has(made) ? made : takeTurn(() => formatter(made)),
  );

  const start = async (file: OutputFile): Promise<void> => {
    const [made] = await Promise.all([declared(file), formatted(file)]);
    if ("path" in made) await declaration(made);
  };
  const startEach = (files: readonly OutputFile[]): void => {
    // What goes wrong is told by who waits for it.
    for (const file of files) start(file).catch(() => undefined);
  };

  const isScriptSame = async (source: OutputFile): Promise<boolean> => {
    const before = reuse.before(source.path);
    const now = await formatted(source);
    return before !== undefined && !("severity" in now) && isSameScript(before, now);
  };

  /** What the earlier run made, if this one would make it again. */
  const javascriptBefore = async (
    sources: readonly OutputFile[],
    layout: string,
  ): Promise<readonly OutputFile[] | undefined> => {
    const files = reuse.javascript(layout, sources);
    if (files === undefined) return undefined;
    const changed = sources.filter((source) => isModule(source) && !reuse.isSame(source));
    startEach(changed);
    for (const source of changed) if (!(await isScriptSame(source))) return undefined;
    reuse.take(files);
    return files;
  };

  const bundle = async (
    sources: readonly OutputFile[],
    onRead: () => void,
  ): Promise<readonly OutputFile[]> => {
    try {
      const bundling = bundlingOf(sources, (file) => reuse.lengthOf(file));
      // Of other templates the layout does not say enough.
      if (!areTemplatesBuiltIn) return (await bundling.bundle(onRead)).files;
      const before = await javascriptBefore(sources, bundling.layout);
      const { files, isAsGuessed } =
        before === undefined ? await bundling.bundle(onRead) : { files: before, isAsGuessed: true };
      if (isAsGuessed) reuse.noteLayout(bundling.layout);
      return files;
    } finally {
      onRead();
      if (options.ownsBundler === true) await compile.stopBundler();
    }
  };

  const finishPackage: Finishing["finish"] = async (sources, meanwhile) => {
    let onRead = (): void => {};
    const read = new Promise<void>((done) => (onRead = done));
    const compiled = bundle(sources, onRead).then((made) => format(made, formatted));
    compiled.catch(() => undefined);
    // The bundler asks this thread for its files, and would wait.
    await read;
    await setImmediate();
    startEach(sources);
    const found = await meanwhile();
    const declaring = declarationsOf(sources, declared);
    const [first, second] = await Promise.allSettled([
      // One after the other: of a declaration that is a copy, the source is to be blamed.
      declaring.then(async (made) => [
        ...(await format(sources, formatted)),
        ...(await format(made, declaration)),
      ]),
      compiled,
    ]);
    if (first.status === "rejected") throw first.reason;
    if (second.status === "rejected") throw second.reason;
    const checked = [...sources, ...(await declaring)];
    const hindrances = await verified(checked, client, decided, options);
    return [{ files: [...first.value, ...second.value], hindrances }, found];
  };

  const finishSources: Finishing["finish"] = async (sources, meanwhile) => {
    const rewritten = await rewriteImports(sources, inputs.importExtension);
    for (const file of rewritten) formatted(file).catch(() => undefined);
    const found = await meanwhile();
    const files = await format(rewritten, formatted);
    return [{ files, hindrances: await verified(rewritten, client, decided, options) }, found];
  };

  return {
    begin: async (files) => {
      // The imports of an application's sources are not what they will be, and what is looked for on the disk is done here.
      if (!isPackage || reuse.looksBack) return;
      startEach(files);
      await setImmediate();
    },
    finish: (sources, meanwhile) => {
      options.onStage?.("formatting");
      return isPackage ? finishPackage(sources, meanwhile) : finishSources(sources, meanwhile);
    },
  };
}

/** @param files before they are formatted: places in them can be traced to templates. */
async function verified(
  files: readonly OutputFile[],
  { out }: ClientConfig,
  { inputs: { importExtension }, plan }: Decided,
  options: GenerateOptions,
): Promise<readonly Diagnostic[]> {
  const { verify: verification, cwd = ".", onStage } = options;
  if (verification === undefined) return [];
  onStage?.("type-checking");
  const { verify } = await import("./verify.ts");
  const { kind, name } = plan.package;
  const from = resolve(cwd, verification.from);
  const folder = outputFolderOf(out, name, options);
  return verify(files, { ...verification, from, kind, importExtension, out: folder });
}
