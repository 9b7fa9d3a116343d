// Builds what is published beside the templates: the command and the library in `dist/`, with what they bundle, and the
// worker program among the templates.

import { build } from "esbuild";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, posix, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isolatedDeclaration } from "oxc-transform";
import ts from "typescript";

import { namesInUse, shakable } from "./build-typescript.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, "dist");
const target = "node20.19";

/**
 * The TypeScript that ts-morph carries, for everyone, in a file of its own that is loaded as CommonJS. In an ES module it would
 * be parsed twice, as a function that may be called and when it is, and each module that imports it would make a namespace with a
 * getter for each of its 2,500 exports.
 *
 * @type {import("esbuild").Plugin}
 */
const oneTypeScript = {
  name: "one-typescript",
  setup({ onResolve, onLoad }) {
    const file = { path: `./${TYPESCRIPT}`, external: true };
    onResolve({ filter: /^\.\/typescript(?:\.c?js)?$/ }, ({ importer, namespace }) =>
      namespace === "one-typescript" || importer.endsWith("ts-morph-common.js") ? file : undefined,
    );
    onResolve({ filter: /^typescript$/ }, ({ path }) => ({ path, namespace: "one-typescript" }));
    onLoad({ filter: /(?:)/, namespace: "one-typescript" }, () => ({
      contents: `export default require("./${TYPESCRIPT}");`,
    }));
  },
};
const TYPESCRIPT = "typescript.cjs";

/**
 * esbuild loaded as the CommonJS that it is: for an ES module that imports it, it would be searched for its exports first, which
 * takes several times as long.
 *
 * @type {import("esbuild").Plugin}
 */
const requiredBundler = {
  name: "required-bundler",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^esbuild$/ }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path, namespace: "required-bundler" } : undefined,
    );
    onLoad({ filter: /(?:)/, namespace: "required-bundler" }, () => ({
      contents: `export const { build, stop, transform } = require("esbuild");`,
    }));
  },
};

/** Found on the disk when they are needed: native code, and modules that look for files of their own. */
const EXTERNAL = [
  "prettier",
  "prettier/*",
  "oxfmt",
  "oxc-transform",
  "esbuild",
  "jiti",
  "tinypool",
];

/**
 * Of openapi-typescript we use functions that need nothing of Redocly's; its entry module imports all of both. Marked as free
 * of side effects, what is not used is left out.
 *
 * @type {import("esbuild").Plugin}
 */
const onlyWhatIsUsed = {
  name: "only-what-is-used",
  setup({ onResolve, resolve }) {
    const resolving = {};
    onResolve({ filter: /^\.|^openapi-typescript$|^@redocly\/openapi-core/ }, async (args) => {
      const { path, importer, kind, resolveDir, pluginData } = args;
      if (pluginData === resolving) return undefined;
      if (path.startsWith(".") && !/[\\/]openapi-typescript[\\/]dist[\\/]/.test(importer))
        return undefined;
      const found = await resolve(path, { importer, kind, resolveDir, pluginData: resolving });
      return { ...found, sideEffects: false };
    });
  },
};

/**
 * What vendored modules load and nothing of ours uses, cut out by exact text, so that an update which changes it is noticed:
 * the declarations of the DOM and of JavaScript in ts-morph (a quarter of the bundle), which only type-checking would need; the
 * YAML, proxy and file modules behind two one-line functions of Redocly's; and what commander starts commands with that are
 * programs of their own.
 *
 * @type {import("esbuild").Plugin}
 */
const withoutDeadWeight = {
  name: "without-dead-weight",
  setup({ onLoad }) {
    onLoad(
      { filter: /[\\/]@ts-morph[\\/]common[\\/]dist[\\/]ts-morph-common\.js$/ },
      async ({ path }) => {
        const text = await readFile(path, "utf8");
        return {
          contents: cut(text, "const libFiles = [", "}];\n", "const libFiles = [];\n", path),
        };
      },
    );
    onLoad({ filter: /[\\/]commander[\\/]lib[\\/]command\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      return { contents: cut(text, "require('node:child_process')", "", "{}", path) };
    });
    onLoad({ filter: /[\\/]openapi-core[\\/]lib[\\/]ref-utils\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const utils =
        '{ isPlainObject: (value) => value !== null && typeof value === "object" && !Array.isArray(value), isTruthy: Boolean }';
      return { contents: cut(text, 'require("./utils")', "", utils, path) };
    });
  },
};

