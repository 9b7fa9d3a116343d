/** The street: each stage in its order. What is heavy is loaded when it is reached. */

import { contentHash } from "./base/content-hash.ts";
import type { ClientConfig } from "./config.ts";
import { type Diagnostic, DiagnosticError } from "./diagnostic.ts";
import type { Document } from "./document.ts";
import { kebabCase } from "./base/naming.ts";
import type { NameLock } from "./base/name-lock.ts";
import { outputFolderOf } from "./base/output-folder.ts";
import type { Model } from "./model.ts";
import type { Inputs } from "./read.ts";
import type { Comparison, GeneratedApi } from "./changes.ts";
import { isComparable, Reuse } from "./reuse.ts";
import type { LastDocument } from "./since.ts";
import type { InputRecord, OutputFile } from "./source.ts";
import type { Compared, Generated, GenerateOptions, Inspected } from "./stages.ts";

/**
 * Makes the files of a client. Nothing is written.
 *
 * @throws DiagnosticError if the document, an overlay, a template or the config is bad.
 */
export async function generate(
  client: ClientConfig,
  options: GenerateOptions = {},
): Promise<Generated> {
  const decided = await decide(client, options);
  const { inputs, document, model, plan, diagnostics } = decided;

  options.onStage?.("loading");
  const [{ emit }, { blameTemplates, render }, { startFinishing }] = await Promise.all([
    import("./emit.ts"),
    import("./render.ts"),
    import("./finish.ts"),
  ]);
  const names = await keptNames(client, decided, options);
  const before = await lookBack(client, decided, names.inputs, options);
  const { reuse } = before;
  const keeping = keptFile(client, decided, before, options);
  // Waited for below.
  keeping.catch(() => undefined);
  const { begin, finish } = await startFinishing(client, decided, reuse, options);
  const { templates } = inputs;
  options.onStage?.("emitting");
  const emitted = new Map<string, OutputFile>();
  for await (const file of emit(document, model, plan, (path) => !reuse.takes(path))) {
    await begin([file]);
    emitted.set(file.path, file);
  }
  options.onStage?.("rendering");
  const rendered = render(templates, plan);
  await begin(rendered);
  try {
    const sources = [...reuse.modules(emitted), ...rendered];
    const [{ files, hindrances: found }, [kept, changes]] = await finish(sources, async () => {
      const kept = await keeping;
      return [kept.file, await changesIn(decided, before, kept.bytes, options)] as const;
    });
    const hindrances = blameTemplates(found, templates, plan);
    return {
      files: [...files, kept],
      plan,
      diagnostics: [...diagnostics, ...hindrances],
      hindrances,
      digests: reuse.digests,
      ...names,
      changes,
    };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new DiagnosticError(blameTemplates(error.diagnostics, templates, plan));
  }
}

/** What there was before this run. */
interface Before {
  readonly reuse: Reuse;
  /** As it was kept; undefined if it is not wanted. */
  readonly kept: Uint8Array | undefined;
  /** The same, if it was looked into. */
  readonly document: LastDocument | undefined;
}

async function lookBack(
  client: ClientConfig,
  { document, plan, lock }: Decided,
  inputs: readonly InputRecord[],
  options: GenerateOptions,
): Promise<Before> {
  const folder = outputFolderOf(client.out, plan.package.name, options);
  const kept = await options.earlierDocument?.(folder);
  const earlier = await options.earlierRun?.(folder);
  if (earlier === undefined || !isComparable(earlier, inputs))
    return { reuse: new Reuse(plan), kept, document: undefined };
  options.onStage?.("comparing");
  const { lastDocument } = await import("./since.ts");
  const { uri, root } = document;
  const last = lastDocument(earlier.kept, { uri, root, lock });
  return { reuse: new Reuse(plan, earlier, last?.affected), kept, document: last };
}

async function keptFile(
  client: ClientConfig,
  { document, lock }: Decided,
  before: Before,
  { earlierDocument }: GenerateOptions,
): Promise<{ readonly file: OutputFile; readonly bytes: Uint8Array }> {
  const [{ KEPT_FILE, keptBytes }, { compressed }] = await Promise.all([
    import("./changes/kept.ts"),
    import("./write/content.ts"),
  ]);
  const bytes = keptBytes(document, { ...namingOf(client), lock });
  const file: OutputFile = {
    path: KEPT_FILE,
    get text() {
      return Buffer.from(bytes).toString();
    },
    hash: contentHash(bytes),
    // Where nothing is compared, or nothing changed, it will not be written.
    ...(earlierDocument === undefined || isEqual(before.kept, bytes)
      ? {}
      : { compressed: await compressed(bytes) }),
  };
  return { file, bytes };
}

function isEqual(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && Buffer.compare(a, b) === 0;
}

