import type { OperationFact } from "../model.ts";

/** What the name of an operation is made from: an operation of the model is one. */
export interface Nameable extends Pick<
  OperationFact,
  "operationId" | "stem" | "wantedStem" | "method" | "path" | "tags" | "pointer"
> {
  /** Anything but undefined and false if it lists what there is, page by page. */
  readonly pagination: unknown;
  readonly responses: readonly {
    readonly status: string;
    readonly content: readonly { readonly schema: unknown }[];
  }[];
}

/** What a name lock calls an operation: `GET /v1/files`. */
export function routeOf({ method, path }: Pick<Nameable, "method" | "path">): string {
  return `${method.toUpperCase()} ${path}`;
}
