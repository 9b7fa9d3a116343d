import type { Plan } from "../plan.ts";

/** The path in the output of a module among the sources. */
export function modulePath({ package: { kind } }: Plan, name: string): string {
  return `${kind === "package" ? "src/" : ""}${name}`;
}
