import { ParameterError } from "./errors.js";
import { builtin } from "./node.js";

/** A scheme; one letter before the colon is a drive of Windows. */
const scheme = /^[a-z][a-z\d+.-]+:/i;

/**
 * The URL of a module that an option names by its URL or by a path.
 *
 * @throws {ParameterError} If it names a file that does not exist.
 */
export function locateModule(
  option: "worker" | "transport",
  place: URL | string,
  operationId: string,
): string {
  const url = toUrl(place);
  if (
    url === undefined ||
    (url.protocol === "file:" && builtin("node:fs")?.existsSync(url) === false)
  ) {
    const cure =
      option === "worker" ? `; code that was bundled names it by the option "worker"` : "";
    throw new ParameterError(option, `there is no module ${url?.href ?? place}${cure}`, {
      operationId,
    });
  }
  return url.href;
}

/**
 * The URL of the worker's program: the one that the option `worker` names, else the one of this package.
 *
 * @throws {ParameterError} If there is none.
 */
export function locateWorker(place: URL | string | undefined, operationId: string): string {
  return locateModule("worker", place ?? ownWorker() ?? "sync/worker.js", operationId);
}

/** Undefined where code was bundled into a form that does not know where it lies. */
function ownWorker(): URL | undefined {
  try {
    return new URL("../sync/worker.js", import.meta.url);
  } catch {
    return undefined;
  }
}

function toUrl(place: URL | string): URL | undefined {
  try {
    if (place instanceof URL) return place;
    return scheme.test(place) ? new URL(place) : builtin("node:url")?.pathToFileURL(place);
  } catch {
    return undefined;
  }
}
