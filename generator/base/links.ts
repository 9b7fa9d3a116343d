/** Follows the references of an API description through all of its documents (RFC 3986, RFC 6901, JSON Schema 2020-12). */

import {
  briefOf,
  child,
  isObject,
  type JsonObject,
  type JsonValue,
  tokensOf,
  valueAt,
} from "./json.ts";
import { type Path, pathOf, tokensTo } from "./path.ts";
import { cureForPointer, nearestDefinition } from "./references.ts";
import { KINDS, type Shape } from "./shapes.ts";
import { walk } from "./walk.ts";

/** A document by the URI from which it was read. */
export interface LinkedDocument {
  readonly uri: string;
  readonly value: JsonValue;
  /** What references in it are relative to, if that is not the URI: where redirects ended. */
  readonly base?: string | undefined;
}

/** What relative references inside start from: a document, or a schema with an `$id`. */
interface Resource {
  readonly document: LinkedDocument;
  readonly base: string;
  readonly tokens: readonly string[];
}

export interface Target {
  readonly document: LinkedDocument;
  readonly tokens: readonly string[];
}

/** What a diagnostic says of a reference. */
export interface LinkNote {
  readonly code: string;
  readonly message: string;
  readonly cure: string;
  /** The rule that it breaks, if it breaks one. */
  readonly rule?: string;
}

/** A reference, and what became of it. */
export interface Link {
  /** The text of the reference is `holder[key]`. */
  readonly holder: JsonObject;
  readonly key: string;
  readonly reference: string;
  /** What is wanted where it stands. */
  readonly shape: Shape;
  /** From the root of its document to the holder. */
  readonly path: Path;
  readonly resource: Resource;
  target?: Target;
  /** The URI of the document that it leads to, if that is not known. */
  missing?: string;
  problem?: LinkNote;
  /** Why it was understood although it is not written as it should be. */
  tolerated?: LinkNote;
}

const SCHEMA: Shape = { is: "object", kind: "Schema" };

/** Whether anything but the reference stands in its object. */
export function isAlone(holder: JsonObject): boolean {
  return Object.keys(holder).length === 1;
}

/**
 * `$recursiveRef: "#"` (JSON Schema 2019-09, 8.2.4.2.1) in a component that has no `$id`: those who write it mean the component,
 * as if it were a document of its own.
 */
function recursive({ key, reference, resource, path }: Link): Target | undefined {
  if (key !== "$recursiveRef" || reference !== "#" || resource.tokens.length > 0) return undefined;
  const tokens = tokensTo(path);
  const isComponent = tokens[0] === "components" && tokens[1] === "schemas" && tokens.length > 2;
  return isComponent ? { document: resource.document, tokens: tokens.slice(0, 3) } : undefined;
}

/** Whether the specification lets a reference stand for what has this shape. */
export function allowsReference(shape: Shape): boolean {
  return shape.is === "object" && KINDS.get(shape.kind)?.reference !== "no";
}

export class Links {
  /** All that were found, those of the first document first. */
  readonly all: Link[] = [];
  /** Whether `$id`, `$anchor` and their like mean something. */
  readonly identifiers: boolean;
  readonly #entry: LinkedDocument;
  readonly #resources = new Map<string, Resource>();
  readonly #anchors = new Map<string, Target>();
  readonly #seen = new Map<string, Set<object>>();
  readonly #scanned = new Set<LinkedDocument>();
  #open: Link[] = [];

  /** @param identifiers whether `$id`, `$self` and anchors count, as they do from OpenAPI 3.1 on. */
  constructor(entry: LinkedDocument, shape: Shape, identifiers: boolean) {
    this.#entry = entry;
    this.identifiers = identifiers;
    this.add(entry);
    this.#walk({ document: entry, tokens: [] }, shape);
  }

