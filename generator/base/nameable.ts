import type { OperationFact } from "../model.ts";

/** What the name of an operation is made from: an operation of the model is one. */
export interface Nameable extends Pick<
  OperationFact,
  "operationId" | "stem" | "method" | "path" | "tags" | "pointer"
> {
  /** Anything but undefined and false if it lists what there is, page by page. */
  readonly pagination: unknown;
  readonly responses: readonly {
    readonly status: string;
    readonly content: readonly { readonly schema: unknown }[];
  }[];
}
