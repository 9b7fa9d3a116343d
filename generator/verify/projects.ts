/** The projects under whose options output is checked. */

import { isRecord } from "../base/is-record.ts";
import type { ImportExtension } from "../compile/import-extension.ts";
import type { OutputFile } from "../source.ts";

export interface Project {
  /** Of its folder, and of the file with its options. */
  readonly name: string;
  readonly tsconfig: object;
}

/** Where the output lies, from the folder of the projects. */
export const CHECKED = "output";

const STRICT = {
  target: "es2022",
  lib: ["es2022", "dom", "dom.iterable"],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
};

/** What only those mind who compile the sources themselves. */
const STRICT_SOURCES = {
  ...STRICT,
  noImplicitOverride: true,
  noFallthroughCasesInSwitch: true,
  verbatimModuleSyntax: true,
  isolatedDeclarations: true,
  declaration: true,
  erasableSyntaxOnly: true,
  jsx: "preserve",
};

const NODE = { module: "nodenext", moduleResolution: "nodenext" };
const BUNDLER = { module: "esnext", moduleResolution: "bundler" };

export function projectsFor(
  files: readonly OutputFile[],
  settings: { readonly kind: "package" | "source"; readonly importExtension: ImportExtension },
): Project[] {
  const { kind, importExtension } = settings;
  const resolution = importExtension === "" ? BUNDLER : NODE;
  const sources = {
    name: "sources",
    tsconfig: {
      compilerOptions: {
        ...STRICT_SOURCES,
        ...resolution,
        allowImportingTsExtensions: importExtension === ".ts",
      },
      include: [kind === "package" ? `../${CHECKED}/src` : `../${CHECKED}`],
    },
  };
  if (kind === "source") return [sources];
  const { name } = manifestOf(files);
  if (typeof name !== "string") return [sources];
  const consumers = { nodenext: NODE, bundler: BUNDLER };
  return [
    sources,
    ...Object.entries(consumers).map(([consumer, options]) => ({
      name: consumer,
      tsconfig: { compilerOptions: { ...STRICT, ...options }, files: ["consumer.ts"] },
    })),
  ];
}

/** All files, by their paths: the output, and each project, in whose folder the package is installed. */
export function filesOf(
  files: readonly OutputFile[],
  projects: readonly Project[],
  kind: "package" | "source",
): OutputFile[] {
  const manifest = manifestOf(files);
  const output = files.map(({ path, text }) => ({ path: `${CHECKED}/${path}`, text }));
  if (kind === "source") output.push({ path: `${CHECKED}/package.json`, text: MODULE });
  const made = projects.flatMap(({ name, tsconfig }): OutputFile[] => {
    const own = [{ path: `${name}/tsconfig.json`, text: JSON.stringify(tsconfig) }];
    if (name === "sources") return own;
    const folder = `${name}/${installed(String(manifest["name"]))}`;
    const declared = files.filter(({ path }) => !path.startsWith("src/"));
    return [
      ...own,
      { path: `${name}/package.json`, text: MODULE },
      { path: `${name}/consumer.ts`, text: consumerOf(manifest) },
      ...declared.map(({ path, text }) => ({ path: `${folder}/${path}`, text })),
    ];
  });
  return [...output, ...made];
}

const MODULE = '{ "type": "module" }';

function installed(name: string): string {
  return `node_modules/${name}`;
}

/** Imports everything that the package exports. */
function consumerOf(manifest: Readonly<Record<string, unknown>>): string {
  const name = String(manifest["name"]);
  const { exports } = manifest;
  const entries = isRecord(exports)
    ? Object.entries(exports).flatMap(([entry, target]) =>
        isRecord(target) && "types" in target && !entry.includes("*") ? [entry] : [],
      )
    : ["."];
  return entries
    .map((entry, index) => {
      const specifier = JSON.stringify(entry.replace(/^\./, name));
      return `export * as entry${index} from ${specifier};\n`;
    })
    .join("");
}

/** Text that is no JSON is for the formatter to report. */
function manifestOf(files: readonly OutputFile[]): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(
      files.find(({ path }) => path === "package.json")?.text ?? "{}",
    );
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
