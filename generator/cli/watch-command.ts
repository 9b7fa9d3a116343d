/** `triptych watch`: the clients again whenever something changes that they are made from. */

import { resolve } from "node:path";

import { shownAddress } from "../base/address.ts";
import { plural } from "../base/plural.ts";
import { configPlaces } from "../config/load.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { generatorStamp } from "../read/generator-stamp.ts";
import { fileAsItIs, obstacleAt } from "../read/observe.ts";
import { shownPath } from "../read/text.ts";
import { SourceWatcher } from "../read/watch.ts";
import { NOTHING, type ReadSource } from "../source.ts";
import type { Context } from "./context.ts";
import { generateClients, resultOf } from "./generate-command.ts";
import type { WatchFlags } from "./program.ts";
import type { ClientResult } from "./report.ts";
import { readsStandardInput, type Selection, selectClients } from "./select-clients.ts";
import { UsageError } from "./usage-error.ts";
import { clientsOf, type WatchedClient } from "./watched-client.ts";

/** What the command does besides generating. */
export interface WatchOutput {
  readonly say: (text: string) => void;
  readonly onResult: (client: ClientResult) => Promise<void>;
  readonly onRound: (round: WatchRound) => void;
  /**
   * Says what is wrong.
   *
   * @throws what ends the watch.
   */
  readonly onError: (error: unknown) => readonly Diagnostic[];
}

/** What `--json` prints, on a line of its own, of the first run and of what follows each change. */
export interface WatchRound {
  /** Files and folders, relative to the current folder, and addresses. */
  readonly changed: readonly string[];
  /** Those that were generated. */
  readonly clients: readonly ClientResult[];
  /** What is about no client. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Runs until it is stopped from outside. What is wrong with the input is said, and waited for to become right. Clients do not
 * depend on one another: those that can be generated are.
 *
 * @throws UsageError if the command line makes no sense at the beginning.
 */
export async function runWatch(
  spec: string | undefined,
  flags: WatchFlags,
  context: Context,
  output: WatchOutput,
): Promise<void> {
  const watcher = new SourceWatcher({
    pollEvery: flags.poll * 1000,
    onNews(diagnostics) {
      context.report(diagnostics);
      output.onRound({ changed: [], clients: [], diagnostics });
    },
  });
  try {
    await new Watch(spec, flags, context, output).run(watcher);
  } finally {
    await watcher.close();
  }
}

class Watch {
  readonly #spec: string | undefined;
  readonly #flags: WatchFlags;
  readonly #context: Context;
  readonly #output: WatchOutput;
  /** Of the config. */
  #sources: readonly ReadSource[] = [];
  /** As it was loaded last without an error. */
  #selection: Selection | undefined;
  /** Of the program that runs, whatever is installed in its place meanwhile. */
  readonly #stamp = generatorStamp();
  #isConfigDue = true;
  #isConfigWrong = false;
  #clients: readonly WatchedClient[] = [];

  constructor(spec: string | undefined, flags: WatchFlags, context: Context, output: WatchOutput) {
    this.#spec = spec;
    this.#flags = flags;
    this.#context = context;
    this.#output = output;
  }

