// src/runtime/as-error.ts
function asError(thrown) {
  const isError =
    thrown instanceof Error ||
    (typeof thrown === "object" && thrown !== null && "message" in thrown && "name" in thrown);
  if (isError) return thrown;
  const what =
    typeof thrown === "string" ? thrown : `what was thrown is no error: ${typeof thrown}`;
  return new Error(what, { cause: thrown });
}

export { asError };
