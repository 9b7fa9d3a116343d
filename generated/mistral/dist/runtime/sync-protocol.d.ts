import type { ErrorRecord } from "./error-record.js";
import type { Progress } from "./options.js";
import type { SaveOptions } from "./save.js";
import type { ThreadPort } from "./sync-node.js";
import type { Chunk, Deadlines, FilePath } from "./wire.js";
/** A source of a body as the worker gets it: copied, or the number of an iterable whose pieces it asks for. */
export type PortSource =
  | Chunk
  | Blob
  | FilePath
  | {
      readonly pull: number;
    };
/** A `WireRequest` whose body can cross to another thread. */
interface PortRequest {
  readonly operation: string;
  readonly attempt?: number;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: readonly PortSource[];
  readonly secrets?: readonly string[];
  readonly credentialHeaders?: readonly string[];
}
/** From the caller's thread to the worker. `id` is the number of a call. */
export type ToWorker =
  | {
      readonly type: "call";
      readonly id: number;
      readonly request: PortRequest;
      readonly deadlines: Deadlines;
      readonly stream: boolean;
      readonly maxSize: number;
      /** Whether somebody listens to its progress. */
      readonly progress: boolean;
    }
  | {
      readonly type: "piece";
      readonly id: number;
      readonly piece: Uint8Array | undefined;
    }
  | {
      readonly type: "read";
      readonly id: number;
      readonly all: boolean;
      readonly maxSize?: number;
    }
  | {
      readonly type: "save";
      readonly id: number;
      readonly path: string;
      readonly options: SaveOptions;
    }
  | {
      readonly type: "cancel";
      readonly id: number;
    };
/** From the worker to the caller's thread. `id` is the number of a call; 0 is the thread itself. */
export type FromWorker =
  | {
      readonly type: "ready";
      readonly id: 0;
      readonly dispatcher: string | undefined;
    }
  | {
      readonly type: "broken";
      readonly id: 0;
      readonly error: ErrorRecord;
      readonly option?: "worker" | "transport";
    }
  | {
      readonly type: "pull";
      readonly id: number;
      readonly source: number;
    }
  | {
      readonly type: "progress";
      readonly id: number;
      readonly progress: Progress;
    }
  | {
      readonly type: "response";
      readonly id: number;
      readonly response: PortResponse;
    }
  | {
      readonly type: "chunk";
      readonly id: number;
      readonly chunk: Uint8Array | undefined;
    }
  | {
      readonly type: "saved";
      readonly id: number;
      readonly size: number;
    }
  | {
      readonly type: "refused";
      readonly id: number;
      readonly error: ErrorRecord;
    }
  | {
      readonly type: "error";
      readonly id: number;
      readonly error: ErrorRecord;
    };
interface PortResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly setCookie?: readonly string[] | undefined;
  readonly url: string;
  /** Absent where the body is a stream that is asked for by `read`. */
  readonly body?: Uint8Array;
}
/** What the worker is started with. */
export interface WorkerSettings {
  readonly port: ThreadPort;
  readonly flags: Int32Array;
  /** The URL of the worker's program. */
  readonly program: string;
  /** The URL of a module that exports `fetch`. */
  readonly transport: string | undefined;
}
/** Places in the shared memory of the two threads. */
export declare const flag: {
  /** Counts the messages of the worker; the caller's thread waits for it to change. */
  readonly messages: 0;
  /** Counts up while the worker has calls and its event loop turns. */
  readonly heartbeat: 1;
  /** 1 once the worker ends. */
  readonly ended: 2;
  readonly exitCode: 3;
};
/** The number of places. */
export declare const flagCount = 4;
/** Time in ms between two beats. */
export declare const heartbeatInterval = 200;
export {};
