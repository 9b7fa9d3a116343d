/** Reads what lies around the output and has a say in its style: a Prettier config and a tsconfig.json. */

import { readdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Options } from "prettier";

import type { ImportExtension } from "../compile/import-extension.ts";
import { failure } from "./bytes.ts";
import { shownPath } from "./text.ts";

/**
 * The Prettier options for TypeScript in the folder `out`, which need not exist; `undefined` if no config is near. An
 * `.editorconfig` counts. Prettier is loaded only if there is one.
 *
 * @throws DiagnosticError `prettier-config` if it cannot be used.
 */
export async function readPrettierOptions(out: string): Promise<Options | undefined> {
  if (!(await hasPrettierConfig(resolve(out)))) return undefined;
  const { resolveConfig } = await import("prettier");
  try {
    const options = await resolveConfig(join(out, "src", "index.ts"), {
      editorconfig: true,
      useCache: false,
    });
    return options ?? undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw failure(
      "prettier-config",
      `the Prettier config near ${shownPath(out)} cannot be used: ${reason}`,
      'correct it, or set `format: "oxfmt"`',
    );
  }
}

const PRETTIER_CONFIG =
  /^(?:\.prettierrc(?:\.(?:json5?|ya?ml|toml|[cm]?[jt]s))?|prettier\.config\.[cm]?[jt]s|\.editorconfig)$/;

async function hasPrettierConfig(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((): string[] => []);
  if (names.some((name) => PRETTIER_CONFIG.test(name))) return true;
  for (const manifest of ["package.json", "package.yaml"]) {
    if (!names.includes(manifest)) continue;
    if (configuresPrettier(await readFile(join(folder, manifest), "utf8"))) return true;
  }
  const parent = dirname(folder);
  return parent === folder ? false : hasPrettierConfig(parent);
}

/** Of the text of a package manifest, JSON or YAML. */
function configuresPrettier(manifest: string): boolean {
  try {
    return Object.hasOwn(JSON.parse(manifest) as object, "prettier");
  } catch {
    return /^prettier:/m.test(manifest);
  }
}

/**
 * How the nearest tsconfig.json above `out` wants relative imports to end: `.ts` where it allows or rewrites that, nothing where a
 * bundler resolves them, else `.js`.
 *
 * @throws DiagnosticError `tsconfig` if it cannot be read.
 */
export async function readImportExtension(out: string): Promise<ImportExtension> {
  const { getTsconfig } = await import("get-tsconfig");
  try {
    const { compilerOptions = {} } = getTsconfig(resolve(out))?.config ?? {};
    if (compilerOptions.allowImportingTsExtensions === true) return ".ts";
    if (compilerOptions.rewriteRelativeImportExtensions === true) return ".ts";
    const resolution = compilerOptions.moduleResolution?.toLowerCase();
    if (resolution === "bundler") return "";
    return resolution === undefined && compilerOptions.module?.toLowerCase() === "preserve"
      ? ""
      : ".js";
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw failure(
      "tsconfig",
      `the tsconfig.json near ${shownPath(out)} cannot be read: ${reason}`,
      "correct it, or set `importExtension`",
    );
  }
}
