/** The same input gives the same bytes, wherever and however it is written down. */

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { load } from "js-yaml";
import { describe, expect, test } from "vitest";

import { KEPT_FILE } from "../../generator/changes/kept.ts";
import { generate } from "../../generator/generate.ts";
import { folder, root, succeed } from "../package/workspace.ts";
import { runs } from "../properties.ts";

const spec = readFileSync(join(root, "spec/mistral.yaml"), "utf8");
const overlay = join(root, "spec/mistral.overlay.yaml");

/** What no order is said of, but which is kept: OpenAPI's maps, by the field that holds them. */
const MAPS: ReadonlySet<string> = new Set(
  (
    "paths webhooks properties patternProperties dependentRequired $defs responses content schemas parameters headers callbacks " +
    "examples securitySchemes links encoding mapping variables requestBodies pathItems scopes"
  ).split(" "),
);

/** Values that are data, and pass as they are. */
const DATA: ReadonlySet<string> = new Set("default example const enum value security".split(" "));

/** `value` with the fields of each object in another order; maps keep theirs. */
function shuffled(value: unknown, random: () => number, field = ""): unknown {
  if (DATA.has(field) || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => shuffled(each, random));
  const isMap = MAPS.has(field);
  const entries = Object.entries(value).map(
    ([key, each]) => [key, shuffled(each, random, isMap ? "" : key)] as const,
  );
  if (isMap) return Object.fromEntries(entries);
  const ranked = entries.map((entry) => ({ entry, rank: random() }));
  ranked.sort((a, b) => a.rank - b.rank);
  return Object.fromEntries(ranked.map(({ entry }) => entry));
}

async function filesOf(document: unknown): Promise<Readonly<Record<string, string>>> {
  const stdin = (async function* () {
    yield JSON.stringify(document);
  })();
  const client = { spec: "-", overlays: [overlay], kind: "source", format: "none" } as const;
  const { files } = await generate(client, { stdin });
  // The document itself is kept as it is.
  const made = files.filter(({ path }) => path !== KEPT_FILE);
  return Object.fromEntries(made.map(({ path, text }) => [path, text]));
}

test("fields of objects may stand in any order", async () => {
  const document = load(spec);
  const usual = await filesOf(document);
  expect(Object.keys(usual).length).toBeGreaterThan(40);
  await fc.assert(
    fc.asyncProperty(
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      async (ranks) => {
        const other = shuffled(document, () => ranks.next().value as number);
        expect(JSON.stringify(other)).not.toBe(JSON.stringify(document));
        expect(await filesOf(other)).toEqual(usual);
      },
    ),
    { numRuns: runs(8) },
  );
});

test("YAML and JSON, and any line ends, are the same", async () => {
  const client = { overlays: [overlay], kind: "source", format: "none" } as const;
  const texts = [spec, spec.replaceAll("\n", "\r\n"), `\ufeff${spec}`, JSON.stringify(load(spec))];
  const outputs = texts.map(async (text) => {
    const stdin = (async function* () {
      yield text;
    })();
    return (await generate({ spec: "-", ...client }, { stdin })).files;
  });
  const [first, ...others] = await Promise.all(outputs);
  for (const other of others) expect(other).toEqual(first);
});

describe("the command writes the same bytes", () => {
  const bytesIn = (at: string): Readonly<Record<string, string>> => {
    const paths = (readdirSync(at, { recursive: true }) as string[]).filter((path) =>
      statSync(join(at, path)).isFile(),
    );
    paths.sort();
    return Object.fromEntries(paths.map((path) => [path, readFileSync(join(at, path), "base64")]));
  };

  async function generated(env: NodeJS.ProcessEnv, below: string): Promise<unknown> {
    const config = { spec: "mistral.yaml", overlays: ["overlay.yaml"], out: "out" };
    const at = folder({
      [`${below}/triptych.config.json`]: config,
      [`${below}/mistral.yaml`]: spec,
      [`${below}/overlay.yaml`]: readFileSync(overlay, "utf8"),
    });
    const cwd = join(at, below);
    await succeed(process.execPath, [join(root, "dist/cli.js"), "generate"], { cwd, env });
    return bytesIn(cwd);
  }

  test("in each folder, locale and time zone", async () => {
    const usual = await generated({ LC_ALL: "C", TZ: "UTC" }, "a");
    expect(Object.keys(usual as object)).toContain("triptych.lock.json");
    const turkish = { LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati" };
    expect(await generated(turkish, "another folder/ç")).toEqual(usual);
    const swedish = { LC_ALL: "sv_SE.UTF-8", LANG: "sv_SE.UTF-8", TZ: "America/Los_Angeles" };
    expect(await generated(swedish, "b")).toEqual(usual);
  });
});
