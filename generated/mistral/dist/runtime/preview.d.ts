import { Core } from "./core.js";
import { type Part } from "./multipart.js";
import type { Operation } from "./uses.js";
import type { RequestOptions } from "./options.js";
import type { BodySource } from "./wire.js";
/** One part of a multipart body, described. */
export interface PreviewPart {
  /** Absent where parts are told apart by their order. */
  readonly name?: string;
  readonly filename?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The text of a field; of a file, where it comes from, for instance `<12 bytes>`. */
  readonly content: string;
}
/** A request as plain data. */
export interface PreviewRecord {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | readonly PreviewPart[];
}
/** A request that is not sent. Its secrets are replaced by `***`. */
export declare class Preview implements PreviewRecord {
  #private;
  readonly method: string;
  readonly url: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The text of the body; the parts of a multipart one; a description of what is neither, for instance `<stream>`. */
  readonly body?: string | readonly PreviewPart[];
  constructor(
    request: Omit<PreviewRecord, "body"> & {
      readonly body?: readonly BodySource[];
    },
    parts: readonly Part[] | undefined,
  );
  /**
   * The request as a command for a POSIX shell. Put the secrets in the place of `***`. Bytes and streams are read from
   * the standard input, and so is text that is a file of a form.
   */
  toCurl(): string;
  toJSON(): PreviewRecord;
}
/**
 * The request that an operation would send. Nothing is read and nothing is sent.
 *
 * @throws {ParameterError} If an argument is not acceptable.
 */
export declare function preview(
  core: Core,
  operation: Operation,
  path: readonly unknown[],
  params?: object,
  options?: RequestOptions,
): Preview;
