/**
 * Makes one document of several: the others are mounted under an extension of the root, and all references become pointers
 * within that root. Cycles across files and files that refer back to the first one need no care then.
 */

import type { Bundle } from "../base/bundle.ts";
import {
  child,
  isObject,
  type JsonObject,
  type JsonValue,
  pointerOf,
  setChild,
  valueAt,
} from "../base/json.ts";
import {
  allowsReference,
  isAlone,
  type Link,
  type LinkNote,
  Links,
  type Target,
} from "../base/links.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { FILES, fileKey } from "../base/mounted.ts";
import { tokensTo } from "../base/path.ts";
import type { Shape } from "../base/shapes.ts";
import { Moves } from "./moves.ts";
import { Nesting } from "./nesting.ts";
import type { Provenance } from "./provenance.ts";

export interface Mounted {
  /** What is wrong with the reference of an object that could not be followed. */
  problemOf(holder: JsonObject): LinkNote | undefined;
  /** The reference as the document has it. */
  textOf(holder: JsonObject): string;
  /** About references that were understood although they are not as they should be. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * @param root the entry of the bundle, changed in place.
 * @param identifiers whether schemas can have an `$id` and anchors.
 */
export function mount(
  root: JsonObject,
  shape: Shape,
  bundle: Bundle,
  identifiers: boolean,
  provenance: Provenance,
): Mounted {
  const mounting = new Mounting(root, shape, bundle, identifiers, provenance);
  mounting.run();
  return mounting;
}

/** The sections of a document whose entries have names, and where they are. */
const NAMED_SECTIONS: ReadonlySet<string> = new Set([
  "paths",
  "webhooks",
  "definitions",
  "parameters",
  "responses",
]);

function isNamedEntry(tokens: readonly string[]): boolean {
  if (tokens.length === 3) return tokens[0] === "components";
  return tokens.length === 2 && NAMED_SECTIONS.has(tokens[0] ?? "");
}

class Mounting implements Mounted {
  readonly diagnostics: Diagnostic[] = [];
  readonly #root: JsonObject;
  readonly #links: Links;
  readonly #provenance: Provenance;
  readonly #moves = new Moves();
  readonly #nesting = new Nesting();
  readonly #texts = new Map<JsonObject, string>();
  readonly #notes = new Map<JsonObject, LinkNote>();
  readonly #byHolder = new Map<JsonObject, Link>();
  /** The ends of chains that are known; what is replaced or adopted later ends them earlier. */
  readonly #ends = new Map<Link, Link>();
  /** The keys under which documents are mounted, by their URIs. */
  readonly #keys = new Map<string, string>();
  readonly #files: JsonObject = {};