/**
 * @param {string} text
 * @param {string} start
 * @param {string} end
 * @param {string} replacement
 * @param {string} path
 */
function cut(text, start, end, replacement, path) {
  const from = text.indexOf(start);
  const to = text.indexOf(end, from + start.length);
  if (from === -1 || to === -1) throw new Error(`${path} no longer has what is cut out of it`);
  return text.slice(0, from) + replacement + text.slice(to + end.length);
}

/** @type {import("esbuild").Plugin} */
const compiledTemplates = {
  name: "compiled-templates",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]generator[\\/]render[\\/]standard\.ts$/ }, () => ({
      contents: standard,
    }));
  },
};

/** @satisfies {import("esbuild").BuildOptions} */
const bundled = {
  absWorkingDir: root,
  outdir: dist,
  bundle: true,
  metafile: true,
  platform: "node",
  format: "esm",
  target,
  // Of one byte a character in memory, too.
  charset: "ascii",
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 160,
  legalComments: "none",
  external: EXTERNAL,
  banner: {
    js: [
      'import{createRequire as makeRequire}from"node:module";',
      "const require=makeRequire(import.meta.url),__filename=import.meta.filename,__dirname=import.meta.dirname;",
    ].join(""),
  },
};

await rm(dist, { recursive: true, force: true });
const worker = await buildWorker();
/** @type {Map<string, string>} */
const library = new Map();
const standard = await precompileTemplates();
const command = await buildCommand(library);
const bundle = await buildLibrary(library);
await buildTypeScript(bundle);
await buildTypes("generator/index.ts");
await writeFile(
  join(dist, "THIRD-PARTY-LICENSES.txt"),
  await licencesOf([worker, command, bundle]),
);

/** The program of the blocking layer's thread: one file, to be read and to run wherever a bundler puts it. */
async function buildWorker() {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["templates/package/src/runtime/sync-worker.ts"],
    outfile: "templates/package/src/sync/worker.js",
    bundle: true,
    metafile: true,
    platform: "node",
    format: "esm",
    target,
    charset: "utf8",
    legalComments: "inline",
    banner: {
      js: "// The program of the thread behind the blocking calls: `src/runtime/sync-worker.ts` with all that it imports, in one file.",
    },
  });
  return metafile;
}

/** The module that takes the place of `generator/render/standard.ts`. */
async function precompileTemplates() {
  const outfile = join(dist, "precompile.js");
  await build({ ...bundled, entryPoints: { precompile: "generator/render/precompile.ts" } });
  const { precompile } = await import(pathToFileURL(outfile).href);
  await rm(outfile);
  const folder = join(root, "templates/package");
  const paths = await readdir(folder, { recursive: true });
  const files = paths
    .filter((path) => path.endsWith(".hbs"))
    .map(async (path) => {
      const text = await readFile(join(folder, path), "utf8");
      return { path: path.replaceAll("\\", "/"), text: text.replaceAll("\r\n", "\n") };
    });
  return precompile(await Promise.all(files));
}

/** @param {import("esbuild").Metafile} bundle of what loads it. */
async function buildTypeScript({ inputs }) {
  const users = Object.keys(inputs)
    .map((path) => join(root, path))
    .filter((path) => /\.[cm]?[jt]s$/.test(path));
  const names = namesInUse(await Promise.all(users.map((path) => readFile(path, "utf8"))));
  const text = await readFile(
    join(root, "node_modules/@ts-morph/common/dist/typescript.js"),
    "utf8",
  );
  await build({
    stdin: { contents: shakable(text, names) },
    outfile: join(dist, TYPESCRIPT),
    bundle: true,
    platform: "node",
    format: "cjs",
    target,
    charset: "ascii",
    minify: true,
    lineLimit: 160,
    legalComments: "none",
    footer: { js: "module.exports=module.exports.default;" },
  });
}

/**
 * The command in one file, since each module that is loaded costs time also where there is nothing to do. What it imports only when
 * there is something to do belongs to the library, and so do the errors that it knows by their class.
 *
 * @param {Map<string, string>} library gets the modules that it takes from there, by name.
 */
