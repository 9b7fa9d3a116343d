/** The grammar of the command line. */

import { Command, InvalidArgumentError, Option, type OutputConfiguration } from "commander";

import { VERSION } from "../builtin.ts";
import type { Level } from "../changes.ts";
import type { InputFlags } from "./select-clients.ts";

export interface GenerateFlags extends InputFlags {
  readonly dryRun?: boolean;
  readonly force?: boolean;
  /** Left out where neither `--verify` nor `--no-verify` is given. */
  readonly verify?: boolean;
  readonly timings?: boolean;
  readonly concurrency?: number;
}

export interface CheckFlags extends InputFlags {
  readonly concurrency?: number;
  readonly diff?: boolean;
  readonly verbose?: boolean;
}

export interface WatchFlags extends InputFlags {
  /** In seconds. */
  readonly poll: number;
  readonly verbose?: boolean;
}

export interface DiffFlags extends InputFlags {
  readonly format?: "text" | "markdown" | "json";
  readonly failOn?: Level;
  readonly accept?: readonly string[];
  readonly verbose?: boolean;
}

export interface Commands {
  check(spec: string | undefined, flags: CheckFlags): Promise<void>;
  diff(old: string, next: string, flags: DiffFlags): Promise<void>;
  generate(spec: string | undefined, flags: GenerateFlags): Promise<void>;
  inspect(spec: string | undefined, flags: InputFlags): Promise<void>;
  watch(spec: string | undefined, flags: WatchFlags): Promise<void>;
}

/** A program that throws a CommanderError where commander itself would end the process. */
export function makeProgram(commands: Commands, output: OutputConfiguration): Command {
  const program = new Command("triptych")
    .description(
      "Writes a typed TypeScript client for an OpenAPI document: promise, callback and sync.",
    )
    .version(VERSION, "-v, --version")
    .configureOutput(output)
    .exitOverride();

  withInputs(program.command("generate"))
    .summary("write the clients")
    .description(
      "Writes the clients of the config, or that of SPEC. Only files that differ are written; a file that was edited, or that was not generated, is never replaced.",
    )
    .option("--dry-run", "say what would be written, and write nothing")
    .option("--verify", "type-check the output before it is written (default: where CI is set)")
    .option("--no-verify", "do not type-check the output")
    .option("--force", "replace edited and foreign files, each saved as <file>.orig")
    .option("--timings", "show where the time goes")
    .addOption(concurrency())
    .option("--json", "print the result as JSON")
    .action((spec: string | undefined, flags: GenerateFlags) => commands.generate(spec, flags))
    .addHelpText("after", EXIT_CODES);

  withInputs(program.command("check"))
    .summary("say whether the clients are as generate would write them")
    .description(
      "Writes nothing. Says which clients are stale, which of their inputs changed since they were written, which files would change, and which were edited by hand.",
    )
    .option("--diff", "show what would change in each file")
    .addOption(concurrency())
    .option("--json", "print the result as JSON")
    .action((spec: string | undefined, flags: CheckFlags) => commands.check(spec, flags))
    .addHelpText("after", EXIT_CODES);

  withInputs(program.command("watch"))
    .summary("write the clients whenever something changes that they are made from")
    .description(
      "Writes the clients as generate does, and those whose inputs changed again after each change: of the document and what it refers to, of overlays, templates, the name lock and the config. Errors do not end it; Ctrl+C does.",
    )
    .addOption(
      new Option("--poll <SECONDS>", "how often servers are asked for changes")
        .default(10)
        .argParser(seconds),
    )
    .option("--json", "print the result of each run as JSON, on a line of its own")
    .action((spec: string | undefined, flags: WatchFlags) => commands.watch(spec, flags));

  withInputs(program.command("inspect"))
    .summary("print the plan as JSON")
    .description("Prints the plan of one client: every name in it, and what templates are given.")
    .action((spec: string | undefined, flags: InputFlags) => commands.inspect(spec, flags));

  withDocuments(program.command("diff"))
    .summary("compare two documents, as callers of their clients see them")
    .description(
      "Compares what OLD and NEW generate: operations, arguments, types, credentials. Says what breaks callers, and what the next version is. Overlays and naming of the config count for both.",
    )
    .argument("<OLD>", "the document as it was: a file, an http(s) URL, or - for standard input")
    .argument("<NEW>", "the document as it is now")
    .addOption(
      new Option("--format <FORMAT>", "how to say it (default: text)").choices([
        "text",
        "markdown",
        "json",
      ]),
    )
    .addOption(
      new Option(
        "--fail-on <LEVEL>",
        "exit with 3 if there is such a change, or a graver one",
      ).choices(["breaking", "compatible", "documentation"]),
    )
    .option("--accept <RULE[:SUBJECT]>", "a change that is agreed to; may be repeated", several)
    .option("--json", "the same as --format json")
    .action((old: string, next: string, flags: DiffFlags & { readonly json?: boolean }) =>
      commands.diff(old, next, flags.json === true ? { ...flags, format: "json" } : flags),
    )
    .addHelpText("after", EXIT_CODES);
  return program;
}

