/** Addresses, as against paths. */
export function isAddress(from: string): boolean {
  return /^https?:\/\//i.test(from);
}

/** An address without what may be a secret: so it is shown, and so the manifest names it. */
export function shownAddress(from: string): string {
  const { origin, pathname } = new URL(from);
  return origin + pathname;
}
