/** A version 4 UUID (RFC 9562, 5.4), also on pages without https, where `crypto.randomUUID` is missing. */
export declare function newKey(): string;
