import { isAddress } from "./address.ts";

/** Whether an entry of `refs.allow` is a folder: it has a slash or consists of dots, and is no http(s) origin. */
export function isFolder(entry: string): boolean {
  return !isAddress(entry) && /[\\/]|^\.{1,2}$/.test(entry);
}
