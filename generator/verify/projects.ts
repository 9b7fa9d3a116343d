/** The projects under whose options output is checked. */

import { isRecord } from "../base/is-record.ts";
import { manifestOf } from "../base/package-manifest.ts";
import type { ImportExtension } from "../compile/import-extension.ts";
import type { OutputFile } from "../source.ts";

/** What is checked, as it lies in a folder. */
export interface Layout {
  readonly files: readonly OutputFile[];
  /** The folder in which the package is installed for the projects that only use it: a link to {@link CHECKED}. */
  readonly installed: string | undefined;
  /** Each is the folder of its `tsconfig.json`. */
  readonly projects: readonly string[];
  /** What the lines of {@link CONSUMER} import, as the `package.json` has it. */
  readonly entries: readonly string[];
}

/** Where the output lies. */
export const CHECKED = "output";

/** In the folder of a project that uses the package as it is installed: imports all of it, one entry a line. */
export const CONSUMER = "consumer.ts";

const STRICT = {
  target: "es2022",
  lib: ["es2022", "dom", "dom.iterable"],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  // What TypeScript itself declares is right, and takes longer than the output.
  skipDefaultLibCheck: true,
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

/** The ways to resolve modules of those who install a package. */
const CONSUMERS = { nodenext: NODE, bundler: BUNDLER };

export function layOut(
  files: readonly OutputFile[],
  settings: { readonly kind: "package" | "source"; readonly importExtension: ImportExtension },
): Layout {
  const { kind, importExtension } = settings;
  const sources = {
    compilerOptions: {
      ...STRICT_SOURCES,
      ...(importExtension === "" ? BUNDLER : NODE),
      allowImportingTsExtensions: importExtension === ".ts",
    },
    include: [kind === "package" ? `../${CHECKED}/src` : `../${CHECKED}`],
  };
  const output = files.map(({ path, text }) => ({ path: `${CHECKED}/${path}`, text }));
  const common = [
    ...output,
    json("package.json", { type: "module" }),
    tsconfig("sources", sources),
  ];
  const manifest = kind === "package" ? manifestOf(files) : {};
  const { name } = manifest;
  if (typeof name !== "string")
    return { files: common, installed: undefined, projects: ["sources"], entries: [] };
  const entries = entriesOf(manifest);
  const lines = entries.map((entry, index) => {
    const specifier = JSON.stringify(entry.replace(/^\./, name));
    return `export * as entry${index} from ${specifier};\n`;
  });
  const consumers = Object.entries(CONSUMERS).flatMap(([consumer, options]) => [
    tsconfig(consumer, { compilerOptions: { ...STRICT, ...options }, files: [CONSUMER] }),
    { path: `${consumer}/${CONSUMER}`, text: lines.join("") },
  ]);
  return {
    files: [...common, ...consumers],
    installed: `node_modules/${name}`,
    projects: ["sources", ...Object.keys(CONSUMERS)],
    entries,
  };
}

function tsconfig(project: string, value: object): OutputFile {
  return json(`${project}/tsconfig.json`, value);
}

function json(path: string, value: object): OutputFile {
  return { path, text: JSON.stringify(value) };
}

/** What can be imported from the package and has types. */
function entriesOf({ exports }: Readonly<Record<string, unknown>>): string[] {
  if (!isRecord(exports)) return ["."];
  return Object.entries(exports).flatMap(([entry, target]) =>
    isRecord(target) && "types" in target && !entry.includes("*") ? [entry] : [],
  );
}
