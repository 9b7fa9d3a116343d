/** The modules that are emitted, and what each of them depends on. */

import type { DeclarationPlan, Plan } from "../plan.ts";
import { pointersIn } from "./declared-schemas.ts";
import { modulePath } from "./module-path.ts";

export interface Module {
  /** POSIX, relative to the output folder. */
  readonly path: string;
  /** What the plan says of it. */
  readonly said: unknown;
  /** Pointers of the schemas that its types are made of. */
  readonly schemas: readonly string[];
}

/** In the order in which they are emitted. */
export function modulesOf(plan: Plan): readonly Module[] {
  const { types, webhooks, callbacks, errorTypes, resources } = plan;
  const module = (name: string, said: unknown, brought: readonly DeclarationPlan[]): Module => ({
    path: modulePath(plan, `${name}.ts`),
    said,
    schemas: brought.flatMap(pointersIn),
  });
  const payloads = [...webhooks, ...callbacks].map(({ declaration }) => declaration);
  const errors = resources.flatMap(({ operations }) =>
    operations.map(({ stem, errors: bodies }) => [stem, bodies]),
  );
  return [
    { ...module("types", [], []), schemas: types.map(({ pointer }) => pointer) },
    ...(payloads.length === 0 ? [] : [module("webhooks", [webhooks, callbacks], payloads)]),
    module("error-bodies", [errorTypes, errors], errorTypes),
    ...resources
      .filter(({ operations }) => operations.length > 0)
      .map((resource) => {
        const brought = resource.operations.flatMap(({ declarations }) => declarations);
        return module(`operations/${resource.file}`, resource, brought);
      }),
  ];
}

/** What the plan says of all modules. */
export function saidOfAll({ notice, types, uploads }: Plan): unknown {
  return [notice, types, uploads];
}
