/** Layers: the subfolders of `src/` in a tree of templates that have a `layer.json`. */

import * as v from "valibot";

import { type Diagnostic, DiagnosticError } from "../diagnostic.ts";
import { isIdentifier } from "../encode.ts";
import { isRecord } from "../base/is-record.ts";
import { findJsonSyntaxError } from "../base/json-syntax.ts";
import { placesIn } from "../base/locate.ts";
import type { LayerExport, LayerPlan } from "../plan.ts";
import type { TemplateFile } from "../source.ts";
import { didYouMean } from "../base/suggest.ts";

const LAYER_FILE = /^src\/([^/]+)\/layer\.json$/;

const entry = v.pipe(v.string(), v.regex(/^\.(?:\/[\w-]+)*$/, "must be `.` or like `./name`"));
const file = v.pipe(
  v.string(),
  v.regex(/^[\w-]+(?:[./][\w-]+)*$/, "must be the path of a file in this folder"),
);

const layerSchema = v.strictObject({
  entry,
  title: v.pipe(
    v.string(),
    v.trim(),
    v.check((title) => title !== "", "must not be empty"),
  ),
  variable: v.optional(v.pipe(v.string(), v.check(isIdentifier, "must be an identifier"))),
  exports: v.optional(v.record(entry, v.strictObject({ types: file, default: file }))),
});

/** The layer to which a template belongs, by the folder that it is in. */
export function layerOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

/** The folders of all layers, chosen or not. */
export function layerFolders(templates: readonly TemplateFile[]): ReadonlySet<string> {
  const names = templates.map(({ path }) => LAYER_FILE.exec(path)?.[1]);
  return new Set(names.filter((name) => name !== undefined));
}

/**
 * The layers of a tree, that with the entry `.` first and the others by their entries.
 *
 * @param only the folders of those that are wanted; all if it is left out.
 * @throws DiagnosticError `bad-layer` for a `layer.json`, `unknown-layer` for a name in `only`.
 */
export function findLayers(
  templates: readonly TemplateFile[],
  only?: readonly string[],
): LayerPlan[] {
  const files = templates.filter(({ path }) => LAYER_FILE.test(path));
  const folders = layerFolders(templates);
  const unknown = (only ?? []).filter((name) => !folders.has(name));
  if (unknown.length > 0)
    throw new DiagnosticError(unknown.map((name) => unknownLayer(name, [...folders])));
  const diagnostics: Diagnostic[] = [];
  const layers: LayerPlan[] = [];
  const owners = new Map<string, string>();
  for (const template of files) {
    const name = layerOf(template.path) ?? "";
    if (only !== undefined && !only.includes(name)) continue;
    const layer = readLayer(template, name);
    if (!("entry" in layer)) {
      diagnostics.push(layer);
      continue;
    }
    layers.push(layer);
    for (const taken of [layer, ...layer.exports].map((exported) => exported.entry)) {
      const owner = owners.get(taken);
      if (owner !== undefined)
        diagnostics.push(
          bad(template, 0, `the entry \`${taken}\` is that of the layer \`${owner}\` as well`),
        );
      owners.set(taken, name);
    }
  }
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  return layers.sort((a, b) => (a.entry < b.entry ? -1 : 1));
}

function readLayer(template: TemplateFile, name: string): LayerPlan | Diagnostic {
  if (!/^[\w-]+$/.test(name)) {
    return bad(
      template,
      0,
      `the folder of a layer cannot be named \`${name}\``,
      "use letters, digits, `-` and `_`",
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(template.text);
  } catch {
    const { offset, expected } = findJsonSyntaxError(template.text);
    return bad(template, offset, `this is not JSON: expected ${expected} here`);
  }
  if (!isRecord(value)) return bad(template, 0, "a layer is described by an object");
  const result = v.safeParse(layerSchema, value);
  if (!result.success) return describe(template, result.issues[0]);
  const { entry: own, title, variable, exports = {} } = result.output;
  const further = Object.entries(exports).map(([path, files]): LayerExport => ({
    entry: path,
    ...files,
  }));
  return {
    name,
    entry: own,
    title,
    ...(variable === undefined ? {} : { variable }),
    exports: further,
  };
}

function describe(template: TemplateFile, issue: v.BaseIssue<unknown>): Diagnostic {
  const keys = (issue.path ?? []).map(({ key }) => String(key));
  const key = keys.at(-1) ?? "";
  const offset = Math.max(0, template.text.indexOf(JSON.stringify(key)));
  const names = Object.keys(keys.length > 1 ? { types: "", default: "" } : layerSchema.entries);
  if (issue.type === "strict_object" && issue.expected === "never") {
    const cure = didYouMean(
      key,
      names,
      `the fields are ${names.map((field) => `\`${field}\``).join(", ")}`,
    );
    return bad(template, offset, `a layer has no field \`${key}\``, cure);
  }
  if (issue.type === "strict_object" && issue.received === "undefined") {
    return bad(template, 0, `the field \`${key}\` is missing`);
  }
  const subject = keys.length === 0 ? "it" : `\`${keys.join(".")}\``;
  const problem =
    issue.kind === "validation" ? issue.message : `must be ${issue.expected ?? "something else"}`;
  return bad(template, offset, `${subject} ${problem}, and is ${issue.received}`);
}

const CURE = 'a layer.json is like { "entry": "./name", "title": "What it is" }';

function bad(
  { origin, text }: TemplateFile,
  offset: number,
  message: string,
  cure: string = CURE,
): Diagnostic {
  return {
    severity: "error",
    code: "bad-layer",
    message,
    cure,
    ...placesIn({ uri: origin, text })(offset),
  };
}

function unknownLayer(name: string, folders: readonly string[]): Diagnostic {
  const known = folders.map((folder) => `\`${folder}\``).join(", ");
  const cure = didYouMean(
    name,
    folders,
    known === "" ? "these templates have no layers" : `the layers are ${known}`,
  );
  return {
    severity: "error",
    code: "unknown-layer",
    message: `there is no layer \`${name}\``,
    cure,
  };
}
