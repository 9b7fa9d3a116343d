/** What to run: the config, if there is one, under the flags. */

import { dirname, resolve } from "node:path";

import { checkConfig, type ClientConfig, resolveClient } from "../config.ts";
import { type Diagnostic, DiagnosticError } from "../diagnostic.ts";
import { type LoadedConfig, loadConfig, type LoadOptions } from "../config/load.ts";
import { didYouMean } from "../base/suggest.ts";
import { UsageError } from "./usage-error.ts";

/** The flags of a command that say what goes in; named as commander names them. */
export interface InputFlags {
  readonly config?: string;
  readonly out?: string;
  readonly overlay?: readonly string[];
  readonly allowRef?: readonly string[];
  readonly templates?: readonly string[];
  readonly layers?: readonly string[];
  readonly name?: string;
  readonly kind?: "package" | "source";
  readonly only?: readonly string[];
}

export interface Selection {
  /** With absolute paths. */
  readonly clients: readonly ClientConfig[];
  /** The folder in which `generated/<name>` is made for a client that sets no output folder. */
  readonly root: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * @param spec the SPEC argument. It selects the clients of the config that have it. If none does, a config that was only
 * found is left out, since its names and overlays are another document's; the one client of a config that was asked for
 * takes the SPEC.
 * @throws DiagnosticError if the config cannot be used.
 * @throws UsageError if the flags do not go together, or not with the config.
 */
export async function selectClients(
  spec: string | undefined,
  flags: InputFlags,
  cwd: string,
  options: LoadOptions = {},
): Promise<Selection> {
  const given = clientOf(flags, cwd);
  const loaded = await loadConfig(cwd, flags.config, options);
  const { clients, diagnostics } = chooseClients(spec, flags, loaded, cwd);
  const named = chooseNamed(clients, flags.name);
  if (named.length > 1 && flags.out !== undefined) {
    throw new UsageError(
      `--out is for one client, and there are ${named.length}: select one with --name`,
    );
  }
  const root =
    loaded === undefined || diagnostics.length > 0 ? cwd : dirname(resolve(cwd, loaded.file));
  return { clients: named.map((client) => withFlags(client, given)), root, diagnostics };
}

export function readsStandardInput({ spec, overlays = [] }: ClientConfig): boolean {
  return [spec, ...overlays].includes("-");
}

/** Flags win, but what they allow is added to what the config allows. */
function withFlags(client: ClientConfig, given: Omit<ClientConfig, "spec">): ClientConfig {
  const { refs, ...others } = given;
  const allow = [...(client.refs?.allow ?? []), ...(refs?.allow ?? [])];
  return {
    ...client,
    ...others,
    ...(refs === undefined ? {} : { refs: { ...client.refs, allow } }),
  };
}

/** The flags as the config would have them. */
function clientOf(flags: InputFlags, cwd: string): Omit<ClientConfig, "spec"> {
  const { overlay, templates, layers, only, out, name, kind, allowRef: allow } = flags;
  const refs = allow === undefined ? undefined : { allow };
  const config = { overlays: overlay, templates, layers, only, out, name, kind, refs, spec: "-" };
  try {
    const [client] = checkConfig(config, "the command line");
    const { spec: _, ...given } = resolveClient(client ?? { spec: "-" }, cwd);
    return given;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new UsageError(error.diagnostics.map(({ message }) => message).join("; "));
  }
}

function chooseClients(
  given: string | undefined,
  flags: InputFlags,
  loaded: LoadedConfig | undefined,
  cwd: string,
): { readonly clients: readonly ClientConfig[]; readonly diagnostics: readonly Diagnostic[] } {
  if (given === undefined) {
    if (loaded !== undefined) return { clients: loaded.clients, diagnostics: [] };
    throw new UsageError(
      "there is no SPEC, and no triptych.config.ts, .mjs, .js or .json here or above",
    );
  }
  const { spec } = resolveClient({ spec: given }, cwd);
  if (loaded === undefined) return { clients: [{ spec }], diagnostics: [] };
  const matching = loaded.clients.filter((client) => client.spec === spec);
  if (matching.length > 0) return { clients: matching, diagnostics: [] };
  if (flags.config === undefined) {
    const diagnostic: Diagnostic = {
      severity: "info",
      code: "config-unused",
      message: `${loaded.file} has no client of ${given}, so it is not used`,
      cure: "to use its settings all the same, pass it with --config",
    };
    return { clients: [{ spec }], diagnostics: [diagnostic] };
  }
  const [client, ...more] = loaded.clients;
  if (client === undefined || more.length > 0) {
    throw new UsageError(`${loaded.file} has several clients, and none of ${given}`);
  }
  return { clients: [{ ...client, spec }], diagnostics: [] };
}

function chooseNamed(
  clients: readonly ClientConfig[],
  name: string | undefined,
): readonly ClientConfig[] {
  if (name === undefined || clients.length < 2) return clients;
  const named = clients.filter((client) => client.name === name);
  if (named.length > 0) return named;
  const names = clients.flatMap((client) => client.name ?? []);
  throw new UsageError(
    `no client is named ${name}: ${didYouMean(name, names, `there are ${names.join(", ")}`)}`,
  );
}
