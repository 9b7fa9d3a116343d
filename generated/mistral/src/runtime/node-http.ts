/** The parts of Node's `http`, `https`, `stream` and `zlib` modules that the transport uses, as structural types. */

export interface HttpAgent {
  /** The idle connections, by where they lead to. */
  readonly freeSockets: Readonly<Record<string, readonly { destroy(): unknown }[] | undefined>>;
}

export interface RequestSettings {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly agent: HttpAgent;
}

export interface Emitter {
  on(event: string, listener: (value: never) => void): this;
  once(event: string, listener: (value: never) => void): this;
  off(event: string, listener: (value: never) => void): this;
}

export interface ByteStream extends Emitter {
  emit(event: "error", error: Error): boolean;
  read(): Uint8Array | null;
  readonly readableLength: number;
  readonly readableEnded: boolean;
  unshift(chunk: Uint8Array): void;
  resume(): this;
  destroy(error?: unknown): this;
}

export interface IncomingMessage extends ByteStream {
  readonly socket: { readonly destroyed: boolean; ref(): void; unref(): void } | null;
  readonly errored: Error | null;
  readonly complete: boolean;
  readonly statusCode: number;
  readonly rawHeaders: readonly string[];
}

export interface ClientRequest extends Emitter {
  readonly reusedSocket: boolean;
  readonly destroyed: boolean;
  readonly writableEnded: boolean;
  write(chunk: Uint8Array | string): boolean;
  end(chunk?: Uint8Array | string): this;
  destroy(error?: unknown): this;
}

export interface HttpModule {
  readonly Agent: new (options: {
    keepAlive: boolean;
    timeout: number;
    scheduling: "lifo";
  }) => HttpAgent;
  request(settings: RequestSettings): ClientRequest;
}

export interface StreamModule {
  pipeline(source: ByteStream, ...rest: readonly unknown[]): unknown;
}

export interface ZlibModule {
  createGunzip(): ByteStream;
  createInflate(): ByteStream;
  createInflateRaw(): ByteStream;
  createBrotliDecompress(): ByteStream;
}