  /** Makes a document known, so that references to it can be followed. */
  add(document: LinkedDocument): void {
    const self = this.identifiers ? child(document.value, "$self") : undefined;
    const { base: retrieval = document.uri } = document;
    const base = typeof self === "string" ? (resolved(self, retrieval) ?? retrieval) : retrieval;
    const resource: Resource = { document, base, tokens: [] };
    this.#resources.set(document.uri, resource);
    if (!this.#resources.has(base)) this.#resources.set(base, resource);
  }

  /** Follows what can be followed. @returns the references that cannot be, each with what is missing or wrong. */
  follow(): readonly Link[] {
    for (let progress = true; progress;) {
      progress = false;
      const waiting: Link[] = [];
      for (const link of this.#open) {
        this.#resolve(link);
        if (link.target === undefined) waiting.push(link);
        else {
          progress = true;
          this.#walk(link.target, link.shape);
        }
      }
      this.#open = waiting;
    }
    return this.#open;
  }

  #walk(target: Target, shape: Shape): void {
    const { document, tokens } = target;
    const value = valueAt(document.value, tokens);
    const context = this.#resourceAt(target);
    walk(value, shape, pathOf(tokens), context, (visit) => {
      const kind = visit.shape.is === "object" ? visit.shape.kind : visit.shape.is;
      let seen = this.#seen.get(kind);
      if (seen === undefined) this.#seen.set(kind, (seen = new Set()));
      if (seen.has(visit.value)) return undefined;
      seen.add(visit.value);
      let resource = visit.context;
      if (kind === "Schema" && this.identifiers)
        resource = this.#identify(visit.value, visit.path, resource);
      const isReference = this.#noteReferences(visit.value, visit.shape, visit.path, resource);
      const alone = visit.shape.is !== "object" || KINDS.get(kind)?.reference !== "siblings";
      return isReference && alone ? undefined : resource;
    });
  }

