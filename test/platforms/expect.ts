import { expectationOf } from "../contract/call.ts";
import type { Case, Expectation, ExpectedRequest, Layer } from "../contract/case.ts";

/** Cases that begin with a file on disk which is no file named by its path. */
const onDisk: ReadonlySet<string> = new Set([
  "upload from a Blob that is a file on disk",
  "upload from a large file",
]);

const refused = { class: "ParameterError", code: "parameter" } as const;

/** What a case expects of a layer in a page: the same as elsewhere, but for files, and for bodies that are streams. */
export function expectationInPage(
  each: Case,
  layer: Layer,
): Expectation | { readonly notApplicable: string } {
  const expected = expectationOf(each, layer);
  if ("notApplicable" in expected) return expected;
  if (onDisk.has(each.name)) return { notApplicable: "a page has no files on disk" };
  const because = "a page has no files on disk";
  if (each.name === "files.upload" || /^upload from .*\bpath\b.*\}/.test(each.name))
    return { requests: [], error: refused, because };
  if (each.read === "saveTo")
    return { requests: expected.requests, error: { ...refused, parameter: "path" }, because };
  return { ...expected, requests: expected.requests.map(withLength) };
}

/** A page cannot send a stream over HTTP/1.1: its pieces are collected in a `Blob`, whose length is known. */
function withLength(request: ExpectedRequest): ExpectedRequest {
  const { "transfer-encoding": chunked, ...headers } = request.headers;
  return chunked === undefined
    ? request
    : { ...request, headers: { ...headers, "content-length": "known" } };
}
