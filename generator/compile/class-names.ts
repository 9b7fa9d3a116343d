/**
 * The code of a module with the names of its classes as they were: esbuild calls a class that mentions itself `_Name`, which the
 * class's `name` would tell, and with it whatever prints an instance.
 *
 * @param source what the code was made of. A name that is in it is none of esbuild's.
 */
export function withClassNames(code: string, source: string): string {
  const classes = code.matchAll(/^var ([$\p{ID_Continue}]+) = class (_[$\p{ID_Continue}]+)/gmu);
  return [...classes].reduce((text, [, name = "", inner = ""]) => {
    const word = wordOf(inner);
    return word.test(source) ? text : text.replaceAll(word, () => name);
  }, code);
}

/** The words of a source that {@link withClassNames} may ask for. */
export function privateWordsIn(source: string): ReadonlySet<string> {
  return new Set(source.match(/(?<![$\p{ID_Continue}])_[$\p{ID_Continue}]+/gu));
}

function wordOf(name: string): RegExp {
  const part = "[$\\p{ID_Continue}]";
  return new RegExp(`(?<!${part})${name.replaceAll("$", "\\$")}(?!${part})`, "gu");
}
