import { type Credentials, type CredentialUse } from "./credentials.js";
/**
 * Asks for credentials. Calls that are refused share the answer that renews one, also those that had asked for the old one
 * before it came.
 */
export declare class Renewals {
  #private;
  constructor(credentials: Credentials);
  /**
   * What the function of a credential returns.
   *
   * @param refused When it was asked for the answer that the server has refused, by `performance.now()`.
   */
  ask(use: CredentialUse, refused: number | undefined): unknown;
}
