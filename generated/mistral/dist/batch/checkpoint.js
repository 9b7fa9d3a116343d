import { ParameterError } from "../runtime/errors.js";
/**
 * Checks what was stored.
 *
 * @throws {ParameterError} If it is no checkpoint.
 */
export function checkCheckpoint(value) {
  const { version, params, parts, isComplete } = fields(value);
  // Without params no job can be created, and so each part must have one.
  const canCreate = typeof fields(params)["endpoint"] === "string";
  const isCheckpoint =
    Array.isArray(parts) &&
    parts.every((part) => isPart(part) && (canCreate || fields(part)["job"] !== undefined)) &&
    (canCreate || isComplete === true);
  if (version === 1 && isCheckpoint) return value;
  const why =
    version === 1 || version === undefined ? "" : `; it has version ${JSON.stringify(version)}`;
  throw new ParameterError("from", `from must be the id of a job, or a checkpoint${why}`);
}
function isPart(value) {
  const { offset, count, file, job } = fields(value);
  const isCount = (number) => Number.isSafeInteger(number) && Number(number) >= 0;
  const isId = (id) => id === undefined || (typeof id === "string" && id !== "");
  const hasEither = file !== undefined || job !== undefined;
  return isCount(offset) && isCount(count) && isId(file) && isId(job) && hasEither;
}
function fields(value) {
  return typeof value === "object" && value !== null ? value : {};
}
