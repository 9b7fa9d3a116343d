/** Which responses of an operation are a success, and what of them is asked for first. */

import type { DeclaredContent, DeclaredOperation, DeclaredResponse } from "./operations.ts";

/**
 * The responses that mean success: the 2xx codes and their range, else `default` where no code says what success is (OpenAPI 3.1.1,
 * 4.8.16).
 */
export function successesOf({ responses }: DeclaredOperation): readonly DeclaredResponse[] {
  const declared = responses.filter(({ status }) => /^2(?:\d\d|XX)$/i.test(status));
  if (declared.length > 0)
    return declared.sort((a, b) => (a.status.toUpperCase() < b.status.toUpperCase() ? -1 : 1));
  return responses.filter(({ status }) => status === "default");
}

/** The content that a server would pick for an `Accept` header. */
export function pick(
  content: readonly DeclaredContent[],
  accept: string | undefined,
): DeclaredContent | undefined {
  const wanted = (accept ?? "*/*").split(",").map((range) => range.split(";")[0]?.trim() ?? "");
  for (const range of wanted) {
    const found = content.find(({ mediaType }) => covers(range, mediaType));
    if (found !== undefined) return found;
  }
  return content[0];
}

function covers(range: string, mediaType: string): boolean {
  const [type = "", subtype = ""] = range.toLowerCase().split("/");
  const [given = "", sub = ""] = (mediaType.toLowerCase().split(";")[0] ?? "").trim().split("/");
  return (
    (type === "*" || given === "*" || type === given) &&
    (subtype === "*" || sub === "*" || subtype === sub)
  );
}
