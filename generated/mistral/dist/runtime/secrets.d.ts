import { type Credentials, type CredentialUse } from "./credentials.js";
import type { Api } from "./operation.js";
/** Asks for the credentials of a client. Calls that are refused at the same time share the answer that renews one. */
export declare class Secrets {
  #private;
  constructor(api: Api, credentials: Credentials);
  /**
   * The secrets by the names of their options.
   *
   * @param refresh Whether the server has refused the ones before.
   * @throws {ParameterError} If a function fails, or does not give a secret that can be sent.
   */
  get(
    uses: readonly CredentialUse[],
    refresh: boolean,
    operationId: string,
  ): Promise<Record<string, string>>;
}