async function buildCommand(library) {
  const resolving = {};
  /** @type {import("esbuild").Plugin} */
  const fromLibrary = {
    name: "from-library",
    setup({ onResolve, resolve }) {
      onResolve({ filter: /./ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
        if (pluginData === resolving || kind === "entry-point") return undefined;
        const found = await resolve(path, { importer, kind, resolveDir, pluginData: resolving });
        if (found.external) return undefined;
        const name = relative(join(root, "generator"), found.path).replaceAll("\\", "/");
        if (name === "cli/main.ts") return { path: "./main.js", external: true };
        const isOwn = kind !== "dynamic-import" || name.startsWith("cli/");
        if (isOwn && name !== "diagnostic.ts") return undefined;
        const short = path.startsWith(".") ? name.replace(/\.ts$/, "").replaceAll("/", "-") : path;
        library.set(short, found.path);
        return { path: `./${short}.js`, external: true };
      });
    },
  };
  const { metafile } = await build({
    ...bundled,
    entryPoints: {
      cli: "generator/cli.ts",
      main: "generator/cli/main.ts",
      thread: "generator/cli/thread.ts",
    },
    plugins: [fromLibrary, withoutDeadWeight],
  });
  return metafile;
}

/** @param {Map<string, string>} entries */
async function buildLibrary(entries) {
  const { metafile } = await build({
    ...bundled,
    entryPoints: { index: "generator/index.ts", ...Object.fromEntries(entries) },
    splitting: true,
    plugins: [oneTypeScript, requiredBundler, onlyWhatIsUsed, withoutDeadWeight, compiledTemplates],
  });
  if (Object.keys(metafile.inputs).some((path) => path.endsWith("/typescript.js")))
    throw new Error("there is a second TypeScript in the bundle");
  return metafile;
}

/**
 * Declarations for `entry` and the modules that its declarations mention, file by file as they lie in the source.
 *
 * @param {string} entry
 */
async function buildTypes(entry) {
  const paths = new Set([entry]);
  for (const path of paths) {
    const { code, errors } = await isolatedDeclaration(
      path,
      await readFile(join(root, path), "utf8"),
    );
    if (errors.length > 0) throw new Error(errors.map((error) => error.codeframe).join("\n"));
    let text = "";
    let end = 0;
    for (const { fileName, pos } of ts.preProcessFile(code).importedFiles) {
      if (!fileName.startsWith("."))
        throw new Error(`the declarations of ${path} need ${fileName}`);
      paths.add(posix.join(posix.dirname(path), fileName.replace(/\.js$/, ".ts")));
      text += code.slice(end, pos + 1) + fileName.replace(/\.ts$/, ".js");
      end = pos + 1 + fileName.length;
    }
    text += code.slice(end);
    await put(join("types", path.replace(/\.ts$/, ".d.ts")), text);
  }
  await put("index.d.ts", `export * from "./types/${entry.replace(/\.ts$/, ".js")}";\n`);
}

/**
 * @param {string} path
 * @param {string} text
 */
async function put(path, text) {
  await mkdir(dirname(join(dist, path)), { recursive: true });
  await writeFile(join(dist, path), text);
}

/** @param {import("esbuild").Metafile[]} metafiles */
async function licencesOf(metafiles) {
  const outputs = metafiles.flatMap((metafile) => Object.values(metafile.outputs));
  const inputs = outputs.flatMap((output) => Object.keys(output.inputs));
  const folders = new Set(
    inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
  );
  // ts-morph carries a copy of TypeScript.
  folders.add("node_modules/typescript");
  const sorted = [...folders];
  sorted.sort();
  const texts = sorted.map(async (folder) => {
    const manifest = await readFile(join(root, folder, "package.json"), "utf8");
    const { name, version, license } = JSON.parse(manifest);
    const files = await readdir(join(root, folder));
    const file = files.find((entry) => /^(?:licen[cs]e|copying)/i.test(entry));
    const text = file === undefined ? "" : await readFile(join(root, folder, file), "utf8");
    return `${name} ${version} (${license})\n\n${text.trim()}`.trim();
  });
  return `${(await Promise.all(texts)).join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}
