import type { Case } from "./case.ts";
import { argumentCases } from "./cases/arguments.ts";
import { cancelCases } from "./cases/cancel.ts";
import { downloadCases } from "./cases/downloads.ts";
import { encodingCases } from "./cases/encodings.ts";
import { errorCases } from "./cases/errors.ts";
import { operationCases } from "./cases/operations.ts";
import { retryCases } from "./cases/retries.ts";
import { transportCases } from "./cases/transport.ts";
import { uploadCases } from "./cases/uploads.ts";
import { valueCases } from "./cases/values.ts";

/** What every layer must do, one list for all of them. */
export const cases: readonly Case[] = [
  ...operationCases,
  ...argumentCases,
  ...valueCases,
  ...encodingCases,
  ...errorCases,
  ...transportCases,
  ...retryCases,
  ...cancelCases,
  ...uploadCases,
  ...downloadCases,
];

/** A case by its name. */
export function caseNamed(name: string): Case {
  const found = cases.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no case named ${name}`);
  return found;
}
