/** What `generate` makes and `check` looks at: a client in memory, and what there is to say about it. */

import { basename } from "node:path";

import { defaultOutputFolder } from "../base/output-folder.ts";
import type { Comparison } from "../changes.ts";
import type { ClientConfig } from "../config.ts";
import { type Diagnostic, DiagnosticError } from "../diagnostic.ts";
import { shownPath } from "../read/text.ts";
import type { Generated } from "../stages.ts";
import type { Verification } from "../verify.ts";
import type { WriteReport } from "../write.ts";
import type { Context } from "./context.ts";
import { NOTHING_WRITTEN } from "./report.ts";
import type { Selection } from "./select-clients.ts";

/** A client on its way to the disk. */
export interface Draft {
  /** For messages, before there is a name. */
  label: string;
  files: Generated["files"];
  inputs: Generated["inputs"];
  names: Generated["names"];
  out: string;
  name: string | null;
  operations: number;
  failed: boolean;
  milliseconds: number;
  report: WriteReport;
  changesSince: Generated["changesSince"] | undefined;
  changes: Comparison | null;
  readonly diagnostics: Diagnostic[];
}

/** @param verify as `generate` has it. */
export async function makeDraft(
  client: ClientConfig,
  { root }: Selection,
  context: Context,
  verify?: Verification,
): Promise<Draft> {
  const start = performance.now();
  const label = client.name ?? basename(client.spec);
  const draft: Draft = {
    label,
    files: [],
    inputs: [],
    names: undefined,
    out: client.out ?? "",
    name: client.name ?? null,
    operations: 0,
    failed: false,
    milliseconds: 0,
    report: NOTHING_WRITTEN,
    changesSince: undefined,
    changes: null,
    diagnostics: [],
  };
  try {
    const { generate } = await context.stages();
    const { cwd, stdin } = context;
    const onStage = (stage: string): void => context.onStage(`${label}: ${stage}`);
    const { files, inputs, names, plan, diagnostics, changesSince } = await generate(client, {
      cwd,
      stdin,
      onStage,
      ...(verify === undefined ? {} : { verify }),
    });
    context.report(diagnostics.filter(({ severity }) => severity !== "info"));
    draft.diagnostics.push(...diagnostics);
    draft.files = files;
    draft.inputs = inputs;
    draft.names = names;
    draft.changesSince = changesSince;
    draft.name = plan.package.name;
    draft.out = client.out ?? defaultOutputFolder(root, plan.package.name);
    draft.operations = plan.resources.reduce((sum, { operations }) => sum + operations.length, 0);
  } catch (error) {
    fail(draft, error, context);
  }
  draft.milliseconds = performance.now() - start;
  return draft;
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
    if (owner === undefined || JSON.stringify(owner.names) === JSON.stringify(names)) continue;
    const diagnostic: Diagnostic = {
      severity: "error",
      code: "shared-names",
      message: `two clients are called ${names.client}, and have different names in ${shownPath(names.path, context.cwd)}`,
      cure: "give each client a `name` or a `lock` of its own",
    };
    fail(draft, new DiagnosticError([diagnostic]), context);
  }
}
