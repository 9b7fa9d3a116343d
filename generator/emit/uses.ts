import type {
  BodyForm,
  OperationFacts,
  Parameter,
  Style,
} from "../../templates/package/src/runtime/operation.ts";

/** The parts of the runtime that an operation names in `uses`, by the names of their exports. */
export interface PartNames {
  readonly parameters?: "anyParameters";
  readonly body?: "anyBody" | "plainBody";
  readonly limits?: "checkLimits";
  readonly download?: "Download";
  readonly responses?: "matchCase";
  readonly idempotency?: "newKey";
  readonly pages?: "numberedPages" | "offsetPages" | "cursorPages" | "linkedPages";
}

const PAGES = {
  page: "numberedPages",
  offset: "offsetPages",
  cursor: "cursorPages",
  link: "linkedPages",
} as const;

const USUAL_STYLE: { readonly [place in Parameter["in"]]?: Style } = {
  path: "simple",
  query: "form",
};

const PLAIN: ReadonlySet<BodyForm["encoding"]> = new Set([
  "json",
  "json-lines",
  "json-seq",
  "text",
]);

/** Whether a parameter is written by the part of the runtime that is always there. */
function isPlain({ in: place, style, allowReserved, content, structured }: Parameter): boolean {
  if (place === "header") return true;
  const isUsual = allowReserved === undefined && [undefined, USUAL_STYLE[place]].includes(style);
  if (place === "path") return isUsual && content === undefined && structured === undefined;
  return place === "query" && isUsual;
}

/** The parts of the runtime that an operation needs: see `Uses` there. */
export function partsOf({
  body,
  parameters = [],
  response,
  responses = [],
  idempotency,
  pagination,
}: OperationFacts): PartNames {
  const forms = body === undefined ? [] : [body, ...(body.others ?? [])];
  const readings = [response, ...responses.map((each) => each.response)];
  return {
    ...(parameters.every(isPlain) ? {} : { parameters: "anyParameters" }),
    ...(forms.length === 0
      ? {}
      : { body: forms.every(({ encoding }) => PLAIN.has(encoding)) ? "plainBody" : "anyBody" }),
    ...([...forms, ...parameters].some(({ limits }) => limits !== undefined)
      ? { limits: "checkLimits" }
      : {}),
    ...(readings.includes("binary") ? { download: "Download" } : {}),
    ...(responses.length === 0 ? {} : { responses: "matchCase" }),
    ...(idempotency === undefined ? {} : { idempotency: "newKey" }),
    ...(pagination === undefined ? {} : { pages: PAGES[pagination.style] }),
  };
}
