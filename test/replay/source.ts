/** An OpenAPI document and the files that it refers to, read without the generator, so that tests have something to compare it with. */

import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parse as parseYaml } from "yaml";

export type Dialect = "2.0" | "3.0" | "3.1";

export type Fields = Readonly<Record<string, unknown>>;

/** A value and the place where it stands. */
export interface Node {
  readonly value: unknown;
  /** The URL of its file. */
  readonly file: string;
  /** Its place in the file, as keys from the root. */
  readonly keys: readonly string[];
}

export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

/** The place of a node as a JSON pointer, behind the name of its file if that is not the entry. */
export function placeOf(source: Source, node: Node): string {
  const pointer = `#${node.keys.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")}`;
  return node.file === source.root.file ? pointer : node.file.replace(/^.*\//, "") + pointer;
}

export class Source {
  readonly root: Node;
  #unions: Map<unknown, readonly Node[]> | undefined;
  readonly #files = new Map<string, unknown>();

  /** @param text the entry, if it is not the file's text. */
  constructor(path: string, text?: string) {
    const file = pathToFileURL(path).href;
    if (text !== undefined) this.#files.set(file, parse(text));
    this.root = { value: this.#read(file), file, keys: [] };
  }

  /** The version as the document writes it. */
  get version(): string {
    const { openapi, swagger } = fieldsOf(this.root.value);
    return String(openapi ?? swagger ?? "");
  }

  /** `3.1` stands for everything later too. */
  get dialect(): Dialect {
    if (fieldsOf(this.root.value)["swagger"] !== undefined) return "2.0";
    return /^3(?:\.0|$)/.test(this.version) ? "3.0" : "3.1";
  }

  child(node: Node, ...keys: readonly string[]): Node {
    let { value } = node;
    for (const key of keys) value = step(value, key);
    return { value, file: node.file, keys: [...node.keys, ...keys] };
  }

  /** The entries of an object or array, each as a node. */
  children(node: Node, ...keys: readonly string[]): (readonly [key: string, node: Node])[] {
    const owner = keys.length === 0 ? node : this.child(node, ...keys);
    if (typeof owner.value !== "object" || owner.value === null) return [];
    return Object.keys(owner.value).map((key) => [key, this.child(owner, key)] as const);
  }

  /** The unions with a discriminator, in the entry, that have a schema among their branches. */
  discriminatedUnionsOf(member: Node): readonly Node[] {
    if (this.#unions === undefined) {
      this.#unions = new Map();
      for (const owner of withDiscriminator(this.root)) {
        const branches = ["oneOf", "anyOf"].flatMap((keyword) => this.children(owner, keyword));
        for (const [, branch] of branches) {
          const { value } = this.follow(branch);
          this.#unions.set(value, [...(this.#unions.get(value) ?? []), owner]);
        }
      }
    }
    return this.#unions.get(member.value) ?? [];
  }

  /** The schemas that have a name. */
  namedSchemas(): readonly Node[] {
    const places = [["components", "schemas"], ["definitions"]];
    return places.flatMap((keys) => this.children(this.root, ...keys).map(([, node]) => node));
  }

  /** Follows references until there is none. The value is undefined where one leads nowhere, or in a circle. */
  follow(node: Node): Node {
    const seen = new Set<unknown>();
    for (let at = node; ;) {
      const { $ref } = fieldsOf(at.value);
      if (typeof $ref !== "string") return at;
      if (seen.has(at.value)) return { ...at, value: undefined };
      seen.add(at.value);
      at = this.target(at, $ref);
    }
  }

  /** What a schema refers to, if it does. Dynamic references are read as static ones. */
  referred(node: Node): Node | undefined {
    const { $ref, $dynamicRef, $recursiveRef } = fieldsOf(node.value);
    if (typeof $ref === "string") return this.target(node, $ref);
    if (typeof $dynamicRef === "string") return this.target(node, $dynamicRef);
    if ($recursiveRef !== "#") return undefined;
    const isComponent = node.keys[0] === "components" && node.keys[1] === "schemas";
    return this.child(this.#rootOf(node), ...node.keys.slice(0, isComponent ? 3 : 0));
  }

  #rootOf({ file }: Node): Node {
    return { value: this.#read(file), file, keys: [] };
  }

  /** What a reference at `node` points to. */
  target(node: Node, reference: string): Node {
    const [path = "", fragment = ""] = reference.split("#");
    const missing = { ...node, value: undefined };
    let file = node.file;
    let root: unknown;
    try {
      file = path === "" ? node.file : new URL(path, node.file).href;
      root = this.#read(file);
    } catch {
      return missing;
    }
    const name = decode(fragment);
    if (name !== "" && !name.startsWith("/")) return anchorIn(file, root, name) ?? missing;
    const keys = name
      .split("/")
      .slice(1)
      .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
    const from = { value: root, file, keys: [] };
    if (path === "" && /^(?:\$defs|definitions)$/.test(keys[0] ?? "")) {
      // Schemas that were bundled keep pointers that start at the schema.
      for (let depth = node.keys.length; depth > 0; depth -= 1) {
        const found = this.child(this.child(from, ...node.keys.slice(0, depth)), ...keys);
        if (found.value !== undefined) return found;
      }
    }
    return this.child(from, ...keys);
  }

  #read(file: string): unknown {
    if (!this.#files.has(file)) {
      if (!file.startsWith("file:")) throw new Error(`${file} is not on this machine`);
      this.#files.set(file, parse(decodeText(readFileSync(fileURLToPath(file)))));
    }
    return this.#files.get(file);
  }
}

function withDiscriminator(node: Node): Node[] {
  const { value, file, keys } = node;
  if (typeof value !== "object" || value === null) return [];
  const own = Object.hasOwn(value, "discriminator") ? [node] : [];
  const inner = Object.entries(value).flatMap(([key, entry]) =>
    withDiscriminator({ value: entry as unknown, file, keys: [...keys, key] }),
  );
  return [...own, ...inner];
}

function decodeText(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return new TextDecoder().decode(bytes);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parseYaml(text, {
      strict: false,
      uniqueKeys: false,
      merge: true,
      maxAliasCount: -1,
      logLevel: "silent",
    });
  }
}

function step(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (Reflect.get(value, key) as unknown)
    : undefined;
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function anchorIn(file: string, root: unknown, name: string): Node | undefined {
  const search = (value: unknown, keys: readonly string[]): Node | undefined => {
    if (typeof value !== "object" || value === null) return undefined;
    const { $anchor, $dynamicAnchor } = fieldsOf(value);
    if ($anchor === name || $dynamicAnchor === name) return { value, file, keys };
    for (const [key, entry] of Object.entries(value)) {
      const found = search(entry, [...keys, key]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(root, []);
}
