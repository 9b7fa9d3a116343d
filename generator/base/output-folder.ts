import { resolve } from "node:path";

/** Where a client is written that sets no folder: `generated/<name>`, without the scope of the name. */
export function defaultOutputFolder(root: string, packageName: string): string {
  return resolve(root, "generated", packageName.replace(/^@.*\//, ""));
}
