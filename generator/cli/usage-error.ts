/** A command line that makes no sense, where what it names may be all right. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
