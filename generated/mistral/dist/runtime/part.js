/**
 * A part of the runtime that an operation must name, since its facts need it.
 *
 * @throws {TypeError} If it does not.
 */
export function part(value, name, operationId) {
  if (value === undefined) throw new TypeError(`${operationId} does not name uses.${name}`);
  return value;
}
