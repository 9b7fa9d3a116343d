import type { newKey } from "./idempotency-key.js";
import type { checkLimits } from "./limits.js";
import type { Download } from "./download.js";
import type { PageStyle } from "./page-styles.js";
import type { Part } from "./multipart.js";
import type { ApiFacts, OperationFacts, Parameter, RequestBody } from "./operation.js";
import type { basic, bearer, cookieKey, headerKey, http, queryKey } from "./schemes.js";
import type { matchCase } from "./response-case.js";
import type { openSent } from "./sent-body.js";
import type { resolveServers } from "./servers.js";
import type { BodySource } from "./wire.js";
/** A request body, written. */
export interface EncodedBody {
  readonly mediaType: string;
  readonly sources: readonly BodySource[];
  /** What it was made of, if it is multipart. */
  readonly parts?: readonly Part[];
}
/** Writes request bodies, and opens what they are made of. */
export interface BodyWriter {
  /**
   * Undefined if there is no body.
   *
   * @param given The params that no parameter has taken. What belongs to the body is taken out.
   * @throws {ParameterError} If something is missing, or cannot be written.
   */
  encode(
    body: RequestBody,
    given: Map<string, unknown>,
    operationId: string,
    check: typeof checkLimits | undefined,
  ): EncodedBody | undefined;
  readonly open: typeof openSent;
}
/** Writes one parameter, as its place and its style want it. Undefined, or empty, if there is nothing to send. */
export type WriteParameter = (
  parameter: Parameter,
  value: unknown,
  operationId: string,
) => string | undefined;
/** Writes parameters, by where they are. */
export type ParameterWriter = { readonly [place in Parameter["in"]]?: WriteParameter };
/**
 * The parts of the runtime that some operations need and others do not. An operation names its own, so that an application
 * is bundled with what its operations need, and no more.
 */
export interface Uses {
  /** Where a parameter is written in another way than plainly: in a cookie, as the whole query, or in a rare style. */
  readonly parameters?: ParameterWriter;
  /** Where there is a request body. */
  readonly body?: BodyWriter;
  /** Where an argument has limits. */
  readonly limits?: typeof checkLimits;
  /** Where a response is read as a stream of bytes. */
  readonly download?: typeof Download;
  /** Where not all successful responses are read in the same way. */
  readonly responses?: typeof matchCase;
  /** Where each call is sent with an idempotency key. */
  readonly idempotency?: typeof newKey;
  /** Where a list has pages. */
  readonly pages?: PageStyle;
}
/** What one operation puts on the wire, what comes back, and what of the runtime is needed for that. */
export interface Operation extends OperationFacts {
  readonly uses?: Uses;
}
/** The parts of the runtime that some APIs need and others do not. */
export interface ApiUses {
  /** Where the API, or one of its operations, is elsewhere than at one place without variables. */
  readonly servers?: typeof resolveServers;
  /** How its credentials are sent, by the kinds of their schemes. */
  readonly bearer?: typeof bearer;
  readonly basic?: typeof basic;
  readonly http?: typeof http;
  readonly headerKey?: typeof headerKey;
  readonly queryKey?: typeof queryKey;
  readonly cookieKey?: typeof cookieKey;
}
/** What all operations of an API share, and what of the runtime is needed for that. */
export interface Api extends ApiFacts {
  readonly uses?: ApiUses;
}
