/** What is made when it is asked for. */

/** @returns what `make` makes when it is first asked for, then the same again. */
export function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The same by name. */
export function lazyByName<T>(make: (name: string) => T): (name: string) => T {
  const made = new Map<string, { readonly value: T }>();
  return (name) => {
    const known = made.get(name);
    if (known !== undefined) return known.value;
    const value = make(name);
    made.set(name, { value });
    return value;
  };
}
