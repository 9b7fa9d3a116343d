/** Whatever texts a document holds, the files have the syntax trees of those of a harmless document. */

import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { format } from "../../generator/format.ts";
import { findLayers } from "../../generator/render/layers.ts";
import type { Plan } from "../../generator/plan.ts";
import planSchema from "../../generator/plan.schema.json" with { type: "json" };
import { BUILTIN_TEMPLATES } from "../../generator/builtin.ts";
import { readTemplates } from "../../generator/read/templates.ts";
import { render } from "../../generator/render.ts";
import type { TemplateFile } from "../../generator/source.ts";
import { runs } from "../properties.ts";
import { samplePlan } from "./fixtures/sample-plan.ts";
import { hostile } from "./hostile.ts";
import { treeOf } from "./syntax-trees.ts";

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly "x-code"?: string;
}

const definitions = planSchema.$defs as unknown as Readonly<Record<string, Schema>>;

/** Fields that the generator itself makes of safe characters, and that are refused otherwise. */
const MADE_SAFE = ["/package/name", "/file", "/layers"];

/** A copy in which `replace` makes every text that is not marked as code, names of entries included. */
function withTexts(
  value: unknown,
  schema: Schema,
  replace: (text: string) => string,
  path = "",
): unknown {
  const { $ref, items, anyOf, properties = {}, additionalProperties } = schema;
  if (MADE_SAFE.some((safe) => path === safe || (safe === "/file" && path.endsWith(safe))))
    return value;
  if ($ref !== undefined)
    return withTexts(value, definitions[$ref.slice("#/$defs/".length)] ?? {}, replace, path);
  if (anyOf !== undefined) return value;
  if (typeof value === "string")
    return schema.type === "string" && schema["x-code"] === undefined ? replace(value) : value;
  if (Array.isArray(value)) return value.map((item) => withTexts(item, items ?? {}, replace, path));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, entry]) => {
    const own = Object.hasOwn(properties, key);
    const other = typeof additionalProperties === "object" ? additionalProperties : {};
    const inner = withTexts(
      entry,
      own ? (properties[key] ?? {}) : other,
      replace,
      `${path}/${key}`,
    );
    return [own ? key : replace(key), inner] as const;
  });
  return Object.fromEntries(entries);
}

const planWith = (plan: Plan, replace: (text: string) => string): Plan =>
  withTexts(plan, definitions["Plan"] ?? {}, replace) as Plan;

const custom = fileURLToPath(new URL("../custom-templates", import.meta.url));
let templates: readonly TemplateFile[];
let plan: Plan;
let harmless: ReadonlyMap<string, unknown>;

beforeAll(async () => {
  const all = await readTemplates([BUILTIN_TEMPLATES, custom]);
  plan = samplePlan(findLayers(all));
  templates = all.filter(({ path }) => path.endsWith(".hbs") || path.endsWith("layer.json"));
  harmless = new Map(
    render(
      templates,
      planWith(plan, () => "harmless"),
    ).map((file) => [file.path, treeOf(file)]),
  );
});

/** Texts that are empty make conditions false, and that is another tree. */
const texts = fc.infiniteStream(hostile.map((text) => `x${text}`));

test("no text can change a syntax tree", () => {
  fc.assert(
    fc.property(texts, (stream) => {
      const files = render(
        templates,
        planWith(plan, () => stream.next().value ?? "x"),
      );
      expect(files.map(({ path }) => path)).toEqual([...harmless.keys()]);
      for (const file of files)
        expect([file.path, treeOf(file)]).toEqual([file.path, harmless.get(file.path)]);
    }),
    { numRuns: runs(40) },
  );
});

test("formatting does not change that", async () => {
  await fc.assert(
    fc.asyncProperty(texts, async (stream) => {
      const wanted = [
        "README.md",
        "package.json",
        "src/operations/core.ts",
        "src/promise/things.ts",
      ];
      const files = render(
        templates,
        planWith(plan, () => stream.next().value ?? "x"),
      );
      const formatted = await format(
        files.filter(({ path }) => wanted.includes(path)),
        { format: "prettier" },
      );
      for (const file of formatted)
        expect([file.path, treeOf(file)]).toEqual([file.path, harmless.get(file.path)]);
    }),
    { numRuns: runs(20) },
  );
});
