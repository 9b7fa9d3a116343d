/** The texts that go in and come out. */

export interface SourceText {
  /** As the user would write it: a relative path, a URL, or `<stdin>`. */
  readonly uri: string;
  /** Where there are bytes, it is decoded each time that it is asked for. */
  readonly text: string;
  /** Of a file, if that is UTF-8 without a byte order mark and with line ends of one character. */
  readonly bytes?: Uint8Array;
  /** As `textHash` has it, where it was made already: of bytes that costs a tenth. */
  readonly hash?: string;
  /** Of a file: it is this as long as the file has the text; see `lastingStampOf`. */
  readonly stamp?: string | undefined;
  /** The URI that references in it are relative to, if that is not the one it was asked for: where redirects ended. */
  readonly base?: string;
}

export interface TemplateFile {
  /** POSIX, relative to the root of the template tree. */
  readonly path: string;
  readonly text: string;
  /** The file that diagnostics name. */
  readonly origin: string;
  /** Whether the text comes with the generator, in its default style. */
  readonly formatted?: boolean;
}

export interface OutputFile {
  /** POSIX, relative to the output folder. What ends in `.gz` is compressed when it is written. */
  readonly path: string;
  readonly text: string;
  /** Whether the text has the default style already. */
  readonly formatted?: boolean;
  /** SHA-256 of the text in hexadecimal, where it is known. */
  readonly hash?: string;
  /** What the text is compressed to, where that was done before. */
  readonly compressed?: Uint8Array;
}

/** How texts are read. */
export interface ReadOptions {
  /** The folder that relative paths start from and that shown paths are relative to. Default the current one. */
  readonly cwd?: string;
  /** What `-` reads. Without it, `-` is an error. */
  readonly stdin?: AsyncIterable<Uint8Array | string>;
  /** How long a download may take, in milliseconds. Default 30 s. */
  readonly timeout?: number;
  /** The most bytes that one input may have. Default 64 MiB. */
  readonly maxBytes?: number;
  /** Called with each thing after it was read, also with what cannot be read. Built-in templates are none. */
  readonly onRead?: ((source: ReadSource) => void) | undefined;
}

/** How to read what a client is made from. */
export interface InputOptions extends ReadOptions {
  /** The folder where a client that sets no folder is written, in `generated`; relative to `cwd`. Default `cwd`. */
  readonly root?: string;
}

/** Stands for a file that is not there, and for an address that does not answer. */
export const NOTHING = "nothing";

/** `AbortSignal` where there are types of it, which whoever uses the library need not have. */
type Signal = typeof globalThis extends { AbortSignal: { prototype: infer Own } } ? Own : never;

/** Something that the output was made from, for those who want to know when it changes. */
export interface ReadSource {
  readonly kind: "file" | "folder" | "address";
  /** An absolute path, or the address. */
  readonly from: string;
  /** Stands for what was read, or for why nothing was: the same for the same. */
  readonly seen: string;
  /**
   * The same for what is there now.
   *
   * @throws DiagnosticError if an address does not answer.
   */
  now(signal: Signal): Promise<string>;
}

/** One thing that the output was made from. */
export interface InputRecord {
  /** For instance `document`. */
  readonly kind: string;
  /** The URI of a text, `-` for standard input, or the name of an option. */
  readonly name: string;
  /** SHA-256 in hexadecimal, or a word for what is not there. */
  readonly hash: string;
  /** Of a file that was read; see {@link SourceText}. */
  readonly stamp?: string | undefined;
}
