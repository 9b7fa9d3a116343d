/** A client on its way to the disk: made in memory, or found there as it is to be. */

import { basename } from "node:path";

import { defaultOutputFolder } from "../base/output-folder.ts";
import type { Comparison } from "../changes.ts";
import type { ClientConfig } from "../config.ts";
import { type Diagnostic, DiagnosticError } from "../diagnostic.ts";
import { shownPath } from "../read/text.ts";
import type { Generated } from "../stages.ts";
import type { Verification } from "../verify.ts";
import type { RunSummary, WriteReport } from "../write.ts";
import type { Context } from "./context.ts";
import { NOTHING_WRITTEN } from "./report.ts";
import { Stopwatch } from "./stopwatch.ts";
import { findUnchanged } from "./unchanged.ts";

export interface Draft {
  readonly client: ClientConfig;
  /** For messages, before there is a name. */
  readonly label: string;
  files: Generated["files"];
  inputs: Generated["inputs"];
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
  changesSince: Generated["changesSince"] | undefined;
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
}

export async function makeDrafts(
  clients: readonly ClientConfig[],
  making: Making,
  context: Context,
): Promise<readonly Draft[]> {
  const drafts: Draft[] = [];
  for (const client of clients) drafts.push(await makeDraft(client, making, context));
  // One name lock for two clients of one name: both have to be there to be compared.
  const made = new Set(drafts.filter(({ isDone }) => !isDone).map(nameKey));
  for (const [index, draft] of drafts.entries()) {
    if (draft.isDone && made.has(nameKey(draft)))
      drafts[index] = await makeDraft(draft.client, { ...making, mayPassOver: false }, context);
  }
  return drafts;
}

function nameKey({ name, client }: Draft): string {
  return JSON.stringify([client.lock, name]);
}

async function makeDraft(client: ClientConfig, making: Making, context: Context): Promise<Draft> {
  const label = client.name ?? basename(client.spec);
  const stopwatch = new Stopwatch();
  const draft: Draft = {
    client,
    label,
    files: [],
    inputs: [],
    names: undefined,
    out: client.out ?? "",
    name: client.name ?? null,
    operations: 0,
    summary: undefined,
    failed: false,
    isDone: false,
    stopwatch,
    report: NOTHING_WRITTEN,
    changesSince: undefined,
    changes: null,
    wroteNames: false,
    diagnostics: [],
  };
  const onStage = (stage: string): void => {
    stopwatch.start(stage);
    context.onStage(`${label}: ${stage}`);
  };
  try {
    if (making.mayPassOver) {
      onStage("checking");
      if (await passOver(draft, making, context)) return draft;
    }
    stopwatch.start("loading");
    const { generate } = await context.stages();
    const { cwd, stdin, onRead } = context;
    const { verify } = making;
    const made = await generate(client, {
      cwd,
      root: making.root,
      stdin,
      onStage,
      onRead,
      ...(verify === undefined ? {} : { verify }),
    });
    const { files, inputs, names, plan, diagnostics, hindrances, changesSince } = made;
    context.report(diagnostics.filter(({ severity }) => severity !== "info"));
    draft.diagnostics.push(...diagnostics);
    draft.files = files;
    draft.inputs = inputs;
    draft.names = names;
    draft.changesSince = changesSince;
    draft.name = plan.package.name;
    draft.out = client.out ?? defaultOutputFolder(making.root, plan.package.name);
    draft.operations = plan.resources.reduce((sum, { operations }) => sum + operations.length, 0);
    draft.summary = {
      name: plan.package.name,
      operations: draft.operations,
      // A run that is to check does so again, and another has nothing to say of it.
      diagnostics: diagnostics.filter((each) => !hindrances.includes(each)),
      cwd,
      verified: verify !== undefined && hindrances.length === 0,
    };
  } catch (error) {
    fail(draft, error, context);
  } finally {
    stopwatch.stop();
  }
  return draft;
}

/** Completes the draft of a client that nothing was changed about since its output was written. */
async function passOver(draft: Draft, making: Making, context: Context): Promise<boolean> {
  const done = await findUnchanged(draft.client, {
    ...making,
    cwd: context.cwd,
    onRead: context.onRead,
  });
  if (done === undefined) return false;
  const { files, summary } = done.run;
  if (making.verify !== undefined && !summary.verified) return false;
  draft.name = summary.name;
  draft.operations = summary.operations;
  draft.out = done.out;
  draft.isDone = true;
  draft.report = { ...NOTHING_WRITTEN, unchanged: files };
  draft.diagnostics.push(...summary.diagnostics);
  context.report(summary.diagnostics.filter(({ severity }) => severity !== "info"));
  return true;
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
