/** A client on its way to the disk: made in memory, or found there as it is to be. */

import { basename } from "node:path";

import type { Comparison } from "../changes.ts";
import type { ClientConfig } from "../config.ts";
import { type Diagnostic, DiagnosticError } from "../diagnostic.ts";
import { shownPath } from "../read/text.ts";
import type { Generated } from "../stages.ts";
import type { Verification } from "../verify.ts";
import type { RunSummary, WriteReport } from "../write.ts";
import type { Context } from "./context.ts";
import { type MadeClient, makeInTurn, type Order, type Unmade } from "./make-client.ts";
import { NOTHING_WRITTEN } from "./report.ts";
import { readsStandardInput } from "./select-clients.ts";
import { Stopwatch } from "./stopwatch.ts";
import { findUnchanged } from "./unchanged.ts";

export interface Draft {
  readonly client: ClientConfig;
  /** For messages, before there is a name. */
  readonly label: string;
  files: Generated["files"];
  inputs: Generated["inputs"];
  digests: Generated["digests"];
  names: Generated["names"];
  out: string;
  name: string | null;
  operations: number;
  /** What a later run that has nothing to do says as well. */
  summary: RunSummary | undefined;
  failed: boolean;
  /** Whether the output is there already, since nothing changed. */
  isDone: boolean;
  readonly stopwatch: Stopwatch;
  report: WriteReport;
  changes: Comparison | null;
  /** Whether the name lock is another than it was. */
  wroteNames: boolean;
  readonly diagnostics: Diagnostic[];
}

/** What drafts of a run have in common. */
export interface Making {
  /** See {@link Selection}. */
  readonly root: string;
  /** Of the generator that is running. */
  readonly stamp: string;
  /** Whether nothing is generated where nothing changed. */
  readonly mayPassOver: boolean;
  /** As `generate` has it. */
  readonly verify?: Verification | undefined;
  /** Whether it is said what changed for callers. */
  readonly compares: boolean;
  /** Whether what would be written again as it is there may be left out of the making. */
  readonly takesWritten: boolean;
  /** The most clients that are made at a time. */
  readonly concurrency: number;
}

export async function makeDrafts(
  clients: readonly ClientConfig[],
  making: Making,
  context: Context,
): Promise<readonly Draft[]> {
  const drafts = clients.map(emptyDraft);
  for (const draft of making.mayPassOver ? drafts : []) {
    draft.stopwatch.start("checking");
    context.onStage(`${draft.label}: checking`);
    try {
      await passOver(draft, making, context);
    } catch (error) {
      fail(draft, error, context);
    }
    draft.stopwatch.stop();
  }
  const due = drafts.filter(({ isDone, failed }) => !isDone && !failed);
  await fill(due, making, context);
  // One name lock for two clients of one name: both have to be there to be compared.
  const made = new Set(drafts.filter(({ isDone }) => !isDone).map(nameKey));
  const again: Draft[] = [];
  for (const [index, draft] of drafts.entries())
    if (draft.isDone && made.has(nameKey(draft)))
      again.push((drafts[index] = emptyDraft(draft.client)));
  await fill(again, making, context);
  return drafts;
}

function nameKey({ name, client }: Draft): string {
  return JSON.stringify([client.lock, name]);
}

function emptyDraft(client: ClientConfig): Draft {
  return {
    client,
    label: client.name ?? basename(client.spec),
    files: [],
    inputs: [],
    digests: {},
    names: undefined,
    out: client.out ?? "",
    name: client.name ?? null,
    operations: 0,
    summary: undefined,
    failed: false,
    isDone: false,
    stopwatch: new Stopwatch(),
    report: NOTHING_WRITTEN,
    changes: null,
    wroteNames: false,
    diagnostics: [],
  };
}

