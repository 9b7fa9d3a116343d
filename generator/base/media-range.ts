/** Whether it stands for several media types, as `image/*` does and `application/*+json`: RFC 9110, 12.5.1. */
export function isRange(mediaType: string): boolean {
  return /^\s*[^\s/;]+\/\*(?:\+[^\s/;]+)?\s*(?:;|$)/.test(mediaType);
}