  #noteReferences(value: JsonObject, shape: Shape, path: Path, resource: Resource): boolean {
    const note = (holder: JsonObject, key: string, at: Path): boolean => {
      const reference = child(holder, key);
      if (typeof reference !== "string") return false;
      const link: Link = { holder, key, reference, shape, path: at, resource };
      this.all.push(link);
      this.#open.push(link);
      return true;
    };
    const found = note(value, "$ref", path);
    if (shape.is !== "object" || shape.kind !== "Schema") return found;
    if (this.identifiers)
      for (const key of ["$dynamicRef", "$recursiveRef"]) note(value, key, path);
    const mapping = child(child(value, "discriminator"), "mapping");
    if (isObject(mapping)) {
      const parent: Path = { key: "discriminator", parent: path };
      for (const name of Object.keys(mapping)) note(mapping, name, { key: "mapping", parent });
    }
    return found;
  }

  /** Notes the names that a schema gives itself. @returns what references inside it start from. */
  #identify(schema: JsonObject, path: Path, around: Resource): Resource {
    const { $id: id, $anchor: anchor, $dynamicAnchor: dynamic } = schema;
    const { document } = around;
    const base =
      typeof id === "string" && !id.startsWith("#") ? resolved(id, around.base) : undefined;
    const tokens = tokensTo(path);
    const resource = base === undefined ? around : { document, base, tokens };
    if (base !== undefined && !this.#resources.has(base)) this.#resources.set(base, resource);
    for (const name of [anchor, dynamic]) {
      if (typeof name !== "string") continue;
      const key = `${resource.base}#${name}`;
      if (!this.#anchors.has(key)) this.#anchors.set(key, { document, tokens });
    }
    return resource;
  }

  /** The innermost resource in which a place of a document lies. */
  #resourceAt({ document, tokens }: Target): Resource {
    let resource = this.#resources.get(document.uri)!;
    if (!this.identifiers) return resource;
    let value: JsonValue | undefined = document.value;
    for (const [depth, token] of tokens.entries()) {
      const id = child(value, "$id");
      const base = typeof id === "string" ? resolved(id, resource.base) : undefined;
      if (base !== undefined) resource = { document, base, tokens: tokens.slice(0, depth) };
      value = child(value, token);
    }
    return resource;
  }

  #resolve(link: Link): void {
    delete link.missing;
    delete link.problem;
    const { reference, resource } = link;
    const component = this.#mappedComponent(link) ?? recursive(link);
    if (component !== undefined) {
      link.target = component;
      return;
    }
    const hash = reference.indexOf("#");
    const address = hash === -1 ? reference : reference.slice(0, hash);
    const fragment = hash === -1 ? "#" : reference.slice(hash);
    if (address === "") {
      this.#within(link, resource, fragment);
      return;
    }
    const uri = resolved(address, resource.base);
    const { document } = resource;
    const retrieval = resolved(address, document.base ?? document.uri);
    const known = [uri, retrieval].find((each) => each !== undefined && this.#resources.has(each));
    if (known !== undefined) this.#within(link, this.#resources.get(known)!, fragment);
    else if (retrieval !== undefined) link.missing = retrieval;
    else {
      const message = `\`${reference}\` is no valid reference`;
      link.problem = { code: "dangling-ref", message, cure: "correct it", rule: "RFC 3986, 4.1" };
    }
  }

  /** A value of a discriminator's mapping may be the name of a component: of the same document, else of the first one. */
  #mappedComponent({ key, reference, resource, shape }: Link): Target | undefined {
    if (key.startsWith("$") || shape.is !== "object" || !/^[\w.-]+$/.test(reference))
      return undefined;
    for (const document of [resource.document, this.#entry]) {
      for (const holder of [["components", "schemas"], ["definitions"]]) {
        const tokens = [...holder, reference];
        if (valueAt(document.value, tokens) !== undefined) return { document, tokens };
      }
    }
    return undefined;
  }

  #within(link: Link, { document, base, tokens: root }: Resource, fragment: string): void {
    const tokens = tokensOf(fragment);
    if (tokens === undefined) {
      this.#toAnchor(link, document, base, fragment);
      return;
    }
    for (const path of root.length === 0 ? [tokens] : [[...root, ...tokens], tokens]) {
      if (valueAt(document.value, path) === undefined) continue;
      link.target = { document, tokens: path };
      return;
    }
    if (document === link.resource.document && this.#toNear(link, document, tokens)) return;
    link.problem = dangling(link.reference, cureForPointer(document.value, tokens), "RFC 6901, 4");
  }

  /** Finds what a pointer within the document means that leads nowhere from its root. */
  #toNear(link: Link, document: LinkedDocument, tokens: readonly string[]): boolean {
    const near = nearestDefinition(document.value, tokens, tokensTo(link.path));
    if (near !== undefined) {
      link.target = { document, tokens: near };
      link.tolerated = {
        code: "near-ref",
        message: `\`${link.reference}\` begins at the root; the nearest \`${tokens[0]}\` above is taken`,
        cure: "write the whole pointer, or give the schema around it an `$id`",
      };
      return true;
    }
    if (document === this.#entry || valueAt(this.#entry.value, tokens) === undefined) return false;
    link.target = { document: this.#entry, tokens };
    link.tolerated = {
      code: "near-ref",
      message: `there is no \`${link.reference}\` in this file; that of the document which refers to the file is taken`,
      cure: "put the path to that document before the `#`",
    };
    return true;
  }

  #toAnchor(link: Link, document: LinkedDocument, base: string, fragment: string): void {
    const name = decoded(fragment.slice(1));
    if (this.identifiers) {
      this.#scan(document);
      const target = this.#anchors.get(`${base}#${name}`);
      if (target !== undefined) {
        link.target = target;
        return;
      }
    }
    const tokens = tokensOf(`#/${fragment.slice(1)}`) ?? [];
    if (tokens.length > 1 && valueAt(document.value, tokens) !== undefined) {
      link.target = { document, tokens };
      const message = `\`${link.reference}\` lacks a \`/\` after the \`#\`; it is read as if it were there`;
      link.tolerated = { code: "inexact-ref", message, cure: "add the `/`" };
      return;
    }
    const cure = "write a pointer such as `#/components/schemas/Name`";
    const rule = this.identifiers ? "JSON Schema 2020-12 Core, 8.2.2" : "RFC 6901, 3";
    link.problem = dangling(link.reference, cure, rule);
  }

  /** Looks for anchors in all of a document of which perhaps only a part was visited. */
  #scan(document: LinkedDocument): void {
    if (this.#scanned.has(document) || document === this.#entry) return;
    this.#scanned.add(document);
    const whole = isObject(document.value) && Object.hasOwn(document.value, "openapi");
    this.#walk({ document, tokens: [] }, whole ? { is: "object", kind: "Root" } : SCHEMA);
  }
}

function dangling(reference: string, cure: string, rule: string): LinkNote {
  return { code: "dangling-ref", message: `there is no \`${briefOf(reference)}\``, cure, rule };
}

/** The URI without its fragment; undefined if it cannot be one. */
function resolved(reference: string, base: string): string | undefined {
  if (!URL.canParse(reference, base)) return undefined;
  const url = new URL(reference, base);
  url.hash = "";
  return url.href;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
