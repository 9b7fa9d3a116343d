// @ts-check
// What the generator writes under a version of Node.
import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./root.js";

/** A client of each kind, of what is read and of what is made by an engine's own tables: words, order, numbers. */
const config = `import { join } from "node:path";

const clients: object[] = [
  { spec: join("spec", "mistral.yaml"), overlays: ["spec/mistral.overlay.yaml"], templates: ["mistral"], out: "package", name: "package" },
  { spec: "words.json", out: "source", name: "source", kind: "source", enums: "const" },
];
export default { clients };
`;

const words = [
  "Straße",
  "İstanbul",
  "ｆｕｌｌ",
  "ǅ",
  "naïve",
  "z",
  "A",
  "ä",
  "Ω",
  "日本",
  "e\u0301",
];

const document = {
  swagger: "2.0",
  info: { title: words.join(" "), version: "1.0.0" },
  paths: Object.fromEntries(
    words.map((word, index) => [
      `/${encodeURIComponent(word)}/{id}`,
      {
        get: {
          tags: [word],
          parameters: [{ name: "id", in: "path", required: true, type: "number", minimum: 1e21 }],
          responses: { 200: { description: word, schema: { $ref: `#/definitions/T${index}` } } },
        },
      },
    ]),
  ),
  definitions: Object.fromEntries(
    words.map((word, index) => [
      `T${index}`,
      {
        type: "object",
        properties: {
          [word]: { type: "string", enum: words },
          10: { type: "number", default: 0.1 },
          9: { type: "integer" },
        },
      },
    ]),
  ),
};

/**
 * Generates in a folder of its own.
 *
 * @param {(args: readonly string[], cwd: string) => Promise<number | null>} runNode
 * @returns {Promise<ReadonlyMap<string, string>>} The hash of each file that is there afterwards, by its path.
 */
export async function generatedBy(runNode) {
  const folder = await mkdtemp(join(tmpdir(), "generated-"));
  try {
    await cp(join(root, "spec"), join(folder, "spec"), { recursive: true });
    await cp(join(root, "templates/mistral"), join(folder, "mistral"), { recursive: true });
    await writeFile(join(folder, "words.json"), JSON.stringify(document));
    await writeFile(join(folder, "triptych.config.ts"), config);
    const exitCode = await runNode([join(root, "dist/cli.js"), "generate"], folder);
    if (exitCode !== 0) throw new Error(`triptych generate exits with ${exitCode}`);
    for (const input of ["spec", "mistral", "words.json", "triptych.config.ts"])
      await rm(join(folder, input), { recursive: true });
    return await hashesIn(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The paths whose files differ, or are in one of the two only.
 *
 * @param {ReadonlyMap<string, string>} one
 * @param {ReadonlyMap<string, string>} other
 */
export function differences(one, other) {
  const paths = new Set([...one.keys(), ...other.keys()]);
  return [...paths].filter((path) => one.get(path) !== other.get(path));
}

/** @param {string} folder */
async function hashesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const hashes = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    const hash = createHash("sha256").update(await readFile(path));
    return /** @type {const} */ ([path.slice(folder.length + 1), hash.digest("hex")]);
  });
  return new Map(await Promise.all(hashes));
}
