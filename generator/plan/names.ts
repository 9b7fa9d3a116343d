/** The names of types, decided before anything refers to them. */

import type { Diagnostic } from "../diagnostic.ts";
import type { Model, NamedSchema } from "../model.ts";
import { NameSet, pascalCase, typeName } from "../base/naming.ts";

export interface TypeNames {
  /** The exported type of each named schema, by its pointer. */
  readonly byPointer: ReadonlyMap<string, string>;
  /** All names that are given, those of declarations included as they are made. */
  readonly taken: NameSet;
  readonly diagnostics: readonly Diagnostic[];
}

/** A schema whose name is what it would be called anyway keeps that name, whatever else is in the document. */
export function typeNames({ schemas }: Model): TypeNames {
  const taken = new NameSet();
  const diagnostics: Diagnostic[] = [];
  const byPointer = new Map<string, string>();
  const owners = new Map<string, NamedSchema>();
  const exact = schemas.filter(
    ({ name, pointer }) => isComponent(pointer) && typeName(name) === name,
  );
  const keeping = new Set(exact);
  const rest = schemas.filter((named) => !keeping.has(named));
  for (const named of [...exact, ...rest]) {
    const wanted = typeName(named.name);
    const name = taken.add(wanted);
    byPointer.set(named.pointer, name);
    const owner = owners.get(wanted);
    owners.set(name, named);
    if (owner !== undefined) {
      diagnostics.push({
        severity: "warning",
        code: "type-renamed",
        message: `the schema \`${named.name}\` is the type \`${name}\`, since \`${wanted}\` is the schema \`${owner.name}\` (${owner.pointer})`,
        pointer: named.pointer,
      });
    } else if (isComponent(named.pointer) && wanted !== pascalCase(named.name)) {
      diagnostics.push({
        severity: "info",
        code: "type-renamed",
        message: `the schema \`${named.name}\` is the type \`${name}\`, since \`${pascalCase(named.name)}\` is something else in TypeScript`,
        pointer: named.pointer,
      });
    }
  }
  return { byPointer, taken, diagnostics };
}

function isComponent(pointer: string): boolean {
  return pointer.startsWith("#/components/schemas/") && pointer.split("/").length === 4;
}
