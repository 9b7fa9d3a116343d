/** What a user can configure, and the check that a value is that. */

import { isAbsolute, resolve } from "node:path";
import * as v from "valibot";

import { type Diagnostic, DiagnosticError } from "./diagnostic.ts";
import { isAddress } from "./base/address.ts";
import { isFolder } from "./base/allowed.ts";
import { isRecord } from "./base/is-record.ts";
import { didYouMean } from "./base/suggest.ts";

/** One client to generate. Paths are relative to the folder of the config file; without one, to the current folder. */
export interface ClientConfig {
  /** The OpenAPI document: a file, an http(s) URL, or `-` for standard input. */
  readonly spec: string;
  /** Where the references of the document may lead beside its folder or origin. Default nowhere. */
  readonly refs?: ReferencesConfig;
  /** The output folder. Default `generated/<name>`, without the scope of the name. */
  readonly out?: string;
  /** OpenAPI Overlays, files or http(s) URLs, applied to the document in this order. Default none. */
  readonly overlays?: readonly string[];
  /** Folders of templates laid over the ones built in, in this order: the same path replaces, a new path adds. Default none. */
  readonly templates?: readonly string[];
  /** The layers to generate, by folder name, for instance `promise`. Default all that the templates have. */
  readonly layers?: readonly string[];
  /**
   * The name lock: a file that keeps the names which callers use, to be committed. `false`: none. Default `triptych.lock.json` beside
   * the config file; without a config file none.
   */
  readonly lock?: string | false;
  /** The npm name of the generated package. Default the title of the document in kebab-case. */
  readonly name?: string;
  /** The version of the generated package. Default `0.0.0`. */
  readonly version?: string;
  /** The description of the generated package. Default made from the title of the document. */
  readonly description?: string;
  /** The licence of the generated package, an SPDX expression. Default the one that the document names, if any. */
  readonly license?: string;
  /** `package`: an npm package with JavaScript and declarations. `source`: only its TypeScript, to be part of an application. Default `package`. */
  readonly kind?: "package" | "source";
  /**
   * Where names come from if neither overlay nor document gives them. `path`: path and method. `operationId`: first tag and
   * operation id. `tag`: first tag and method. `auto`: as `operationId` where the ids are written for people, else as `path`.
   * Default `auto`.
   */
  readonly naming?: "auto" | "operationId" | "tag" | "path";
  /** `union`: a named enum is a union of its values. `const`: and a constant that has them by names. Default `union`. */
  readonly enums?: "union" | "const";
  /**
   * Selects operations: `tag:NAME`, `path:/v1/files/**`, `stem:batch.jobs.*`, `id:OPERATION_ID`, `deprecated`, or a bare word
   * for any of the first four; `!` in front leaves out. Default all.
   */
  readonly only?: readonly string[];
  /**
   * What formats the output. `prettier` leaves JavaScript, declarations, and TypeScript files of more than 100 kB to oxfmt.
   * Default `prettier` where a Prettier config lies near the output folder, else `oxfmt`.
   */
  readonly format?: "prettier" | "oxfmt" | "none";
  /** How imports between generated files end; only for `kind: "source"`. Default what the nearest tsconfig.json permits, else `.js`. */
  readonly importExtension?: ".js" | ".ts" | "";
}

