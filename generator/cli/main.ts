/** The command: arguments in, exit code out. */

import { CommanderError } from "commander";

import type { CheckedClient, CheckResult } from "./check-command.ts";
import type { Context } from "./context.ts";
import { type Commands, makeProgram } from "./program.ts";
import { type ClientResult, condensed, type Result, resultLine } from "./report.ts";
import type { Stages } from "../stages.ts";
import { printTimings, Stopwatch } from "./stopwatch.ts";
import { type Output, startProgress, wantsColors } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import type { WatchRound } from "./watch-command.ts";
import { type Diagnostic, DiagnosticError, formatDiagnostic } from "../diagnostic.ts";
import type { Plan } from "../plan.ts";

const EXIT = {
  /** Done, or nothing to do. */
  ok: 0,
  /** The document, an overlay, the config, a template or the disk is at fault; or this program is. */
  failed: 1,
  /** The command line is at fault. */
  usage: 2,
  /** Files stand in the way that were edited or not generated; or a client is stale; or a change that `--fail-on` names. */
  refused: 3,
  /** Stopped by a signal. */
  interrupted: 130,
} as const;

/** The world around the command: the process, or what a test makes up. */
export interface World {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** How many threads can run at a time. Default one. */
  readonly cores?: number;
  /** Announces SIGINT and SIGTERM; nothing does if left out. */
  readonly signals?: Signals;
}

export interface Signals {
  on(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  removeListener(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
}

class Interrupted extends Error {}

/**
 * @param argv the arguments, without the names of the program.
 * @param stages loads what generates.
 * @returns the exit code.
 */
export async function main(
  argv: readonly string[],
  world: World,
  stages: () => Promise<Stages> = () => import("../generate.ts"),
): Promise<number> {
  const { stdout, stderr, env } = world;
  const json = argv.includes("--json");
  const verbose = argv.includes("--verbose");
  const colors = wantsColors(stderr, env);
  const progress = startProgress(stderr);
  const stopwatch = new Stopwatch();
  stopwatch.add("starting", performance.now());
  const report = (diagnostics: readonly Diagnostic[]): void => {
    progress.clear();
    for (const diagnostic of verbose ? diagnostics : condensed(diagnostics)) {
      stderr.write(`${formatDiagnostic(diagnostic, { colors })}\n\n`);
    }
  };
  const print = (text: string): void => {
    progress.clear();
    stdout.write(`${text}\n`);
  };
  const context: Context = {
    cwd: world.cwd,
    env,
    stdin: world.stdin,
    stages,
    // One client keeps more than one core busy: what bundles and formats has threads of its own.
    concurrency: Math.max(1, Math.floor((world.cores ?? 1) / 2)),
    report,
    onStage: progress.stage,
    stopwatch,
    uninterrupted: (run) => withSignalsHeld(world.signals, run),
  };
  const reportError = (error: unknown): readonly Diagnostic[] => {
    const diagnostics = diagnosticsOf(error);
    report(diagnostics);
    if (env["TRIPTYCH_DEBUG"] !== undefined && isFault(error)) stderr.write(`${error.stack}\n`);
    return diagnostics;
  };
  const printResult = async (client: ClientResult, dryRun = false): Promise<void> => {
    print(resultLine(client, dryRun));
    if (client.changes === null) return;
    const { printText } = await import("../changes/print-text.ts");
    print(`\n${printText(client.changes, { colors: wantsColors(stdout, env), verbose })}\n`);
  };
  let code: number = EXIT.ok;
  const commands: Commands = {
    async generate(spec, flags) {
      const { runGenerate } = await import("./generate-command.ts");
      const clients = await runGenerate(spec, flags, context);
      code = exitCodeOf(clients);
      const elapsed = performance.now();
      // What several clients take at a time is more than what passes.
      stopwatch.add("other", Math.max(0, elapsed - stopwatch.total - timeOf(clients)));
      if (json) print(toJson({ clients, timings: stopwatch.timings, diagnostics: [] }));
      else if (code !== EXIT.failed) {
        for (const client of clients) await printResult(client, flags.dryRun);
      }
      if (!json && flags.timings === true)
        print(`\n${printTimings(stopwatch.timings, clients, elapsed)}`);
    },
    async watch(spec, flags) {
      const { runWatch } = await import("./watch-command.ts");
      await runWatch(spec, flags, context, {
        say: json ? () => undefined : print,
        onResult: json ? async () => undefined : printResult,
        onRound: json ? (round) => print(JSON.stringify(round)) : () => undefined,
        onError(error) {
          if (error instanceof Interrupted) throw error;
          return reportError(error);
        },
      });
    },
    async check(spec, flags) {
      const { printCheck, runCheck } = await import("./check-command.ts");
      const clients = await runCheck(spec, flags, context);
      code = exitCodeOfCheck(clients);
      if (json) print(toJson({ clients, diagnostics: [] }));
      else {
        const style = { colors: wantsColors(stdout, env), verbose };
        for (const client of clients) print(printCheck(client, style));
      }
    },
    async inspect(spec, flags) {
      const { runInspect } = await import("./generate-command.ts");
      print(toJson(await runInspect(spec, flags, context)));
    },
    async diff(old, next, flags) {
      const { fails, printComparison, runDiff } = await import("./diff-command.ts");
      const comparison = await runDiff(old, next, flags, context);
      print(printComparison(comparison, { ...flags, colors: wantsColors(stdout, env) }));
      if (fails(comparison, flags.failOn)) code = EXIT.refused;
    },
  };
  try {
    const program = makeProgram(commands, {
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      outputError: () => undefined,
    });
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    const diagnostics = reportError(error);
    if (json && diagnostics.length > 0) {
      const round: WatchRound = { changed: [], clients: [], diagnostics };
      print(argv[0] === "watch" ? JSON.stringify(round) : toJson({ clients: [], diagnostics }));
    }
    return exitCodeOfError(error);
  } finally {
    progress.clear();
  }
}

function toJson(value: Result | CheckResult | Plan): string {
  return JSON.stringify(value, undefined, 2);
}

function timeOf(clients: readonly ClientResult[]): number {
  const timings = clients.flatMap((client) => client.timings);
  return timings.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
}

function exitCodeOf(clients: readonly ClientResult[]): number {
  if (clients.some(({ refused }) => refused.length > 0)) return EXIT.refused;
  const failed = clients.some(({ diagnostics }) =>
    diagnostics.some(({ severity }) => severity === "error"),
  );
  return failed ? EXIT.failed : EXIT.ok;
}

function exitCodeOfCheck(clients: readonly CheckedClient[]): number {
  const has = (status: CheckedClient["status"]): boolean =>
    clients.some((client) => client.status === status);
  if (has("failed")) return EXIT.failed;
  return has("stale") ? EXIT.refused : EXIT.ok;
}

function exitCodeOfError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof UsageError) return EXIT.usage;
  return error instanceof Interrupted ? EXIT.interrupted : EXIT.failed;
}

