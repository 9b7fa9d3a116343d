/** Whether a media type is JSON. */
export function isJson(mediaType) {
  return (
    mediaType !== undefined && /^(application|text)\/(?:[\w.*-]+\+)?json\s*(?:;|$)/i.test(mediaType)
  );
}
/** Whether it stands for several media types. */
export function isRange(mediaType) {
  return /^[^/]+\/\*(?:\+|$)/.test(essenceOf(mediaType));
}
/**
 * Whether a media type is `wanted`, or in the range that `wanted` is, such as `image/*` (RFC 9110, 12.5.1) or
 * `application/*+json`. Parameters do not count.
 */
export function matchesMediaType(wanted, mediaType) {
  const type = essenceOf(mediaType ?? "");
  const range = essenceOf(wanted);
  if (!isRange(range)) return type === range;
  const [start = "", end = "", ...rest] = range.split("*");
  return rest.length > 0 || (type.startsWith(start) && type.endsWith(end));
}
function essenceOf(mediaType) {
  return (mediaType.split(";")[0] ?? "").trim().toLowerCase();
}
