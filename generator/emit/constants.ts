/** Enums as constants: an object with the values, and the type of these. */

import ts from "typescript";

import { docComment, docLines, identifier, key, literal } from "../encode.ts";
import type { EnumMemberPlan } from "../plan.ts";
import { isAnyString, isNull } from "./combine.ts";

/**
 * @param type the union of the values, which may be open or have null beside them.
 * @param comment the doc comment of both; empty if there is nothing to say.
 */
export function constantText(
  name: string,
  members: readonly EnumMemberPlan[],
  type: ts.TypeNode,
  comment: string,
): string {
  const entries = members.flatMap(({ name: member, value, doc }) => [
    ...(doc === "" ? [] : [docComment(docLines(doc))]),
    `${key(member)}: ${literal(value)},`,
  ]);
  const parts = (ts.isUnionTypeNode(type) ? [...type.types] : [type]).map((part) =>
    ts.isParenthesizedTypeNode(part) ? part.type : part,
  );
  const types = [
    `(typeof ${identifier(name)})[keyof typeof ${identifier(name)}]`,
    ...(parts.some((part) => ts.isIntersectionTypeNode(part) && isAnyString(part))
      ? ["(string & {})"]
      : []),
    ...(parts.some(isNull) ? ["null"] : []),
  ];
  const head = comment === "" ? "" : `${comment}\n`;
  return [
    `${head}export const ${identifier(name)} = {\n${entries.join("\n")}\n} as const;`,
    `${head}export type ${identifier(name)} = ${types.join(" | ")};`,
  ].join("\n\n");
}
