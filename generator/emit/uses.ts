import type { BodyForm, OperationFacts } from "../../templates/package/src/runtime/operation.ts";

/** The parts of the runtime that an operation names in `uses`, by the names of their exports. */
export interface PartNames {
  readonly body?: "anyBody" | "plainBody";
  readonly limits?: "checkLimits";
  readonly download?: "Download";
}

const PLAIN: ReadonlySet<BodyForm["encoding"]> = new Set([
  "json",
  "json-lines",
  "json-seq",
  "text",
]);

/** The parts of the runtime that an operation needs: see `Uses` there. */
export function partsOf({
  body,
  parameters = [],
  response,
  responses = [],
}: OperationFacts): PartNames {
  const forms = body === undefined ? [] : [body, ...(body.others ?? [])];
  const readings = [response, ...responses.map((each) => each.response)];
  return {
    ...(forms.length === 0
      ? {}
      : { body: forms.every(({ encoding }) => PLAIN.has(encoding)) ? "plainBody" : "anyBody" }),
    ...([...forms, ...parameters].some(({ limits }) => limits !== undefined)
      ? { limits: "checkLimits" }
      : {}),
    ...(readings.includes("binary") ? { download: "Download" } : {}),
  };
}
