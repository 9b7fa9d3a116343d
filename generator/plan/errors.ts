/** The types of the bodies of error responses. */

import { pointerOf, tokensOf } from "../base/json.ts";
import { pascalCase } from "../base/naming.ts";
import type { MediaTypeFact, OperationFact, ResponseFact } from "../model.ts";
import type { DeclarationPlan, ErrorBodyPlan } from "../plan.ts";
import { readingOf } from "./media-type.ts";
import type { ResultNames, ResultSetting } from "./result.ts";
import { shortType, type TypeText } from "./type-text.ts";

/** Declares each body that has no name in the document once, also where several operations share its response. */
export class ErrorBodies {
  readonly declarations: DeclarationPlan[] = [];
  readonly #byPointer: Map<string, TypeText> = new Map();

  /** What the document says of an operation's error responses, the particular before the general. */
  of(setting: ResultSetting, fact: OperationFact, names: ResultNames): ErrorBodyPlan[] {
    if (fact.method.toLowerCase() === "head") return [];
    const described = fact.responses.filter(
      ({ status, content }) => /^(?:[345](?:\d\d|XX)|default)$/.test(status) && content.length > 0,
    );
    described.sort((a, b) => rank(a) - rank(b));
    return described.map((response) => {
      const types = response.content.map((media) =>
        this.#typeOf(setting, media, response.status, names),
      );
      const texts = [...new Set(types.map(({ type }) => type))];
      return {
        status: response.status,
        type: texts.includes("unknown") ? "unknown" : texts.join(" | "),
        uses: texts.includes("unknown") ? [] : types.flatMap(({ uses }) => uses),
      };
    });
  }

  #typeOf(
    setting: ResultSetting,
    media: MediaTypeFact,
    status: string,
    names: ResultNames,
  ): TypeText {
    const { lookup, typeNames, takenTypes } = setting;
    if (readingOf(lookup, media) !== "json") return { type: "string", uses: [] };
    const schema = media.schema ?? true;
    const pointer = `${media.pointer}/schema`;
    const known = shortType(lookup, typeNames.response, schema) ?? this.#byPointer.get(pointer);
    if (known !== undefined) return known;
    const { wanted, doc, owner } = nameOf(pointer, status, names);
    const name = takenTypes.add(wanted, owner);
    this.declarations.push({ name, doc, direction: "response", base: pointer, properties: [] });
    const text = { type: name, uses: [name] };
    this.#byPointer.set(pointer, text);
    return text;
  }
}

/** One of `components/responses` is named for itself: `NotFoundBody`; others for their place: `FilesGet404Body`. */
function nameOf(
  pointer: string,
  status: string,
  { prefix, functionName }: ResultNames,
): { readonly wanted: string; readonly doc: string; readonly owner?: string } {
  const [components, responses, shared = ""] = tokensOf(pointer) ?? [];
  if (components === "components" && responses === "responses") {
    return {
      owner: pointerOf([components, responses, shared]),
      wanted: `${pascalCase(shared)}Body`,
      doc: `The body of the error response \`${shared}\`.`,
    };
  }
  return {
    wanted: `${prefix}${status === "default" ? "Default" : status}Body`,
    doc: `The body of an error of \`${functionName}\` with status ${status}.`,
  };
}

function rank({ status }: ResponseFact): number {
  if (status === "default") return 2_000;
  return status.endsWith("XX") ? 1_000 + Number(status[0]) : Number(status);
}
