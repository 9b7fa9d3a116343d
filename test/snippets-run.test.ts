import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { generate } from "../generator/generate.ts";
import { folder, root, run } from "./package/workspace.ts";

const documents = ["README.md", ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`)];
const spec = join(root, "spec/mistral.yaml");

/** The blocks of a language in all documents, each with the document that has it. */
function blocks(language: string): [document: string, text: string][] {
  const pattern = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms");
  return documents.flatMap((document) => {
    const text = readFileSync(join(root, document), "utf8");
    return Array.from(text.matchAll(pattern), (match): [string, string] => [
      document,
      match[1] ?? "",
    ]);
  });
}

const commands = blocks("sh").flatMap(([document, text]) =>
  text
    .split("\n")
    .filter((line) => line.startsWith("npx triptych "))
    .map((line): [string, string] => [line.slice("npx triptych ".length), document]),
);

describe("what the documents show besides TypeScript", () => {
  test("there is something of each kind", () => {
    expect(commands.length).toBeGreaterThan(3);
    for (const language of ["hbs", "json", "yaml"]) expect(blocks(language)).not.toEqual([]);
  });

  test.each(commands)("triptych %s is right usage (%s)", async (line) => {
    const words = line.split(" ").filter((word) => word !== "--dry-run");
    const flags = words[0] === "generate" ? ["--dry-run"] : [];
    const { code } = await run(process.execPath, [join(root, "dist/cli.js"), ...words, ...flags]);
    // An address or a folder that is only an example is bad input, 1; a client may be stale, 3; wrong usage would be 2.
    expect(words[0] === "check" ? [0, 1, 3] : [0, 1]).toContain(code);
  });

  // The files of a pipeline have tests of their own.
  const overlays = blocks("yaml").filter(([document]) => document !== "docs/ci.md");

  test.each(overlays)("%s: an overlay that applies", async (_document, text) => {
    const overlay = join(folder({ "overlay.yaml": text }), "overlay.yaml");
    const { diagnostics } = await generate({ spec, overlays: [overlay], format: "none" });
    const codes = diagnostics.filter(({ severity }) => severity !== "info").map(({ code }) => code);
    // Some paths of the examples are not in our document.
    expect(new Set(codes)).toEqual(new Set(["overlay-no-match"]));
  });

  test.each(blocks("hbs"))(
    "%s: a template that passes the lint and is filled in",
    async (_document, text) => {
      const [, layer] = blocks("json").find(([, json]) => json.includes('"entry"')) ?? [];
      const templates = folder({
        "src/result/layer.json": layer ?? "",
        "src/result/{resource}.ts.hbs": text,
      });
      const { files } = await generate({
        spec,
        templates: [templates],
        layers: ["result"],
        kind: "source",
        format: "none",
        importExtension: ".js",
      });
      expect(files.find(({ path }) => path === "result/files.ts")?.text).toContain(
        "export class Files {",
      );
    },
  );
});
