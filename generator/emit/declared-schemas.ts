import type { DeclarationPlan } from "../plan.ts";

/** Pointers of the schemas that a type is made of. */
export function pointersIn({ base, properties, alternatives = [] }: DeclarationPlan): string[] {
  return [base, ...[...properties, ...alternatives.flat()].map(({ schema }) => schema)].filter(
    (pointer) => pointer !== undefined,
  );
}