function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof DiagnosticError) return error.diagnostics;
  if (error instanceof CommanderError) return commanderDiagnostics(error);
  if (error instanceof UsageError) {
    return [{ severity: "error", code: "usage", message: error.message, cure: SEE_HELP }];
  }
  if (error instanceof Interrupted) {
    const message = "stopped by a signal; no file is half-written";
    return [{ severity: "error", code: "interrupted", message }];
  }
  const [message = ""] = String(error instanceof Error ? error.message : error).split("\n");
  return [
    {
      severity: "error",
      code: "internal-error",
      message: `this is a fault of triptych, not of your input: ${message}`,
      cure: "please report it, with what it says when TRIPTYCH_DEBUG=1 is set",
    },
  ];
}

/** Whether it was none of the errors that the commands throw on purpose. */
function isFault(error: unknown): error is Error {
  const known = [DiagnosticError, CommanderError, UsageError, Interrupted];
  return error instanceof Error && !known.some((type) => error instanceof type);
}

const SEE_HELP = "see `triptych --help`";

/** Help and version end in an error too, of which nothing is left to say. */
function commanderDiagnostics({ exitCode, code, message }: CommanderError): readonly Diagnostic[] {
  if (exitCode === 0 || code === "commander.help") return [];
  const [problem = "", suggestion] = message.replace(/^error: /, "").split("\n");
  const cure = suggestion?.replace(/^\(Did you mean (.*)\?\)$/, "did you mean `$1`?") ?? SEE_HELP;
  return [{ severity: "error", code: "usage", message: problem, cure }];
}

/** Turns SIGINT and SIGTERM into an abort while `run` runs; before and after they end the process as always. */
async function withSignalsHeld<T>(
  signals: Signals | undefined,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  signals?.on("SIGINT", stop);
  signals?.on("SIGTERM", stop);
  try {
    const result = await run(controller.signal);
    controller.signal.throwIfAborted();
    return result;
  } catch (error) {
    throw controller.signal.aborted ? new Interrupted() : error;
  } finally {
    signals?.removeListener("SIGINT", stop);
    signals?.removeListener("SIGTERM", stop);
  }
}
