/** How a file is saved. */
export interface SaveOptions {
  /** Whether a file that is there already is replaced. Default: false. */
  readonly overwrite?: boolean | undefined;
}
/**
 * Writes chunks to a file that is complete from the moment it exists: they go to a temporary file in the same folder,
 * which then gets the name. Whatever fails, the temporary file is removed.
 *
 * @returns The number of bytes written.
 * @throws {ParameterError} If the file exists and is not to be replaced, or cannot be written.
 */
export declare function saveChunks(
  open: () => AsyncIterable<Uint8Array>,
  path: string,
  options: SaveOptions,
  operationId: string,
): Promise<number>;
