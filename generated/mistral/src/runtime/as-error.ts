/** What was thrown, if it is an error, also one of another realm; else an error with it as its `cause`. */
export function asError(thrown: unknown): Error {
  const isError =
    thrown instanceof Error ||
    (typeof thrown === "object" && thrown !== null && "message" in thrown && "name" in thrown);
  if (isError) return thrown as Error;
  const what =
    typeof thrown === "string" ? thrown : `what was thrown is no error: ${typeof thrown}`;
  return new Error(what, { cause: thrown });
}
