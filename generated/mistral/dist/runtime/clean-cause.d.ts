/** An error as a cause: another that says the same, if a console that prints it would show what `scrub` takes out. */
export declare function cleanCause(
  error: unknown,
  said: string,
  scrub: (text: string) => string,
): unknown;