async function changesIn(
  decided: Decided,
  { kept: before, document: last }: Before,
  kept: Uint8Array,
  { onStage }: GenerateOptions,
): Promise<Comparison | null> {
  if (before === undefined || isEqual(before, kept)) return null;
  onStage?.("comparing");
  const { changesSince, lastDocument } = await import("./since.ts");
  const {
    document: { uri, root },
    lock,
  } = decided;
  const document = last ?? lastDocument(before, { uri, root, lock });
  const changes = document && changesSince(document, await apiOf(decided));
  onStage?.("formatting");
  return changes ?? null;
}

/** Decides every name, as `generate` does, and makes no files. */
export async function inspect(
  client: ClientConfig,
  options: GenerateOptions = {},
): Promise<Inspected> {
  const { plan, diagnostics } = await decide(client, options);
  return { plan, diagnostics };
}

/**
 * Compares what two documents generate; nothing is written.
 *
 * @throws DiagnosticError if a document, an overlay or the config is bad.
 */
export async function compare(
  old: ClientConfig,
  next: ClientConfig,
  options: GenerateOptions = {},
): Promise<Compared> {
  const before = await decide(old, options);
  const after = await decide(
    next,
    options,
    typeof next.lock === "string" ? before.lock : undefined,
  );
  options.onStage?.("comparing");
  const { compareApis } = await import("./changes.ts");
  return {
    comparison: compareApis(await apiOf(before), await apiOf(after)),
    diagnostics: [...before.diagnostics, ...after.diagnostics],
  };
}

async function apiOf({ document, model, plan, lock }: Decided): Promise<GeneratedApi> {
  const { keptFormsOf } = await import("./emit/forms.ts");
  const forms = keptFormsOf(document, model, plan);
  const placeOf: GeneratedApi["placeOf"] = (pointer) => {
    const { location, pointer: own = pointer } = document.locate(pointer);
    return { ...location, pointer: own };
  };
  return { uri: document.uri, root: document.root, model, plan, lock, forms, placeOf };
}

async function keptNames(
  { lock: path }: ClientConfig,
  { inputs, plan, lock }: Decided,
  { cwd }: GenerateOptions,
): Promise<Pick<Generated, "names" | "inputs">> {
  if (typeof path !== "string") return { names: undefined, inputs: inputs.record };
  const { lockRecord } = await import("./read/name-lock.ts");
  const client = plan.package.name;
  const before = Object.hasOwn(inputs.locks, client) ? inputs.locks[client] : undefined;
  return {
    names: { path, client, lock, asFound: lockRecord(path, client, before, cwd) },
    inputs: [...inputs.record, lockRecord(path, client, lock, cwd)],
  };
}

/** What the names in a client depend on beside the document. */
function namingOf({ naming, enums }: ClientConfig): Pick<ClientConfig, "enums" | "naming"> {
  return {
    ...(naming === undefined ? {} : { naming }),
    ...(enums === undefined ? {} : { enums }),
  };
}

interface Decided extends Inspected {
  readonly inputs: Inputs;
  readonly document: Document;
  readonly model: Model;
  /** The names in the plan. */
  readonly lock: NameLock;
}

/** @param before the names of the last run; by default as the name lock of the client has them. */
async function decide(
  client: ClientConfig,
  options: GenerateOptions,
  before?: NameLock,
): Promise<Decided> {
  options.onStage?.("loading");
  const [{ readInputs }, { resolve }, { buildModel }, { findLayers }, { buildPlan }] =
    await Promise.all([
      import("./read.ts"),
      import("./resolve.ts"),
      import("./build-model.ts"),
      import("./render/layers.ts"),
      import("./build-plan.ts"),
    ]);
  options.onStage?.("reading");
  const inputs = await readInputs(client, options);
  options.onStage?.("resolving");
  const { locks } = inputs;
  const lockOf = (title: string): NameLock => {
    const own = client.name ?? kebabCase(title);
    return before ?? (Object.hasOwn(locks, own) ? locks[own]! : {});
  };
  const { document, diagnostics: found } = await resolve(
    inputs.spec,
    inputs.overlays,
    client.only ?? [],
    client.naming,
    lockOf,
  );

  options.onStage?.("planning");
  const { model, diagnostics: stated } = buildModel(document);
  const { name, version, description, license, kind = "package", naming, enums, layers } = client;
  const settings = {
    name,
    version,
    description,
    license,
    kind,
    naming,
    enums,
    layers: findLayers(inputs.templates, layers),
    lock: lockOf(model.title),
  };
  const { plan, lock, diagnostics: named } = buildPlan(model, settings);
  const diagnostics = [
    ...found,
    ...stated,
    ...named.map((diagnostic) => placed(diagnostic, document)),
  ];
  return { inputs, document, model, plan, lock, diagnostics };
}

function placed(diagnostic: Diagnostic, document: Document): Diagnostic {
  return diagnostic.pointer === undefined
    ? diagnostic
    : { ...diagnostic, ...document.locate(diagnostic.pointer) };
}
