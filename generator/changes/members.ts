/** Objects with all that they are composed of. */

import { type Form, propertyName, type SchemaForm } from "../base/schema-forms.ts";
import { branchesOf, referenceName, type TypeView } from "./type-view.ts";

export interface Member {
  readonly form: Form;
  readonly required: boolean;
  /** The exported type that it comes from, if it is not the object's own. */
  readonly from: string | undefined;
}

export interface Members {
  /** By the property's name; the outer ones win, as they do in the generated type. */
  readonly properties: ReadonlyMap<string, Member>;
  /** Of properties without a name; undefined if there are none. */
  readonly others: Form | undefined;
  /** The exported types that it is all of. */
  readonly parts: readonly string[];
  /** What it is all of and that is no object, for instance a union. */
  readonly rest: readonly Form[];
}

/** Undefined for what is no object, or an intersection that has no objects. */
export function membersOf(view: TypeView, form: Form): Members | undefined {
  const properties = new Map<string, Member>();
  const parts = new Set<string>();
  const rest: Form[] = [];
  let others: Form | undefined;
  let isObject = false;

  const addObject = (object: SchemaForm, from: string | undefined): void => {
    isObject = true;
    const required = new Set(object.required);
    for (const [key, property] of Object.entries(object.properties ?? {})) {
      const name = propertyName(key);
      const before = properties.get(name);
      properties.set(name, {
        form: before === undefined || from === undefined ? property : before.form,
        required: required.has(key) || before?.required === true,
        from: before === undefined ? from : before.from === from ? from : undefined,
      });
    }
    const { additionalProperties } = object;
    others ??=
      object.properties === undefined ? (additionalProperties ?? true) : additionalProperties;
  };
  const add = (each: Form, from: string | undefined, seen: ReadonlySet<string>): void => {
    const name = referenceName(each);
    if (name !== undefined) {
      if (seen.has(name)) return;
      const target = view.named(name);
      if (target === undefined && view.expanded(each) === each) return void rest.push(each);
      if (from === undefined && target !== undefined) parts.add(name);
      add(
        target ?? view.expanded(each),
        from ?? (target === undefined ? undefined : name),
        new Set([...seen, name]),
      );
    } else if (typeof each === "object" && each.allOf !== undefined) {
      for (const part of each.allOf) add(part, from, seen);
    } else if (typeof each === "object" && each.type === "object") addObject(each, from);
    else if (from === undefined || branchesOf(each).length > 1) rest.push(each);
  };
  add(form, undefined, new Set());
  return isObject ? { properties, others, parts: [...parts], rest } : undefined;
}
