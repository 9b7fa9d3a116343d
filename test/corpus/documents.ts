/** Which documents a folder has. */

import { existsSync, openSync, readdirSync, readFileSync, readSync, closeSync } from "node:fs";
import { join } from "node:path";

/** Keys at the left margin of YAML, or at the first level of JSON, near the beginning of the file. */
const ENTRY =
  /^(?:\uFEFF)?(?:["']?(?:openapi|swagger)["']?\s*:|\s*\{[^{}[\]]*"(?:openapi|swagger)"\s*:)/m;
const JSON_ENTRY = /"(?:openapi|swagger)"\s*:\s*"?[23]\./;
const HEAD = 4096;

/**
 * The paths, relative to `folder`, of the OpenAPI documents in it: those that a `manifest.json` there lists, else every
 * JSON and YAML file that begins as one.
 */
export function documentsIn(folder: string): string[] {
  const manifest = join(folder, "manifest.json");
  if (existsSync(manifest)) {
    const entries: unknown = JSON.parse(readFileSync(manifest, "utf8"));
    if (Array.isArray(entries) && entries.every((entry) => typeof entry?.path === "string"))
      return entries.map(({ path }: { path: string }) => path);
  }
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /\.(?:json|ya?ml)$/.test(path) && !path.includes("node_modules/"))
    .filter((path) => isEntry(join(folder, path), path))
    .sort();
}

function isEntry(file: string, path: string): boolean {
  const head = headOf(file);
  return ENTRY.test(head) || (path.endsWith(".json") && JSON_ENTRY.test(head));
}

function headOf(file: string): string {
  const bytes = Buffer.alloc(HEAD);
  const descriptor = openSync(file, "r");
  try {
    return bytes.subarray(0, readSync(descriptor, bytes)).toString("utf8");
  } finally {
    closeSync(descriptor);
  }
}

/** Whether a path matches a pattern in which `*` stands for anything but `/`, and `**` for anything. */
export function matches(path: string, pattern: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replace(/\*\*|\*|\?/g, (wild) => {
    return wild === "**" ? ".*" : wild === "*" ? "[^/]*" : "[^/]";
  });
  return new RegExp(`^(?:.*/)?${source}$`).test(path);
}
