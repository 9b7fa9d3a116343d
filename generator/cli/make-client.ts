/** A client made in memory, in whichever thread: what goes in and what comes out can be sent from one to another. */

import { defaultOutputFolder } from "../base/output-folder.ts";
import { KEPT_FILE } from "../changes/kept.ts";
import type { Comparison } from "../changes.ts";
import type { ClientConfig } from "../config.ts";
import { type Diagnostic, DiagnosticError } from "../diagnostic.ts";
import { readKept } from "../read/kept.ts";
import type { Generated, GenerateOptions, Stages } from "../stages.ts";
import type { Verification } from "../verify.ts";

export interface Order {
  readonly client: ClientConfig;
  readonly cwd: string;
  /** See `Selection`. */
  readonly root: string;
  readonly verify?: Verification | undefined;
  /** Whether it is said what changed for callers since the last run. */
  readonly compares: boolean;
}

export interface MadeClient extends Pick<
  Generated,
  "files" | "inputs" | "names" | "diagnostics" | "hindrances"
> {
  readonly name: string;
  readonly out: string;
  readonly operations: number;
  /** Null if the document is the same, or no last one is known. */
  readonly changes: Comparison | null;
}

/** Why no client could be made. */
export interface Unmade {
  readonly errors: readonly Diagnostic[];
}

type Reading = Pick<GenerateOptions, "onRead"> & Required<Pick<GenerateOptions, "stdin">>;

/**
 * Makes clients in this thread.
 *
 * @param onStage called with the index of an order and the name of each stage as it begins.
 * @returns what is made of the orders, one after another.
 */
export async function* makeInTurn(
  orders: readonly Order[],
  { stages, stdin, onRead }: Reading & { readonly stages: () => Promise<Stages> },
  onStage: (index: number, stage: string) => void,
): AsyncGenerator<MadeClient | Unmade> {
  for (const [index, order] of orders.entries()) {
    const onOwnStage = (stage: string): void => onStage(index, stage);
    yield await makeClient(order, stages, { stdin, onRead, onStage: onOwnStage });
  }
}

export async function makeClient(
  { client, cwd, root, verify, compares }: Order,
  stages: () => Promise<Pick<Stages, "generate">>,
  options: Pick<GenerateOptions, "onRead" | "onStage" | "stdin">,
): Promise<MadeClient | Unmade> {
  try {
    options.onStage?.("loading");
    const { generate } = await stages();
    const common = { ...options, cwd, root, ownsBundler: true };
    const made = await generate(client, verify === undefined ? common : { ...common, verify });
    const { files, inputs, names, plan, diagnostics, hindrances } = made;
    const { name } = plan.package;
    const out = client.out ?? defaultOutputFolder(root, name);
    const operations = plan.resources.reduce(
      (sum, resource) => sum + resource.operations.length,
      0,
    );
    if (compares) options.onStage?.("comparing");
    const changes = compares ? await changesIn(made, out) : null;
    return { files, inputs, names, diagnostics, hindrances, name, out, operations, changes };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { errors: error.diagnostics };
  }
}

async function changesIn(
  { files, changesSince }: Generated,
  out: string,
): Promise<Comparison | null> {
  const kept = files.find(({ path }) => path === KEPT_FILE);
  if (kept === undefined) return null;
  const before = await readKept(out, KEPT_FILE);
  return before === undefined || before === kept.text
    ? null
    : ((await changesSince(before)) ?? null);
}
