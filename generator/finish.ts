/** The last part of the street: from what is emitted and rendered to the files as they are written. */

import { resolve } from "node:path";

import { defaultOutputFolder } from "./base/output-folder.ts";
import type { ClientConfig } from "./config.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Plan } from "./plan.ts";
import type { Inputs } from "./read.ts";
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

/**
 * The files with what is compiled of them, formatted, and checked if that is wanted.
 *
 * @throws DiagnosticError about places in `sources`.
 */
export async function finish(
  sources: readonly OutputFile[],
  client: ClientConfig,
  decided: Decided,
  options: GenerateOptions,
): Promise<Finished> {
  const { inputs, plan } = decided;
  const { format } = await import("./format.ts");
  const style = { format: client.format, ...inputs.style };
  const { declarationsOf, javascriptOf, rewriteImports } = await import("./compile.ts");
  options.onStage?.("formatting");
  if (plan.package.kind === "source") {
    const rewritten = await rewriteImports(sources, inputs.importExtension);
    const files = await format(rewritten, style);
    return { files, hindrances: await verified(rewritten, client, decided, options) };
  }
  const declared = declarationsOf(sources);
  const [first, second] = await Promise.allSettled([
    // One after the other: of a declaration that is a copy, the source is to be blamed.
    declared.then(async (made) => [
      ...(await format(sources, style)),
      ...(await format(made, style)),
    ]),
    javascriptOf(sources).then((made) => format(made, style)),
  ]);
  if (first.status === "rejected") throw first.reason;
  if (second.status === "rejected") throw second.reason;
  const checked = [...sources, ...(await declared)];
  const hindrances = await verified(checked, client, decided, options);
  return { files: [...first.value, ...second.value], hindrances };
}

/** @param files before they are formatted: places in them can be traced to templates. */
async function verified(
  files: readonly OutputFile[],
  { out }: ClientConfig,
  { inputs: { importExtension }, plan }: Decided,
  { verify: verification, cwd = ".", root = ".", onStage }: GenerateOptions,
): Promise<readonly Diagnostic[]> {
  if (verification === undefined) return [];
  onStage?.("type-checking");
  const { verify } = await import("./verify.ts");
  const { kind, name } = plan.package;
  const from = resolve(cwd, verification.from);
  const folder = resolve(cwd, out ?? defaultOutputFolder(resolve(cwd, root), name));
  return verify(files, { ...verification, from, kind, importExtension, out: folder });
}
