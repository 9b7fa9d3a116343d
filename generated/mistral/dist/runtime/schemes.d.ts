import type { WireRequest } from "./wire.js";
/** The parts of a request that credentials can be put into. */
export interface OpenRequest {
  url: string;
  /** By lower-case name. */
  readonly headers: Record<string, string>;
}
/** How the credentials of one kind of security scheme are sent. */
export interface CredentialWriter<Scheme = object> {
  /**
   * The text of a secret; of a login, `user:password`.
   *
   * @param refuse Throws, since the secret must be something else.
   */
  check(value: unknown, refuse: (rule: string) => never): string;
  /** Whether its place in a request is taken. */
  isSet(request: Pick<WireRequest, "url" | "headers">, scheme: Scheme): boolean;
  /** Puts a secret that is acceptable into a request, and returns it as it stands there. */
  put(request: OpenRequest, scheme: Scheme, secret: string): string;
}
/** RFC 6750, 2.1. */
export declare const bearer: CredentialWriter;
/** RFC 7617. */
export declare const basic: CredentialWriter;
/** Any other scheme of HTTP: RFC 9110, 11.1. */
export declare const http: CredentialWriter<{
  readonly scheme: string;
}>;
export declare const headerKey: CredentialWriter<{
  readonly name: string;
}>;
export declare const queryKey: CredentialWriter<{
  readonly name: string;
}>;
export declare const cookieKey: CredentialWriter<{
  readonly name: string;
}>;
