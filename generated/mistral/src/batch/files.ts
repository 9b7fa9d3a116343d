import { CancelledError, ClientError } from "../runtime/errors.js";
import type { Part } from "./part.js";
import { persist } from "./patience.js";
import type { Run } from "./run.js";
import type { Steps } from "./steps.js";

/** The files that a part's requests are in. */
export function inputsOf({ fileId, job }: Part): readonly string[] {
  return fileId === undefined ? (job?.input_files ?? []) : [fileId];
}

/** Deletes the files of a part, as far as that was asked for: all results have been given. */
export function* cleanUp({ settings }: Run, part: Part): Steps {
  if (settings.cleanUp === "none") return;
  const { job } = part;
  const results = settings.cleanUp === "all" ? [job?.output_file, job?.error_file] : [];
  for (const fileId of [...inputsOf(part), ...results])
    if (fileId != null) yield* deleteFile(fileId);
}

/** Deletes a file. Where the server does not do it, that ends no run; it returns false then. */
export function* deleteFile(fileId: string): Steps<never, boolean> {
  try {
    yield* persist<"delete">({ kind: "delete", fileId }, 4);
    return true;
  } catch (error) {
    if (!ClientError.is(error) || CancelledError.is(error)) throw error;
    return false;
  }
}
