/** The standard templates as Handlebars compiles them: they are the same in each run. */

/** What Handlebars makes of a template. */
export interface Compiled {
  /** The template. Of one with another text this is not the compiled form. */
  readonly text: string;
  readonly specification: object;
  /** The names with `*` of partials that it includes. */
  readonly patterns: readonly string[];
}

/** By path. Filled in when the package is built; what runs from its sources compiles them itself. */
export const STANDARD: ReadonlyMap<string, Compiled> = new Map();
