/** What would be emitted as it was before is taken from the output that is there. */

import { contentHash } from "./base/content-hash.ts";
import type { Affected } from "./changes/affected.ts";
import { outputOf } from "./compile/folders.ts";
import { type Module, modulesOf, saidOfAll } from "./emit/modules.ts";
import type { Plan } from "./plan.ts";
import type { InputRecord, OutputFile } from "./source.ts";
import type { EarlierRun, ModuleDigests } from "./stages.ts";

/** A module as it was written, with its declaration if it is in a package. */
export interface WrittenModule {
  readonly source: OutputFile;
  readonly declaration: OutputFile | undefined;
}

/** Of the inputs, those that what is emitted depends on by the document alone, or not at all. */
const OTHER: ReadonlySet<string> = new Set(["document", "overlays", "templates"]);

/** Whether an earlier run emitted what this one would, if the document were the same. */
export function isComparable(earlier: EarlierRun, inputs: readonly InputRecord[]): boolean {
  return earlier.changedInputs(inputs).every(({ kind }) => OTHER.has(kind));
}

/** One of them has changed whenever the plan says something else of the module. */
export function digestsOf(plan: Plan): ModuleDigests {
  const common = contentHash(JSON.stringify(saidOfAll(plan)));
  const digestOf = ({ said }: Module): string => contentHash(common + JSON.stringify(said));
  return Object.fromEntries(modulesOf(plan).map((module) => [module.path, digestOf(module)]));
}

/**
 * The modules of which neither the plan says anything else than at an earlier run nor a schema is affected.
 *
 * @param affected since that run.
 * @returns by path.
 */
export function modulesWritten(
  plan: Plan,
  digests: ModuleDigests,
  earlier: EarlierRun,
  affected: Affected,
): ReadonlyMap<string, WrittenModule> {
  const written = new Map<string, WrittenModule>();
  for (const { path, schemas } of modulesOf(plan)) {
    if (earlier.modules[path] !== digests[path]) continue;
    if (schemas.some((pointer) => affected.has(pointer))) continue;
    const source = fileOf(path, earlier);
    const isCompiled = plan.package.kind === "package";
    const declaration = isCompiled
      ? fileOf(outputOf(path).replace(/\.ts$/, ".d.ts"), earlier)
      : undefined;
    if (source === undefined || (isCompiled && declaration === undefined)) continue;
    written.set(path, { source, declaration });
  }
  return written;
}

function fileOf(path: string, earlier: EarlierRun): OutputFile | undefined {
  const text = earlier.textOf(path);
  return text === undefined ? undefined : { path, text };
}
