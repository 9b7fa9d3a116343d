import { isDeepStrictEqual } from "node:util";
import type { ExpectedPart, ExpectedRequest, LayerCall } from "./case.ts";
import { type Entries, methodOf } from "./entries.ts";
import { show } from "./show.ts";
import { IGNORED_HEADERS } from "./wire.ts";

interface Preview {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | readonly PreviewPart[];
}

interface PreviewPart {
  readonly name: string;
  readonly filename?: string;
  readonly type?: string;
  readonly content: string;
}

/** Set by what sends the request, and so in no preview. */
const FRAMING: ReadonlySet<string> = new Set(["content-length", "transfer-encoding"]);

/** Says how the preview of a call differs from the request that the call sends. */
export function checkPreview(
  entries: Entries,
  call: Pick<LayerCall, "client" | "stem" | "path" | "params" | "options">,
  origin: string,
  expected: ExpectedRequest,
): string[] {
  const { client, stem, path, params, options } = call;
  const preview = methodOf(entries.createPreviewClient(client), stem)(
    ...path,
    params,
    options,
  ) as Preview;
  const wanted = {
    method: expected.method,
    url: origin + expected.target,
    headers: redact(expected.headers),
    body: typeof expected.body === "object" ? expected.body.map(describeExpected) : expected.body,
  };
  const actual = {
    method: preview.method,
    url: preview.url,
    headers: readHeaders(preview.headers),
    body: typeof preview.body === "object" ? preview.body.map(describeActual) : preview.body,
  };
  const faults = (["method", "url", "headers", "body"] as const)
    .filter((field) => !isDeepStrictEqual(actual[field], wanted[field]))
    .map(
      (field) =>
        `${field} of the preview: expected ${show(wanted[field])}, is ${show(actual[field])}`,
    );
  if (JSON.stringify(preview).includes(client.apiKey)) faults.push("the preview has the API key");
  return faults;
}

function redact(headers: ExpectedRequest["headers"]): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !FRAMING.has(name));
  return { ...Object.fromEntries(kept), authorization: "Bearer ***" };
}

function readHeaders(headers: Preview["headers"]): Record<string, string> {
  const type = headers["content-type"];
  const isForm = type?.startsWith("multipart/form-data; boundary=") === true;
  const kept = Object.entries(headers).filter(([name]) => !IGNORED_HEADERS.has(name));
  return {
    ...Object.fromEntries(kept),
    ...(isForm && { "content-type": "multipart/form-data" }),
  };
}

/** A file's content is only described in a preview, a field's is there. */
function describeExpected({ name, filename, type, content }: ExpectedPart): ExpectedPart {
  return filename === undefined
    ? { name, type, content }
    : { name, filename, type, content: "a file" };
}

function describeActual({
  name,
  filename,
  type = "text/plain",
  content,
}: PreviewPart): ExpectedPart {
  return describeExpected({
    name,
    ...(filename !== undefined && { filename: escapeName(filename) }),
    type,
    content,
  });
}

/** As file names stand in a request. */
function escapeName(name: string): string {
  return name.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
}
