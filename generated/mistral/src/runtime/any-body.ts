import { ParameterError } from "./errors.js";
import { toForm } from "./form.js";
import { isRange, matchesMediaType } from "./media-type.js";
import { joinParts, newBoundary, toParts } from "./multipart.js";
import type { BodyForm } from "./operation.js";
import { encodeBy, type Write, writePlain } from "./plain-body.js";
import { openSent } from "./sent-body.js";
import { checkHeader } from "./serialize.js";
import { toUpload, typeByName } from "./upload.js";
import type { BodyWriter, EncodedBody } from "./uses.js";

/** Writes bodies of all kinds. */
export const anyBody: BodyWriter = {
  encode: (body, given, operationId, check) => encodeBy(writeAny, body, given, operationId, check),
  open: openSent,
};

const writeAny: Write = (form, mediaType, value, operationId) => {
  switch (form.encoding) {
    case "urlencoded":
      return {
        mediaType,
        sources: [toForm(form.parts, objectOf(value, operationId), operationId)],
      };
    case "binary":
      return encodeUpload(mediaType, value, operationId);
    case "multipart":
      return encodeMultipart(form, mediaType, value, operationId);
    default:
      return writePlain(form, mediaType, value, operationId);
  }
};

/** An upload says its own type where the document leaves it open. */
function encodeUpload(mediaType: string, value: unknown, operationId: string): EncodedBody {
  const { source, name, type } = toUpload(value, "body", operationId);
  const isOpen = isRange(mediaType);
  const own = isOpen || mediaType === "application/octet-stream" ? type : undefined;
  const byName = typeByName(name);
  const known = isOpen && !matchesMediaType(mediaType, byName) ? undefined : byName;
  const chosen = own ?? (isOpen ? (known ?? "application/octet-stream") : mediaType);
  checkHeader("body.type", chosen, operationId);
  return { mediaType: chosen, sources: [source] };
}

function encodeMultipart(
  form: BodyForm,
  mediaType: string,
  value: unknown,
  operationId: string,
): EncodedBody {
  const parts = toParts(form, objectOf(value, operationId), operationId);
  const boundary = newBoundary();
  const plain = mediaType.replace(/;\s*boundary=[^;]*/i, "");
  // RFC 2387, 3.1: it names the type of its root, which is the first part.
  const isRelated = matchesMediaType("multipart/related", plain) && !/;\s*type=/i.test(plain);
  const root = isRelated ? `; type="${parts[0]?.type ?? "text/plain"}"` : "";
  return {
    mediaType: `${plain}${root}; boundary=${boundary}`,
    sources: joinParts(parts, boundary),
    parts,
  };
}

function objectOf(value: unknown, operationId: string): object {
  if (typeof value === "object" && value !== null) return value;
  throw new ParameterError("body", "body must be an object", { operationId });
}
