import { ClientError } from "../runtime/errors.js";

/** What became of a call: a value or an error, which is never thrown. */
export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ClientError };

/** Only what is no error of the client rejects. */
export async function outcomeOf<T>(call: Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await call };
  } catch (error) {
    if (error instanceof ClientError) return { ok: false, error };
    throw error;
  }
}
