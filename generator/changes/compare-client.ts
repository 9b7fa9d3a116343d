/** Compares what a client as a whole is made with, and what it hears. */

import { reference } from "../base/schema-forms.ts";
import { code } from "../encode.ts";
import type { Plan, WebhookPlan } from "../plan.ts";
import type { GeneratedApi } from "./api.ts";
import type { TypeComparison } from "./compare-types.ts";
import type { Finding, Findings } from "./findings.ts";
import type { Origin, Pair } from "./scope.ts";

interface Clients extends Pair<GeneratedApi> {
  readonly findings: Findings;
}

export function compareOptions({ old, new: next, findings }: Clients): void {
  const say = (rule: Finding["rule"], subject: string, message: string, origin: Origin): void =>
    findings.add({ rule, subject, message, origin });
  compareCredentials(old, next, say);
  compareServers(old, next, say);
}

type SayOption = (rule: Finding["rule"], subject: string, message: string, origin: Origin) => void;

function compareCredentials(old: GeneratedApi, next: GeneratedApi, say: SayOption): void {
  const placeIn = ({ model }: GeneratedApi, scheme: string): string | undefined =>
    model.security.find(({ name }) => name === scheme)?.pointer;
  const [before, after] = [old.plan.credentials, next.plan.credentials];
  for (const { option, scheme, required, type, kind } of before) {
    const other = after.find((each) => each.option === option);
    const origin = {
      old: placeIn(old, scheme),
      new: other === undefined ? "#/components" : placeIn(next, other.scheme),
    };
    if (other === undefined) say("credential-removed", option, "is no option any more", origin);
    else if (other.type !== type)
      say(
        "credential-changed",
        option,
        `is a ${code(other.type)}, and was a ${code(type)}`,
        origin,
      );
    else if (other.required !== required)
      say(
        other.required ? "credential-became-required" : "credential-became-optional",
        option,
        other.required ? "is required now" : "is no longer required",
        origin,
      );
    else if (other.kind !== kind)
      say(
        "credential-changed",
        option,
        `is sent as ${code(other.kind)}, and was as ${code(kind)}`,
        origin,
      );
  }
  for (const { option, scheme, required } of after) {
    if (before.some((each) => each.option === option)) continue;
    const origin = { old: "#/components", new: placeIn(next, scheme) };
    if (required) say("credential-became-required", option, "is new and required", origin);
    else say("credential-added", option, "is a new option", origin);
  }
}

function compareServers(old: GeneratedApi, next: GeneratedApi, say: SayOption): void {
  const [before, after] = [old.plan.servers, next.plan.servers];
  const pointer = "#/servers";
  const origin = { old: pointer, new: pointer };
  if (!before.baseUrlRequired && after.baseUrlRequired)
    say(
      "base-url-became-required",
      "baseUrl",
      "is required now: the document says no address",
      origin,
    );
  const [from, to] = [old.model.servers[0]?.url, next.model.servers[0]?.url];
  if (from !== undefined && to !== undefined && from !== to && !after.baseUrlRequired)
    say("server-changed", "baseUrl", `is ${code(to)} by default, and was ${code(from)}`, origin);
  for (const name of before.names)
    if (!after.names.includes(name))
      say("server-removed", `server: ${JSON.stringify(name)}`, "is no choice any more", origin);
  for (const name of after.names)
    if (!before.names.includes(name))
      say("server-added", `server: ${JSON.stringify(name)}`, "is a new choice", origin);
  compareVariables(before, after, origin, say);
}

function compareVariables(
  { variables: before }: Plan["servers"],
  { variables: after }: Plan["servers"],
  origin: Origin,
  say: SayOption,
): void {
  for (const { name, required, values } of before) {
    const subject = `serverVariables.${name}`;
    const other = after.find((each) => each.name === name);
    if (other === undefined) say("server-variable-removed", subject, "is gone", origin);
    else {
      if (!required && other.required)
        say("server-variable-became-required", subject, "is required now", origin);
      const lost =
        other.values.length === 0 ? [] : values.filter((value) => !other.values.includes(value));
      for (const value of lost)
        say("server-removed", subject, `can be ${code(value)} no more`, origin);
    }
  }
  for (const { name, required } of after) {
    if (before.some((each) => each.name === name)) continue;
    const subject = `serverVariables.${name}`;
    if (required) say("server-variable-became-required", subject, "is new and required", origin);
    else say("server-variable-added", subject, "is new", origin);
  }
}

/** What the API sends by itself, which is received as a response is. */
export function compareWebhooks(
  { old, new: next, findings }: Clients,
  types: TypeComparison,
): void {
  const listed = ({ webhooks, callbacks }: Plan): readonly WebhookPlan[] => [
    ...webhooks,
    ...callbacks,
  ];
  const [before, after] = [listed(old.plan), listed(next.plan)];
  const origin = { old: "#/webhooks", new: "#/webhooks" };
  for (const { name, declaration } of before) {
    const other = after.find((each) => each.name === name);
    const subject = declaration.name;
    if (other === undefined)
      findings.add({
        rule: "webhook-removed",
        subject,
        message: `is gone with ${code(name)}, which the API sends no more`,
        origin,
      });
    else
      types.compareRoot(reference(declaration.name), reference(other.declaration.name), {
        subject,
        direction: "response",
        stem: undefined,
        origin,
      });
  }
  for (const { name, declaration } of after) {
    if (before.some((each) => each.name === name)) continue;
    findings.add({
      rule: "webhook-added",
      subject: declaration.name,
      message: `is new, for ${code(name)}, which the API sends`,
      origin,
    });
  }
}