const EXIT_CODES = `
Exit codes:
  0  done, or nothing to do
  1  the document, an overlay, the config or a template cannot be used
  2  the command line makes no sense
  3  refused: files stand in the way that were edited or not generated; or a client
     is stale; or there is a change that --fail-on names`;

function withInputs(command: Command): Command {
  return withDocuments(
    command.argument(
      "[SPEC]",
      "the OpenAPI document: a file, an http(s) URL, or - for standard input",
    ),
  )
    .option("--out <DIR>", "the output folder (default: generated/<name>)", one)
    .option("--templates <DIR>", "templates laid over the built-in ones; may be repeated", several)
    .option("--layers <NAME,…>", "the layers to generate (default: all)", list)
    .addOption(new Option("--kind <KIND>", "what to generate").choices(["package", "source"]));
}

/** How documents are read, and which operations of them count. */
function withDocuments(command: Command): Command {
  return command
    .option(
      "--config <FILE>",
      "the config; by default triptych.config.{ts,mjs,js,json} here or above",
      one,
    )
    .option("--overlay <FILE>", "an OpenAPI Overlay; may be repeated", several)
    .option(
      "--allow-ref <FOLDER|HOST>",
      "a folder (with a slash) or a host that references may lead to; may be repeated",
      several,
    )
    .option("--name <PACKAGE>", "the name of the package; of several clients, the one to run", one)
    .option("--only <SELECTOR>", "only some operations; may be repeated", several)
    .option("--verbose", "say everything, also what is alike");
}

function concurrency(): Option {
  const text = "how many clients are made at a time (default: one for every two cores)";
  return new Option("--concurrency <N>", text).argParser(count);
}

/** Commander takes whatever follows an option for its value, also the next option. */
function one(value: string): string {
  if (value.startsWith("--")) throw new InvalidArgumentError("That is another option.");
  return value;
}

/** @throws InvalidArgumentError unless it is a number of at least 1, and not more than a timer takes. */
function seconds(value: string): number {
  const number = Number(value);
  if (number >= 1 && number <= 86_400) return number;
  throw new InvalidArgumentError("It is a number of seconds, from 1 to 86400.");
}

/** @throws InvalidArgumentError unless it is a whole number from 1 to 256. */
function count(value: string): number {
  if (/^[1-9]\d{0,2}$/.test(value) && Number(value) <= 256) return Number(value);
  throw new InvalidArgumentError("It is a whole number, from 1 to 256.");
}

function several(value: string, values: readonly string[] = []): readonly string[] {
  return [...values, one(value)];
}

function list(value: string, values: readonly string[] = []): readonly string[] {
  const names = one(value).split(",");
  return [...values, ...names.map((name) => name.trim())];
}
