/** A client made in memory, in whichever thread: what goes in and what comes out can be sent from one to another. */

import { defaultOutputFolder } from "../base/output-folder.ts";
import { KEPT_FILE } from "../changes/kept.ts";
import type { ClientConfig } from "../config.ts";
import { type Diagnostic, DiagnosticError } from "../diagnostic.ts";
import { readKept } from "../read/kept.ts";
import type { EarlierRun, Generated, GenerateOptions, Stages } from "../stages.ts";
import type { Verification } from "../verify.ts";
import { readLastRun } from "../write/last-run.ts";

export interface Order {
  readonly client: ClientConfig;
  readonly cwd: string;
  /** See `Selection`. */
  readonly root: string;
  readonly verify?: Verification | undefined;
  /** Whether it is said what changed for callers since the last run. */
  readonly compares: boolean;
  /** Of the generator that is running, if it may take what it wrote before and would write again. */
  readonly stamp?: string | undefined;
}

export interface MadeClient extends Pick<
  Generated,
  "changes" | "diagnostics" | "digests" | "files" | "hindrances" | "inputs" | "names"
> {
  readonly name: string;
  readonly out: string;
  readonly operations: number;
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
  { client, cwd, root, verify, compares, stamp }: Order,
  stages: () => Promise<Pick<Stages, "generate">>,
  options: Pick<GenerateOptions, "onRead" | "onStage" | "stdin">,
): Promise<MadeClient | Unmade> {
  try {
    options.onStage?.("loading");
    const { generate } = await stages();
    const made = await generate(client, {
      ...options,
      cwd,
      root,
      ownsBundler: true,
      ...(verify === undefined ? {} : { verify }),
      ...lookingBack(compares, stamp),
    });
    const { files, inputs, digests, names, plan, diagnostics, hindrances, changes } = made;
    const { name } = plan.package;
    const out = client.out ?? defaultOutputFolder(root, name);
    const operations = plan.resources.reduce(
      (sum, resource) => sum + resource.operations.length,
      0,
    );
    return {
      files,
      inputs,
      digests,
      names,
      diagnostics,
      hindrances,
      name,
      out,
      operations,
      changes,
    };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { errors: error.diagnostics };
  }
}

/** How a run finds what was there before. */
function lookingBack(
  compares: boolean,
  stamp: string | undefined,
): Pick<GenerateOptions, "earlierDocument" | "earlierRun"> {
  let found: Promise<EarlierRun | undefined> | undefined;
  const earlierRun = async (folder: string): Promise<EarlierRun | undefined> =>
    stamp === undefined ? undefined : (found ??= readEarlierRun(folder, stamp));
  const earlierDocument = async (folder: string): Promise<Uint8Array | undefined> =>
    (await earlierRun(folder))?.kept ?? readKept(folder, KEPT_FILE);
  return compares ? { earlierRun, earlierDocument } : { earlierRun };
}

async function readEarlierRun(folder: string, stamp: string): Promise<EarlierRun | undefined> {
  const run = await readLastRun(folder, stamp);
  const kept = run?.contentAt(KEPT_FILE);
  if (run === undefined || kept === undefined) return undefined;
  const { digests, fileAt } = run;
  return { digests, kept, fileAt, changedInputs: (inputs) => run.changedInputs(inputs) };
}
