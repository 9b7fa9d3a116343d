/** The bytes of all parts, one after the other. */
export declare function concat(parts: readonly Uint8Array[]): Uint8Array;
/** Puts chunks together. */
export declare function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array>;
