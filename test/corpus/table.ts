/** Rows as text. */

import type { CompileError, Row } from "./row.ts";

const COLUMNS: readonly (readonly [title: string, width: number, cell: (row: Row) => unknown])[] = [
  ["outcome", 8, (row) => row.outcome],
  ["version", 8, (row) => row.version],
  ["ops", 5, (row) => row.operations],
  ["errors", 6, (row) => compileErrorsOf(row).length],
  ["dropped", 7, (row) => row.dropped.length],
  ["untyped", 7, (row) => row.untyped.length],
  ["calls", 12, (row) => callsOf(row)],
  ["values", 6, (row) => valueErrorsOf(row).length],
  ["gen s", 6, (row) => row.generated.toFixed(1)],
  ["all s", 6, (row) => row.seconds.toFixed(1)],
  ["document", 0, (row) => row.document],
];

/** So many of each kind of finding are shown. */
const SHOWN = 5;

export const HEADER: string = line(COLUMNS.map(([title]) => title));

function line(cells: readonly unknown[]): string {
  return cells
    .map((cell, index) => String(cell).padEnd(COLUMNS[index]?.[1] ?? 0))
    .join("  ")
    .trimEnd();
}

/** What compilers say of the package. */
function compileErrorsOf({ errors }: Row): readonly CompileError[] {
  return errors.filter(({ project }) => project !== "calls");
}

/** What they say of values that the document permits. */
function valueErrorsOf({ errors }: Row): readonly CompileError[] {
  return errors.filter(({ project }) => project === "calls");
}

function callsOf({ calls }: Row): string {
  if (calls === undefined) return "";
  const failed = calls.failures.length === 0 ? "" : ` ${calls.failures.length}!`;
  return `${calls.made - calls.failures.length}/${calls.made}${failed}`;
}

/** The document's line, and below it what is wrong with it. */
export function describeRow(row: Row): string {
  const findings: readonly (readonly [kind: string, messages: readonly string[]])[] = [
    ["crash", row.crash === undefined ? [] : [row.crash]],
    [
      "refused",
      row.refusals.map(
        ({ code, rule, message, place }) =>
          `${code}${rule === undefined ? "" : ` [${rule}]`}: ${message} ${place}`,
      ),
    ],
    [
      "error",
      row.errors.map(({ compiler, project, message }) => `${compiler} ${project}: ${message}`),
    ],
    ["dropped", row.dropped],
    ["untyped", row.untyped],
    ["call", row.calls?.failures ?? []],
    ["skipped", row.calls?.skipped ?? []],
  ];
  const lines = findings.flatMap(([kind, messages]) => [
    ...messages
      .slice(0, SHOWN)
      .map((message) => `    ${kind}  ${message.replaceAll("\n", "\n      ")}`),
    ...(messages.length > SHOWN ? [`    ${kind}  … and ${messages.length - SHOWN} more`] : []),
  ]);
  return [line(COLUMNS.map(([, , cell]) => cell(row))), ...lines].join("\n");
}

/** Whether nothing is wrong: clean and complete, or refused for a rule of the specification. */
export function isSound(row: Row): boolean {
  if (row.outcome === "refused") return row.refusals.every(({ rule }) => rule !== undefined);
  return (
    row.outcome === "clean" && row.dropped.length === 0 && (row.calls?.failures.length ?? 0) === 0
  );
}

export function summaryOf(rows: readonly Row[]): string {
  const count = (test: (row: Row) => boolean): number => rows.filter(test).length;
  const sum = (value: (row: Row) => number): number =>
    rows.reduce((total, row) => total + value(row), 0);
  const made = sum((row) => row.calls?.made ?? 0);
  const failed = sum((row) => row.calls?.failures.length ?? 0);
  return [
    `${rows.length} documents: ${count(({ outcome }) => outcome === "clean" || outcome === "errors")} generated, ${count(({ outcome }) => outcome === "clean")} clean, ${count(({ outcome }) => outcome === "refused")} refused, ${count(({ outcome }) => outcome === "crashed")} crashed`,
    `${sum((row) => row.operations)} operations, ${sum((row) => compileErrorsOf(row).length)} compile errors, ${sum((row) => row.dropped.length)} dropped, ${sum((row) => row.untyped.length)} untyped, ${sum((row) => row.seconds).toFixed(0)} s`,
    ...(made === 0
      ? []
      : [
          `${made} calls, ${failed} failed; ${sum((row) => valueErrorsOf(row).length)} values that the types refuse`,
        ]),
  ].join("\n");
}
