/** Identifiers and file names from the words of a document, and what happens where two would be the same. */

import { JAVASCRIPT_RESERVED, TYPES_IN_USE } from "./reserved.ts";

const WORD =
  /\p{Lu}{2,}s(?![\p{L}\p{M}])|\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?[\p{Ll}\p{Lt}\p{Lo}\p{Lm}\p{Mn}\p{Mc}\p{Nd}\p{Nl}]+|\p{Lu}+[\p{Nd}\p{Nl}]*/gu;

/**
 * Letters that are no part of a name: the vertical tilde, which is no part of an identifier either; those that TypeScript 5.9
 * does not know, being younger than Unicode 15.1; and those beyond the basic plane. So names compile, and are the same,
 * whatever Unicode the compiler and this machine know.
 */
const UNCERTAIN =
  /\u0897|[\u1acf-\u1aff]|[\u088f\u0c5c\u0cdc\u1c89\u1c8a\u2e2f\ua7cb-\ua7cf\ua7d2\ua7d4\ua7da-\ua7dc\ua7f1\u{10000}-\u{10ffff}]/gu;

/**
 * The words in a name, split at everything that is neither letter nor digit and where the case changes:
 * `getHTTPUrl` and `get-HTTP_url` are three words. The case is kept unless the whole name is upper case.
 */
export function wordsOf(name: string): string[] {
  const text = name.normalize("NFC").replaceAll(/['’]/g, "").replaceAll(UNCERTAIN, " ");
  const words = text.match(WORD) ?? [];
  return /\p{Ll}/u.test(text) ? words : words.map((word) => word.toLowerCase());
}

/** `batch jobs` becomes `batchJobs`. */
export function camelCase(name: string): string {
  const [first, ...rest] = wordsOf(name);
  if (first === undefined) return `x${codePoints(name)}`;
  const start = /\p{Ll}/u.test(first.slice(1).replace(/s$/, ""))
    ? lowerFirst(first)
    : first.toLowerCase();
  return startingWithLetter(start + rest.map(upperFirst).join(""));
}

/** `batch jobs` becomes `BatchJobs`. */
export function pascalCase(name: string): string {
  const words = wordsOf(name);
  if (words.length === 0) return `X${codePoints(name)}`;
  return startingWithLetter(words.map(upperFirst).join(""));
}

/** What the names of files and packages have room for, whatever is added to them. */
const LONGEST_KEBAB = 100;

/**
 * `batchJobs` becomes `batch-jobs`. ASCII only, as names of files and packages must be: `größe` becomes `grosse`. What is too
 * long for them is cut.
 */
export function kebabCase(name: string): string {
  const words = wordsOf(name).map((word) => asciiOf(word.toLowerCase()));
  const whole = words.length === 0 ? `x${codePoints(name)}` : words.join("-");
  return whole.slice(0, LONGEST_KEBAB).replace(/-$/, "");
}

function asciiOf(word: string): string {
  const letters = word.replaceAll("ß", "ss").normalize("NFKD").replaceAll(/\p{M}/gu, "");
  return letters.replaceAll(/[^a-z0-9]+/g, (rest) => `x${codePoints(rest)}`);
}

function codePoints(text: string): string {
  return Array.from(text, (character) => character.codePointAt(0)?.toString(16)).join("x");
}

function startingWithLetter(name: string): string {
  return /^[\p{Nd}\p{Mn}\p{Mc}]/u.test(name) ? `_${name}` : name;
}

export function upperFirst(word: string): string {
  const [first = ""] = word;
  return first.toUpperCase() + word.slice(first.length);
}

function lowerFirst(word: string): string {
  const [first = ""] = word;
  return first.toLowerCase() + word.slice(first.length);
}

/**
 * The name of an exported type. A name that a global, a utility type or a type of the generated package's own has gets the
 * suffix `Object`: `File` becomes `FileObject`.
 */
export function typeName(name: string): string {
  const identifier = pascalCase(name);
  return TYPES_IN_USE.has(identifier) ? `${identifier}Object` : identifier;
}

/** The name of a function's argument; `taken` are the names that its body needs. */
export function argumentName(name: string, taken: NameSet): string {
  const identifier = camelCase(name);
  return taken.add(JAVASCRIPT_RESERVED.has(identifier) ? `${identifier}Value` : identifier);
}

/** The name of a resource's class. */
export function className(name: string): string {
  const identifier = pascalCase(name);
  return TYPES_IN_USE.has(identifier) ? `${identifier}Resource` : identifier;
}

const FILES_IN_USE = /^(?:index|core|client|worker|con|prn|aux|nul|com\d|lpt\d)$/;

/** The name of a resource's file, without extension. */
export function fileName(name: string): string {
  const file = kebabCase(name);
  return FILES_IN_USE.test(file) ? `${file}-resource` : file;
}

/** Names that must differ. */
export class NameSet {
  readonly #names: Set<string>;
  readonly #fold: (name: string) => string;
  readonly #separator: string;

  /** @param options.fileNames whether upper and lower case are the same, and numbers follow a hyphen. */
  constructor(taken: Iterable<string> = [], options: { readonly fileNames?: boolean } = {}) {
    const files = options.fileNames === true;
    this.#fold = files ? (name) => name.toLowerCase() : (name) => name;
    this.#separator = files ? "-" : "";
    this.#names = new Set(Array.from(taken, this.#fold));
  }

  has(name: string): boolean {
    return this.#names.has(this.#fold(name));
  }

  /**
   * Takes `name`, or if it is taken the first free one of `name2`, `name3` and so on, and returns what it took.
   *
   * @param isFree by default whether it is not taken.
   */
  add(name: string, isFree: (name: string) => boolean = (free) => !this.has(free)): string {
    let free = name;
    const stem = name + (/\d$/.test(name) && this.#separator === "" ? "_" : this.#separator);
    for (let number = 2; !isFree(free); number++) free = `${stem}${number}`;
    this.#names.add(this.#fold(free));
    return free;
  }
}
