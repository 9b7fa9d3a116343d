import type { JsonObject, JsonValue } from "../base/json.ts";
import type { Path } from "../base/path.ts";
import type { Shape } from "../base/shapes.ts";

/** A node that is to be checked. */
export interface Visit {
  readonly holder: JsonValue[] | JsonObject;
  readonly key: string;
  readonly shape: Shape;
  readonly path: Path;
  /** The kind and the field that it belongs to, perhaps as an entry of a list or a map. */
  readonly owner: Owner;
}

export interface Owner {
  readonly kind: string;
  readonly field: string;
}
