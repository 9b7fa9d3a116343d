/**
 * A part of the runtime that an operation or an API must name, since its facts need it.
 *
 * @throws {TypeError} If it does not.
 */
export function part(value, name, owner) {
  if (value === undefined) throw new TypeError(`${owner} does not name uses.${name}`);
  return value;
}
