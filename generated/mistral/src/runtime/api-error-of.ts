import type { ApiError } from "./api-error.js";

/** What a document says of a status: of itself, else of its range, else of all others; `unknown` if nothing. */
type Described<Bodies, Status extends number> = Status extends keyof Bodies
  ? Bodies[Status]
  : `${Status}` extends `${infer Digit extends 3 | 4 | 5}${number}`
    ? `${Digit}XX` extends keyof Bodies
      ? Bodies[`${Digit}XX`]
      : Otherwise<Bodies>
    : Otherwise<Bodies>;

type Otherwise<Bodies> = Bodies extends { readonly default: infer Body } ? Body : unknown;

/** Without a status: any that the document describes. */
type BodyOf<Bodies, Status extends number> = number extends Status
  ? keyof Bodies extends never
    ? unknown
    : Bodies[keyof Bodies]
  : Described<Bodies, Status>;

/**
 * An error of one operation, with the body that the document describes for the status. What answers in place of the API,
 * such as a proxy, sends whatever it likes: the body is a text if it is no JSON, and undefined if there is none.
 */
export type ApiErrorOf<Bodies, Id extends keyof Bodies, Status extends number> = ApiError & {
  readonly operationId: Id;
  readonly status: Status;
  readonly body: BodyOf<Bodies[Id], Status> | string | undefined;
};
