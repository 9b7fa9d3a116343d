/** The clients of a watch: what each was made from, and what came of it. */

import { basename } from "node:path";

import type { ClientConfig } from "../config.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { ReadSource } from "../source.ts";
import type { Draft } from "./draft.ts";
import type { Selection } from "./select-clients.ts";

export class WatchedClient {
  readonly client: ClientConfig;
  /** Equal for clients that are set alike. */
  readonly settings: string;
  /** Whether it is to be generated. */
  isDue = true;
  /** By their names; those of the last run, also if it failed. */
  sources: ReadonlyMap<string, ReadSource> = new Map();
  /** What came of the last run, without what it was made from and what was made; undefined if there was none, or one that the generator is at fault for. */
  last: Draft | undefined;
  /** Whether something else than its sources may have kept it from the disk. */
  isHeldUp = false;
  #hasErrors = false;
  #said: ReadonlySet<string> = new Set();

  constructor(client: ClientConfig, root: string) {
    this.client = client;
    this.settings = JSON.stringify([client, root]);
  }

  get label(): string {
    return this.client.name ?? basename(this.client.spec);
  }

  get hasErrors(): boolean {
    return this.#hasErrors;
  }

  /** @param draft undefined if there is none since the generator is at fault. */
  settle(draft: Draft | undefined): void {
    this.last = draft === undefined ? undefined : { ...draft, files: [], inputs: [] };
    this.isHeldUp = draft?.failed === true && draft.files.length > 0;
    this.#hasErrors = draft?.diagnostics.some(({ severity }) => severity === "error") ?? true;
    if (draft?.failed === false) this.#said = new Set(draft.diagnostics.map(gist));
  }

  /** Errors, and what the last run that had none did not say. */
  news(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
    return diagnostics.filter((each) => each.severity === "error" || !this.#said.has(gist(each)));
  }

  isMadeFrom(sources: ReadonlySet<ReadSource>): boolean {
    return [...this.sources.values()].some((source) => sources.has(source));
  }
}

/** What a diagnostic says, wherever its lines have moved. */
function gist({ code, message, pointer }: Diagnostic): string {
  return JSON.stringify([code, message, pointer]);
}

/** The clients of a config that was loaded again: those that are set as before stay as they are. */
export function clientsOf(
  { clients, root }: Selection,
  before: readonly WatchedClient[],
): readonly WatchedClient[] {
  const left = [...before];
  return clients.map((client) => {
    const made = new WatchedClient(client, root);
    const at = left.findIndex(({ settings }) => settings === made.settings);
    return at === -1 ? made : left.splice(at, 1)[0]!;
  });
}
