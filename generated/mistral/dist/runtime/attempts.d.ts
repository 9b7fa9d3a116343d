import type { Result } from "./api-promise.js";
import type { Call } from "./call.js";
import { type CredentialUse } from "./credentials.js";
import type { WireRequest, WireResponse } from "./wire.js";
/** A response as a driver receives it: with all bytes of its body, or with a body that is left as a stream. */
export interface Received<Body> extends Omit<WireResponse, "body"> {
  readonly body: Uint8Array | Body;
}
/** What a call cannot go on without, and what can be done in one style of calls only. */
export type Step<Body> =
  | {
      readonly kind: "begin";
      readonly attempt: number;
    }
  | {
      readonly kind: "await";
      readonly value: PromiseLike<unknown>;
      readonly option: string;
    }
  | {
      readonly kind: "settle";
      readonly value: PromiseLike<unknown>;
      readonly option: string;
    }
  | {
      readonly kind: "exchange";
      readonly wire: WireRequest;
    }
  | {
      readonly kind: "sleep";
      readonly ms: number;
    }
  | {
      readonly kind: "discard";
      readonly body: Body;
    }
  | {
      readonly kind: "finish";
      readonly response: Received<Body>;
      readonly attempt: number;
    };
/** The steps of a call. One that cannot be carried out is answered by throwing into them. */
export type Steps<Body> = Generator<Step<Body>, Result<unknown>, unknown>;
/** Calls the function of a credential, and tells when it was asked for the secret that has been refused, if one has. */
export type Ask = (use: CredentialUse, refused: number | undefined) => unknown;
/**
 * What a call does from its request to its outcome, in all styles: step by step, and without any I/O of its own. A driver
 * carries the steps out and hands in what they come to.
 */
export declare function attempts<Body>(call: Call, ask: Ask): Steps<Body>;