/** What the references of a document may lead to, beside files below its folder or, if it was given as a URL, its own origin. */
export interface ReferencesConfig {
  /**
   * Folders, such as `../shared` or `./`; hosts, such as `schemas.example.com` or `*.example.com`; origins, such as
   * `http://localhost:8080`. Folders have a slash. A host has a private address only if it is named in full.
   */
  readonly allow?: readonly string[];
  /** Headers for the document and for what it refers to, by host. No other host gets them, also not by a redirect. */
  readonly headers?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** One client, or several. */
export type Config = ClientConfig | { readonly clients: readonly ClientConfig[] };

/** Returns its argument: gives a config file completion and checks where it is not typed otherwise. */
export function defineConfig(config: Config): Config {
  return config;
}

const text = v.pipe(v.string(), v.nonEmpty("is empty"));
const texts = v.pipe(v.array(text), v.readonly());

const headerValue = v.pipe(
  v.string(),
  v.regex(/^[\t\x20-\x7e\x80-\xff]*$/, "is no value that a header can have"),
);

const clientEntries = {
  spec: text,
  refs: v.exactOptional(
    v.strictObject({
      allow: v.exactOptional(texts),
      headers: v.exactOptional(v.record(text, v.record(text, headerValue))),
    }),
  ),
  out: v.exactOptional(text),
  overlays: v.exactOptional(texts),
  templates: v.exactOptional(texts),
  layers: v.exactOptional(texts),
  lock: v.exactOptional(v.union([text, v.literal(false)])),
  name: v.exactOptional(
    v.pipe(
      text,
      v.maxLength(214, "is longer than the 214 characters that npm permits"),
      v.regex(
        /^(?:@[a-z0-9-~][a-z0-9-._~]*\/)?[a-z0-9-~][a-z0-9-._~]*$/,
        "is no name for an npm package: those have lower case letters, digits, `-`, `.` and `_`, and may begin with a scope",
      ),
    ),
  ),
  version: v.exactOptional(
    v.pipe(
      text,
      v.regex(/^\d+\.\d+\.\d+(?:-[0-9a-z.-]+)?(?:\+[0-9a-z.-]+)?$/i, "is no semantic version"),
    ),
  ),
  description: v.exactOptional(v.string()),
  license: v.exactOptional(text),
  kind: v.exactOptional(v.picklist(["package", "source"])),
  enums: v.exactOptional(v.picklist(["union", "const"])),
  naming: v.exactOptional(v.picklist(["auto", "operationId", "tag", "path"])),
  only: v.exactOptional(texts),
  format: v.exactOptional(v.picklist(["prettier", "oxfmt", "none"])),
  importExtension: v.exactOptional(v.picklist([".js", ".ts", ""])),
} as const;

const clientSchema = v.strictObject(clientEntries) satisfies v.GenericSchema<unknown, ClientConfig>;
const clientsSchema = v.strictObject({
  clients: v.pipe(v.array(clientSchema), v.minLength(1, "is empty"), v.readonly()),
});

/** Finds what a diagnostic about a config says of the place: of the key, or of the value, at `path`. */
export type LocateInConfig = (path: readonly string[]) => Pick<Diagnostic, "location" | "excerpt">;

/**
 * @param file as the user would write it; named by the diagnostics.
 * @returns the clients as configured.
 * @throws DiagnosticError with everything that is wrong.
 */
export function checkConfig(
  value: unknown,
  file: string,
  locate?: LocateInConfig,
): readonly ClientConfig[] {
  const several = isRecord(value) && "clients" in value;
  const result = several
    ? v.safeParse(clientsSchema, withoutUndefined(value))
    : v.safeParse(clientSchema, withoutUndefined(value));
  if (!result.success) {
    throw new DiagnosticError(result.issues.map((issue) => describe(issue, file, several, locate)));
  }
  return "clients" in result.output ? result.output.clients : [result.output];
}

type ConfigIssue = v.BaseIssue<unknown>;

function describe(
  issue: ConfigIssue,
  file: string,
  several: boolean,
  locate: LocateInConfig | undefined,
): Diagnostic {
  const path = (issue.path ?? []).map(({ key }) => String(key));
  const at = {
    severity: "error",
    ...(path.length === 0 ? {} : { pointer: ["#", ...path].join("/") }),
    ...locate?.(path),
  } as const;
  const shown = path.join(".").replace(/\.(\d+)(?=\.|$)/g, "[$1]");
  if (issue.type === "strict_object" && issue.expected === "never") {
    const keys = several && path.length === 1 ? ["clients"] : Object.keys(clientEntries);
    const all = `the options are ${keys.map((name) => `\`${name}\``).join(", ")}`;
    return {
      ...at,
      code: "unknown-config-key",
      message: `${file} sets \`${shown}\`, and there is no such option`,
      cure: didYouMean(path.at(-1) ?? "", keys, all),
    };
  }
  if (issue.kind === "schema" && issue.received === "undefined") {
    if (path.length === 0) {
      const cure = "export the config as the default: `export default { spec: … }`";
      return { ...at, code: "missing-config", message: `${file} exports no config`, cure };
    }
    const cure = "set it to the path or URL of the OpenAPI document";
    return {
      ...at,
      code: "missing-config-key",
      message: `${file} does not set \`${shown}\``,
      cure,
    };
  }
  const problem =
    issue.kind === "validation"
      ? issue.message
      : `is ${issue.received} and should be ${issue.expected ?? "something else"}`;
  const subject = path.length === 0 ? "the config" : `\`${shown}\``;
  return { ...at, code: "bad-config-value", message: `in ${file}, ${subject} ${problem}` };
}

/** `client` with its paths made absolute; URLs and `-` stay. */
export function resolveClient(client: ClientConfig, folder: string): ClientConfig {
  const path = (value: string): string =>
    value === "-" || isAddress(value) || isAbsolute(value) ? value : resolve(folder, value);
  const { spec, refs, out, overlays, templates, lock } = client;
  const allow = refs?.allow?.map((each) => (isFolder(each) ? path(each) : each));
  return {
    ...client,
    spec: path(spec),
    ...(allow === undefined ? {} : { refs: { ...refs, allow } }),
    ...(out === undefined ? {} : { out: path(out) }),
    ...(typeof lock === "string" ? { lock: path(lock) } : {}),
    ...(overlays === undefined ? {} : { overlays: overlays.map(path) }),
    ...(templates === undefined ? {} : { templates: templates.map(path) }),
  };
}

/** A key that is set to undefined counts as not there, as it does in most people's TypeScript. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (!isRecord(value)) return value;
  const set = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return Object.fromEntries(set.map(([key, entry]) => [key, withoutUndefined(entry)]));
}
