import { type Credentials, type CredentialUse } from "./credentials.js";
/** Asks for credentials. Calls that are refused at the same time share the answer that renews one. */
export declare class Renewals {
  #private;
  constructor(credentials: Credentials);
  /**
   * What the function of a credential returns.
   *
   * @param refresh Whether the server has refused its last answer.
   */
  ask(use: CredentialUse, refresh: boolean): unknown;
}