  async run(watcher: SourceWatcher): Promise<never> {
    const { say, onRound } = this.#output;
    let changed: readonly string[] = [];
    for (let isFirst = true; ; isFirst = false) {
      const hadErrors = this.#hasErrors;
      const diagnostics = [...(await this.#configure(isFirst))];
      const due = this.#isConfigWrong ? [] : this.#clients.filter(({ isDue }) => isDue);
      const clients: ClientResult[] = [];
      for (const client of due) {
        const { result, problem } = await this.#generate(client, this.#selection!);
        if (result !== undefined) clients.push(result);
        diagnostics.push(...problem);
      }
      onRound({ changed, clients, diagnostics });
      if (isFirst) say(`watching ${this.#size()}; stop with Ctrl+C`);
      else if (!this.#hasErrors && hadErrors) say("the errors are gone");
      else if (!this.#hasErrors && due.length === 0) say("nothing to generate");
      for (const client of this.#clients)
        if (client.hasErrors && !due.includes(client)) say(`${client.label} still has errors`);

      const sources = await watcher.changed(this.#awaited);
      changed = namesOf(sources, this.#context.cwd);
      say(`${new Date().toTimeString().slice(0, 8)} ${changedText(changed)} changed`);
      this.#mark(new Set(sources));
    }
  }

  get #hasErrors(): boolean {
    return this.#isConfigWrong || this.#clients.some(({ hasErrors }) => hasErrors);
  }

  /** Of a client that will be generated as soon as the config is right no more needs to be known. */
  get #awaited(): readonly ReadSource[] {
    const settled = this.#clients.filter(({ isDue }) => !isDue);
    return [...this.#sources, ...settled.flatMap(({ sources }) => [...sources.values()])];
  }

  #mark(changed: ReadonlySet<ReadSource>): void {
    if (this.#sources.some((source) => changed.has(source))) this.#isConfigDue = true;
    for (const client of this.#clients)
      if (client.isHeldUp || client.isMadeFrom(changed)) client.isDue = true;
  }

  /** Loads the config if it is to be loaded. @returns what is wrong. */
  async #configure(isFirst: boolean): Promise<readonly Diagnostic[]> {
    if (!this.#isConfigDue) return [];
    const { cwd, report } = this.#context;
    const places = await configPlaces(cwd, this.#flags.config);
    this.#sources = await Promise.all(places.map(fileAsItIs));
    try {
      const selection = await selectClients(this.#spec, this.#flags, cwd, { again: !isFirst });
      if (selection.clients.some(readsStandardInput))
        throw new UsageError("standard input cannot be watched: name a file or an address");
      report(selection.diagnostics);
      this.#selection = selection;
      this.#clients = clientsOf(selection, this.#clients);
      this.#isConfigDue = this.#isConfigWrong = false;
      return selection.diagnostics;
    } catch (error) {
      if (isFirst && error instanceof UsageError) throw error;
      this.#isConfigWrong = true;
      return this.#output.onError(error);
    }
  }

  /** @returns as `problem` what is wrong if that is the generator. */
  async #generate(
    client: WatchedClient,
    selection: Selection,
  ): Promise<{ result?: ClientResult; problem: readonly Diagnostic[] }> {
    const sources = new Map<string, ReadSource>();
    const context: Context = {
      ...this.#context,
      onRead: (source) => sources.set(source.from, source),
      report: (diagnostics) => this.#context.report(client.news(diagnostics)),
    };
    // What is known of those that are due as well is out of date.
    const others = this.#clients.flatMap(({ isDue, last = [] }) => (isDue ? [] : last));
    client.isDue = false;
    client.sources = sources;
    try {
      const only = { ...selection, clients: [client.client] };
      const flags = { ...this.#flags, verify: false, concurrency: 1 };
      const [draft] = await generateClients(only, flags, context, this.#stamp, others);
      client.settle(draft);
      const result = resultOf(draft!, context);
      for (const { path } of result.refused) {
        // What stands in the way is waited for as well.
        const file = resolve(draft!.out, path);
        sources.set(file, await obstacleAt(file));
      }
      if (draft!.wroteNames) await this.#settle(draft!.names!.path);
      if (!draft!.failed) await this.#output.onResult(result);
      return { result, problem: [] };
    } catch (error) {
      client.settle(undefined);
      return { problem: this.#output.onError(error) };
    }
  }

  /** What a run itself wrote is no change. */
  async #settle(path: string): Promise<void> {
    const now = await fileAsItIs(path);
    for (const client of this.#clients)
      if (client.sources.has(path)) client.sources = new Map(client.sources).set(path, now);
  }

  #size(): string {
    const found = new Map(this.#awaited.map((source) => [source.from, source]));
    for (const { from, seen } of this.#sources) if (seen === NOTHING) found.delete(from);
    const of = (kind: ReadSource["kind"]): number =>
      [...found.values()].filter((source) => source.kind === kind).length;
    const parts = [
      plural(of("file"), "file"),
      ...(of("folder") > 0 ? [`${plural(of("folder"), "folder")} of templates`] : []),
      ...(of("address") > 0 ? [plural(of("address"), "address", "addresses")] : []),
    ];
    return parts.join(", ");
  }
}

function namesOf(sources: readonly ReadSource[], cwd: string): readonly string[] {
  const names = [...new Set(sources.map((source) => shownName(source, cwd)))];
  names.sort();
  return names;
}

function shownName({ kind, from }: ReadSource, cwd: string): string {
  if (kind === "address") return shownAddress(from);
  return shownPath(from, cwd) + (kind === "folder" ? "/" : "");
}

/** The most names of changed sources that are said. */
const MOST = 3;

function changedText(names: readonly string[]): string {
  const rest = names.length - MOST;
  const shown = names.slice(0, MOST).join(", ");
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
