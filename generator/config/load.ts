/** Finds a config file and loads it. The disk is read by lilconfig and by what evaluates modules. */

import { createRequire } from "node:module";
import { dirname, extname, join, parse, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { lilconfig, type Loader } from "lilconfig";

import {
  checkConfig,
  type ClientConfig,
  defineConfig,
  type LocateInConfig,
  resolveClient,
} from "../config.ts";
import { type Diagnostic, DiagnosticError, excerptOf } from "../diagnostic.ts";
import { contentHash } from "../base/content-hash.ts";
import { placeOfByte } from "../base/output-problem.ts";
import type { Parsed } from "../base/parse.ts";

/** In order of preference where a folder has several. */
const CONFIG_FILES = [
  "triptych.config.ts",
  "triptych.config.mjs",
  "triptych.config.js",
  "triptych.config.json",
] as const;

/** Beside the config, unless that says otherwise. */
const LOCK_FILE = "triptych.lock.json";

export interface LoadOptions {
  /** Whether a module that was loaded before is loaded again if its text is another. Default false. */
  readonly again?: boolean;
}

export interface LoadedConfig {
  /** As the user would write it. */
  readonly file: string;
  /** With absolute paths. */
  readonly clients: readonly ClientConfig[];
}

/**
 * Loads `file`, or else the nearest config file: in `cwd` or a folder above it, up to the root of the repository, or without
 * one to that of the package.
 *
 * @returns undefined if no file was asked for and there is none.
 * @throws DiagnosticError if the file cannot be loaded or holds no config.
 */
export async function loadConfig(
  cwd: string,
  file?: string,
  { again = false }: LoadOptions = {},
): Promise<LoadedConfig | undefined> {
  const loader: Loader = async (path, content) =>
    loadFile(path, content, shownPath(path, cwd), again);
  const loaders = { ".ts": loader, ".mjs": loader, ".js": loader, ".json": loader };
  const options = { searchPlaces: [...CONFIG_FILES], ignoreEmptySearchPlaces: false, loaders };
  const found =
    file === undefined
      ? await lilconfig("triptych", { ...options, stopDir: await rootFolder(cwd) }).search(cwd)
      : await loadGiven(lilconfig("triptych", options), resolve(cwd, file), file);
  if (found === null) return undefined;
  const shown = file ?? shownPath(found.filepath, cwd);
  const clients = await checkedClients((found.config ?? {}) as Partial<Evaluated>, shown);
  const folder = dirname(found.filepath);
  const resolved = clients.map((client) => resolveClient({ lock: LOCK_FILE, ...client }, folder));
  return { file: shown, clients: resolved };
}

/** Where `loadConfig` looks for a config: a file that comes, changes or goes there may make it find another one. */
export async function configPlaces(cwd: string, file?: string): Promise<readonly string[]> {
  if (file !== undefined) return [resolve(cwd, file)];
  const root = await rootFolder(cwd);
  const places: string[] = [];
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    places.push(...CONFIG_FILES.map((name) => join(folder, name)));
    if (folder === root || folder === dirname(folder)) return places;
  }
}

async function loadGiven(
  config: ReturnType<typeof lilconfig>,
  path: string,
  shown: string,
): ReturnType<ReturnType<typeof lilconfig>["load"]> {
  if (!/^\.(?:ts|mjs|js|json)$/.test(extname(path))) {
    throw new DiagnosticError([
      configDiagnostic(
        "config-kind",
        `${shown} is no config file: those end in .ts, .mjs, .js or .json`,
      ),
    ]);
  }
  try {
    return await config.load(path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && "syscall" in error)) throw error;
    const reason = error.code === "ENOENT" ? "there is no such file" : error.message;
    const message = `the config file ${shown} cannot be read: ${reason}`;
    throw new DiagnosticError([configDiagnostic("config-unreadable", message)]);
  }
}

interface Evaluated {
  readonly value: unknown;
  /** Finds places; what it takes for that is loaded only when there is something to say. */
  readonly locate?: () => Promise<LocateInConfig>;
}

async function checkedClients(
  { value, locate }: Partial<Evaluated>,
  shown: string,
): Promise<readonly ClientConfig[]> {
  try {
    return checkConfig(value, shown);
  } catch (error) {
    if (locate === undefined || !(error instanceof DiagnosticError)) throw error;
    return checkConfig(value, shown, await locate());
  }
}

