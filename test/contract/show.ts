import { inspect } from "node:util";

/** A value as a failure message shows it. */
export function show(value: unknown): string {
  const text = inspect(value, {
    depth: 6,
    breakLength: Infinity,
    maxStringLength: 400,
    maxArrayLength: 20,
  });
  return text.length > 1_500 ? `${text.slice(0, 1_500)}…` : text;
}
