/** The parts of Node's modules that blocking calls use, as structural types. */
export interface ThreadPort {
  postMessage(value: unknown, transfer?: readonly ArrayBufferLike[]): void;
  on(event: "message", listener: (value: never) => void): this;
  close(): void;
}
export interface Thread {
  on(event: "error", listener: (error: Error) => void): this;
  on(event: "exit", listener: (code: number) => void): this;
  unref(): void;
  terminate(): Promise<number>;
}
export interface ThreadsModule {
  readonly MessageChannel: new () => {
    readonly port1: ThreadPort;
    readonly port2: ThreadPort;
  };
  readonly Worker: new (
    code: string,
    options: {
      readonly eval: true;
      readonly workerData: unknown;
      readonly transferList: readonly ThreadPort[];
      readonly resourceLimits: {
        readonly maxYoungGenerationSizeMb: number;
      };
    },
  ) => Thread;
  /** What the thread was started with; null in the main thread. */
  readonly workerData: unknown;
  receiveMessageOnPort(port: ThreadPort):
    | {
        readonly message: unknown;
      }
    | undefined;
}
export interface ProcessModule {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly execArgv: readonly string[];
  on(event: "exit", listener: (code: number) => void): this;
  on(event: "uncaughtException", listener: (error: unknown) => void): this;
  exit(code: number): never;
}
export interface UrlModule {
  pathToFileURL(path: string): URL;
}
export interface SyncFileModule {
  existsSync(path: string | URL): boolean;
}