async function loadFile(
  path: string,
  content: string,
  shown: string,
  again: boolean,
): Promise<Evaluated> {
  if (extname(path) === ".json") {
    const parsed = async (): Promise<Parsed> => {
      const { parse: parseText } = await import("../base/parse.ts");
      return parseText({ uri: shown, text: content });
    };
    const locate = async (): Promise<LocateInConfig> => (await parsed()).place;
    try {
      return { value: JSON.parse(content) as unknown, locate };
    } catch {
      return { value: (await parsed()).value, locate };
    }
  }
  try {
    return { value: await evaluate(path, again ? contentHash(content) : undefined) };
  } catch (error) {
    throw new DiagnosticError([await loadFailure(error, path, content, shown)]);
  }
}

/** @param version tells the contents of a file apart; without it a file is evaluated once. */
async function evaluate(path: string, version?: string): Promise<unknown> {
  if (extname(path) !== ".ts") {
    const { href } = pathToFileURL(path);
    // A CommonJS module is kept by its path as well.
    if (version !== undefined) Reflect.deleteProperty(createRequire(href).cache, path);
    const module = (await import(version === undefined ? href : `${href}?${version}`)) as {
      readonly default?: unknown;
    };
    return module.default;
  }
  const { createJiti } = await import("jiti");
  // Nothing needs to be installed near the config for it to import this package.
  const virtualModules = { "openapi-triptych": { defineConfig } };
  const options = { virtualModules, interopDefault: false, moduleCache: version === undefined };
  const module = await createJiti(path, options).import<{ readonly default?: unknown }>(path);
  return module.default;
}

async function loadFailure(
  error: unknown,
  path: string,
  content: string,
  shown: string,
): Promise<Diagnostic> {
  const reason = error instanceof Error ? error.message : String(error);
  const lines = content.split("\n");
  const at = (line: number, column: number): Pick<Diagnostic, "location" | "excerpt"> => ({
    location: { file: shown, line, column },
    excerpt: [excerptOf(lines[line - 1] ?? "", column)],
  });
  const { transform } = await import("oxc-transform");
  const { errors } = await transform(path, content, { lang: "ts" });
  const [syntaxError] = errors;
  if (syntaxError !== undefined) {
    const { line, column } = placeOfByte(content, syntaxError.labels[0]?.start ?? 0);
    const message = `${shown} does not parse: ${syntaxError.message}`;
    return { ...configDiagnostic("config-syntax", message), ...at(line, column) };
  }
  const message = `${shown} cannot be loaded: ${reason.split("\n")[0] ?? ""}`;
  const place = placeInStack(error instanceof Error ? (error.stack ?? "") : "", path);
  const known = place !== undefined && place.column <= (lines[place.line - 1] ?? "").length;
  return {
    ...configDiagnostic("config-failed", message),
    ...(known ? at(place.line, place.column) : {}),
  };
}

/** The uppermost place in `path` that a stack names. Compiled TypeScript keeps its lines, but not always. */
function placeInStack(stack: string, path: string): { line: number; column: number } | undefined {
  for (const name of [pathToFileURL(path).href, path]) {
    const start = stack.indexOf(name);
    if (start === -1) continue;
    const after = stack.slice(start + name.length);
    const [, line, column] = /^(?:\?[0-9a-f]+)?:(\d+):(\d+)/.exec(after) ?? [];
    if (line !== undefined) return { line: Number(line), column: Number(column) };
  }
  return undefined;
}

/** The folder above which no config file is looked for. */
async function rootFolder(cwd: string): Promise<string> {
  const mark = (searchPlaces: string[]): ReturnType<typeof lilconfig> =>
    lilconfig("name", { searchPlaces, stopDir: parse(cwd).root, loaders: { noExt: () => ({}) } });
  const head = await mark([".git/HEAD", ".git"]).search(cwd);
  if (head !== null) return dirname(head.filepath.replace(/[\\/]HEAD$/, ""));
  const manifest = await mark(["package.json"]).search(cwd);
  return manifest === null ? cwd : dirname(manifest.filepath);
}

function configDiagnostic(code: string, message: string): Diagnostic {
  return { severity: "error", code, message };
}

function shownPath(path: string, cwd: string): string {
  return relative(cwd, path).replaceAll("\\", "/");
}