  constructor(
    root: JsonObject,
    shape: Shape,
    bundle: Bundle,
    identifiers: boolean,
    provenance: Provenance,
  ) {
    this.#root = root;
    this.#provenance = provenance;
    this.#links =
      bundle.links?.identifiers === identifiers
        ? bundle.links
        : new Links({ uri: bundle.uri, value: root }, shape, identifiers);
    for (const [uri, other] of bundle.others) {
      if (!("value" in other)) continue;
      const key = fileKey(uri, bundle.uri);
      this.#keys.set(uri, key);
      setChild(this.#files, key, other.value);
      provenance.recordMove(this.#files, key, { parsed: other, tokens: [], shown: [] });
      this.#links.add({ uri, value: other.value, base: other.source.base });
    }
    if (this.#keys.size > 0) setChild(root, FILES, this.#files);
    for (const link of this.#links.follow()) {
      const unread = link.missing === undefined ? undefined : bundle.others.get(link.missing);
      if (unread !== undefined && !("value" in unread)) link.problem = unread;
    }
  }

  run(): void {
    for (const link of this.#links.all) {
      if (link.key !== "$ref") continue;
      this.#byHolder.set(link.holder, link);
      const isInside = link.target?.document === link.resource.document;
      if (!isInside || !allowsReference(link.shape)) this.#nesting.note(link);
      this.#texts.set(link.holder, link.reference);
    }
    for (const link of this.#links.all)
      if (!allowsReference(link.shape)) this.#replaceSection(link);
    const entries = this.#links.all.filter(
      (link) =>
        link.key === "$ref" && allowsReference(link.shape) && isNamedEntry(this.#placeOf(link)),
    );
    // An entry that is called like the file has the first claim on it.
    const claims = entries.map((link) => ({ link, named: Number(!this.#hasNameOfTarget(link)) }));
    claims.sort((a, b) => a.named - b.named);
    for (const { link } of claims) this.#adopt(link);
    for (const link of this.#links.all) this.#rewrite(link);
    this.#dropUnused();
  }

  problemOf(holder: JsonObject): LinkNote | undefined {
    return this.#notes.get(holder);
  }

  textOf(holder: JsonObject): string {
    return this.#texts.get(holder) ?? String(holder["$ref"]);
  }

  /** Where the target is now, from the root. */
  #where({ document, tokens }: Target): readonly string[] {
    return this.#moves.follow(this.#mounted({ document, tokens }));
  }

  #mounted({ document, tokens }: Target): readonly string[] {
    const key = this.#keys.get(document.uri);
    return key === undefined ? tokens : [FILES, key, ...tokens];
  }

  #placeOf(link: Link): readonly string[] {
    return this.#where({ document: link.resource.document, tokens: tokensTo(link.path) });
  }

  /** The last of a chain of references in files that do nothing but refer to each other. */
  #endOf(link: Link): Link {
    const chain = new Set<Link>();
    let last = link;
    for (let next: Link | undefined = link; next !== undefined; next = this.#nextInFile(last)) {
      last = this.#ends.get(next) ?? next;
      if (chain.has(last)) break;
      chain.add(next).add(last);
    }
    for (const each of chain) this.#ends.set(each, last);
    return last;
  }

  /** The reference that is all that stands in a file where another one leads. */
  #nextInFile({ target }: Link): Link | undefined {
    if (target === undefined || this.#where(target)[0] !== FILES) return undefined;
    const value = valueAt(target.document.value, target.tokens);
    return isObject(value) && isAlone(value) ? this.#byHolder.get(value) : undefined;
  }

  /** Puts the target in the place of a reference that the specification does not provide for. */
  #replaceSection(link: Link): void {
    const place = this.#placeOf(link);
    const key = place.at(-1);
    const holder = valueAt(this.#root, place.slice(0, -1));
    const last = this.#endOf(link);
    if (key === undefined || (!isObject(holder) && !Array.isArray(holder))) return;
    if (last.target === undefined || child(holder, key) !== link.holder) return;
    const value = valueAt(this.#root, this.#where(last.target));
    if (value === undefined || this.#nesting.closes(link, value)) {
      this.#notes.set(link.holder, endless(link));
      return;
    }
    this.#warn([...place, "$ref"], {
      code: "unexpected-ref",
      message: `\`${key}\` is a reference, which the specification does not allow here; it is followed all the same`,
      cure: "bundle the document, or refer to what is inside one by one",
    });
    this.#put(link, holder, key, last.target, value, place);
  }

  /** Gives a component, or a path, that is nothing but a reference to another file what is there. */
  #adopt(link: Link): void {
    const place = this.#placeOf(link);
    const last = this.#endOf(link);
    const key = place.at(-1)!;
    const holder = valueAt(this.#root, place.slice(0, -1));
    if (!isObject(holder) || holder[key] !== link.holder || last.target === undefined) return;
    const value = valueAt(last.target.document.value, last.target.tokens);
    if (!isAlone(link.holder) || this.#where(last.target)[0] !== FILES || value === undefined)
      return;
    if (this.#nesting.closes(link, value)) return;
    this.#put(link, holder, key, last.target, value, place);
  }

  #put(
    link: Link,
    holder: JsonObject | JsonValue[],
    key: string,
    target: Target,
    value: JsonValue,
    place: readonly string[],
  ): void {
    const from = this.#mounted(target);
    this.#provenance.recordMove(holder, key, this.#provenance.originOf(this.#root, from));
    setChild(holder, key, value);
    this.#nesting.add(link, value);
    if (from[0] === FILES) this.#moves.add(from, place);
  }

  #hasNameOfTarget(link: Link): boolean {
    const { target } = this.#endOf(link);
    if (target === undefined) return false;
    const name = this.#mounted(target).at(-1) ?? "";
    return name.replace(/^.*\//, "").replace(/\.\w+$/, "") === this.#placeOf(link).at(-1);
  }

  #warn(tokens: readonly string[], note: LinkNote): void {
    const place = this.#provenance.place(this.#root, tokens);
    this.diagnostics.push({ severity: "warning", ...note, ...place });
  }

  #rewrite(link: Link): void {
    const { holder, key, problem, tolerated } = link;
    const note = problem ?? (link.missing === undefined ? undefined : unread(link));
    if (note !== undefined && key.startsWith("$")) this.#notes.set(holder, note);
    if (tolerated !== undefined) {
      this.#warn([...this.#placeOf(link), key], tolerated);
    }
    const { target } = this.#endOf(link);
    if (target === undefined) return;
    const pointer = pointerOf(this.#where(target));
    const isName =
      !key.startsWith("$") && pointer === pointerOf(["components", "schemas", link.reference]);
    if (isName) return;
    if (key === "$ref" || !key.startsWith("$")) {
      if (holder[key] !== pointer) setChild(holder, key, pointer);
    } else {
      delete holder[key];
      if (holder["$ref"] === undefined) holder["$ref"] = pointer;
      else {
        const allOf = Array.isArray(holder["allOf"]) ? holder["allOf"] : [];
        holder["allOf"] = [...allOf, { $ref: pointer }];
      }
    }
  }

  /** Unmounts the files into which no reference leads any more. */
  #dropUnused(): void {
    const used = new Set<string>();
    for (const { holder } of this.#keys.size === 0 ? [] : this.#links.all) {
      for (const value of Object.values(holder)) {
        if (typeof value !== "string" || !value.startsWith(`#/${FILES}/`)) continue;
        used.add(value.split("/")[2] ?? "");
      }
    }
    for (const key of Object.keys(this.#files))
      if (!used.has(pointerOf([key]).slice(2))) delete this.#files[key];
    if (Object.keys(this.#files).length === 0) delete this.#root[FILES];
  }
}

function endless({ reference }: Link): LinkNote {
  const message = `\`${reference}\` leads to what it is a part of`;
  return { code: "circular-ref", message, cure: "refer to something else" };
}

function unread({ reference }: Link): LinkNote {
  const message = `\`${reference}\` leads to a document that was not read`;
  return {
    code: "external-ref",
    message,
    cure: "correct the reference, or bundle the files into one",
  };
}