/** Makes the clients, several at a time if that may be, and says what there is to say in their order. */
async function fill(drafts: readonly Draft[], making: Making, context: Context): Promise<void> {
  const { root, verify, compares } = making;
  const { cwd } = context;
  const stamp = making.takesWritten ? making.stamp : undefined;
  const orders = drafts.map(({ client }) => ({ client, cwd, root, verify, compares, stamp }));
  const onStage = (index: number, stage?: string): void => {
    const { stopwatch, label } = drafts[index]!;
    stopwatch.stop();
    if (stage === undefined) return;
    stopwatch.start(stage);
    context.onStage(`${label}: ${stage}`);
  };
  const count = Math.min(making.concurrency, orders.length);
  // What is read is told to this thread only, as is standard input.
  const isApart = count > 1 && context.onRead === undefined && !orders.some(isPiped);
  const clients = isApart
    ? (await import("./threads.ts")).inThreads(orders, count, onStage)
    : makeInTurn(orders, context, onStage);
  let index = 0;
  for await (const made of clients) settle(drafts[index++]!, made, making, context);
}

function isPiped({ client }: Order): boolean {
  return readsStandardInput(client);
}

function settle(draft: Draft, made: MadeClient | Unmade, making: Making, context: Context): void {
  draft.stopwatch.stop();
  if ("errors" in made) return fail(draft, new DiagnosticError(made.errors), context);
  const { diagnostics, hindrances } = made;
  context.report(diagnostics.filter(({ severity }) => severity !== "info"));
  draft.diagnostics.push(...diagnostics);
  draft.files = made.files;
  draft.inputs = made.inputs;
  draft.digests = made.digests;
  draft.names = made.names;
  draft.changes = made.changes;
  draft.name = made.name;
  draft.out = made.out;
  draft.operations = made.operations;
  draft.summary = {
    name: made.name,
    operations: made.operations,
    // A run that is to check does so again, and another has nothing to say of it.
    diagnostics: diagnostics.filter((each) => !hindrances.includes(each)),
    cwd: context.cwd,
    verified: making.verify !== undefined && hindrances.length === 0,
  };
}

/** Completes the draft of a client that nothing was changed about since its output was written. */
async function passOver(draft: Draft, making: Making, context: Context): Promise<void> {
  const { cwd, onRead } = context;
  const done = await findUnchanged(draft.client, { ...making, cwd, onRead });
  if (done === undefined) return;
  const { files, summary } = done.run;
  if (making.verify !== undefined && !summary.verified) return;
  draft.name = summary.name;
  draft.operations = summary.operations;
  draft.out = done.out;
  draft.isDone = true;
  draft.report = { ...NOTHING_WRITTEN, unchanged: files };
  draft.diagnostics.push(...summary.diagnostics);
  context.report(summary.diagnostics.filter(({ severity }) => severity !== "info"));
}

/** @throws what is no fault of the input. */
export function fail(draft: Draft, error: unknown, context: Context): void {
  if (!(error instanceof DiagnosticError)) throw error;
  context.report(error.diagnostics);
  draft.diagnostics.push(...error.diagnostics);
  draft.failed = true;
}

export function refuseSharedFolders(drafts: readonly Draft[], context: Context): void {
  const owners = new Map<string, Draft>();
  for (const draft of drafts) {
    if (draft.failed) continue;
    const owner = owners.get(draft.out);
    if (owner === undefined) owners.set(draft.out, draft);
    else {
      const diagnostic: Diagnostic = {
        severity: "error",
        code: "shared-output",
        message: `${owner.label} and ${draft.label} have the same output folder, ${shownPath(draft.out, context.cwd)}`,
        cure: "give each client an `out` of its own",
      };
      fail(draft, new DiagnosticError([diagnostic]), context);
    }
  }
}

/** Two clients would take each other's names out of the lock in turn. */
export function refuseSharedNames(drafts: readonly Draft[], context: Context): void {
  const owners = new Map<string, Draft>();
  for (const draft of drafts) {
    const { names } = draft;
    if (draft.failed || names === undefined) continue;
    const key = JSON.stringify([names.path, names.client]);
    const owner = owners.get(key);
    owners.set(key, owner ?? draft);
    if (owner === undefined || JSON.stringify(owner.names?.lock) === JSON.stringify(names.lock))
      continue;
    const diagnostic: Diagnostic = {
      severity: "error",
      code: "shared-names",
      message: `two clients are called ${names.client}, and have different names in ${shownPath(names.path, context.cwd)}`,
      cure: "give each client a `name` or a `lock` of its own",
    };
    fail(draft, new DiagnosticError([diagnostic]), context);
  }
}
