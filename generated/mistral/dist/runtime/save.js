import { ClientError, ParameterError } from "./errors.js";
import { builtin } from "./node.js";
/**
 * Writes chunks to a file that is complete from the moment it exists: they go to a temporary file in the same folder,
 * which then gets the name. Whatever fails, the temporary file is removed.
 *
 * @returns The number of bytes written.
 * @throws {ParameterError} If the file exists and is not to be replaced, or cannot be written.
 */
export async function saveChunks(open, path, options, operationId) {
  const fs = builtin("node:fs");
  const paths = builtin("node:path");
  if (fs === undefined || paths === undefined) {
    throw new ParameterError("path", "a file can be saved only where there is node:fs", {
      operationId,
    });
  }
  if (typeof path !== "string" || path === "") {
    throw new ParameterError("path", "path must be a text that is not empty", { operationId });
  }
  try {
    return await save(fs, paths, open, path, options.overwrite === true);
  } catch (error) {
    if (error instanceof ReadFailure) throw error.cause;
    if (ClientError.is(error)) throw error;
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const why =
      code === "EEXIST"
        ? "it exists already"
        : error instanceof Error
          ? error.message
          : String(error);
    throw new ParameterError("path", `${path} could not be saved: ${why}`, {
      operationId,
      cause: error,
    });
  }
}
async function save(fs, paths, open, path, overwrite) {
  if (!overwrite) await refuseExisting(fs, path);
  const temporary = paths.join(paths.dirname(path), `.${crypto.randomUUID()}.part`);
  const file = await fs.promises.open(temporary, "wx");
  try {
    const written = await writeAll(file, open);
    if (overwrite) await fs.promises.rename(temporary, path);
    else await nameNew(fs, temporary, path);
    return written;
  } finally {
    await fs.promises.unlink(temporary).catch(() => {});
  }
}
async function writeAll(file, open) {
  let total = 0;
  try {
    for await (const chunk of marked(open)) {
      for (let at = 0; at < chunk.byteLength;) {
        at += (await file.write(chunk, at, chunk.byteLength - at)).bytesWritten;
      }
      total += chunk.byteLength;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return total;
}
/** Not the file has failed, but what is written to it. */
class ReadFailure extends Error {}
async function* marked(open) {
  try {
    yield* open();
  } catch (cause) {
    throw new ReadFailure("the chunks cannot be read", { cause });
  }
}
async function refuseExisting(fs, path) {
  const exists = await fs.promises.lstat(path).then(
    () => true,
    () => false,
  );
  if (exists) throw Object.assign(new Error(`${path} exists already`), { code: "EEXIST" });
}
/**
 * Gives a file a new name, which nothing must have. Where the file system has no hard links, another process that takes the
 * name at the very same moment loses its file; but at no time has the name a part of the content.
 */
async function nameNew(fs, from, path) {
  try {
    await fs.promises.link(from, path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST") throw error;
    await refuseExisting(fs, path);
    await fs.promises.rename(from, path);
  }
}
