import { describe, expect, test } from "vitest";
import type { ScriptedAnswer } from "../server/types.ts";
import {
  chat,
  client,
  content,
  fail,
  FILES,
  JOBS,
  lineOf,
  paramsOf,
  sent,
  server,
  shown,
} from "./live.ts";
import { STYLES } from "./styles.ts";

describe.each(STYLES)("%s", (_name, run) => {
  test("a download that breaks off is taken up where it broke", async () => {
    const lines = ["0", "1", "2", "3"].map((id) => lineOf(id, `answer ${id}`)).join("");
    await server.script([content(lines, { resetInBody: true }), content(lines)]);
    const params = paramsOf(["a", "b", "c", "d"].map((text) => chat(text)));
    const outcome = await run({ client, params });
    expect(outcome.error).toBeUndefined();
    expect(shown(outcome)).toEqual(
      ["0", "1", "2", "3"].map((id) => `${id} ${id} success: answer ${id}`),
    );
  });

  test("files are deleted when that is asked for", async () => {
    const params = paramsOf([chat("a"), chat("b", fail())]);
    const left = async (): Promise<number> => {
      const headers = { authorization: `Bearer ${server.apiKey}` };
      const response = await fetch(`${server.url}${FILES}`, { headers });
      return ((await response.json()) as { data: unknown[] }).data.length;
    };
    for (const [cleanUp, count] of [
      ["none", 3],
      ["input", 2],
      ["all", 0],
    ] as const) {
      await server.reset();
      const outcome = await run({ client, params, options: { inline: false, cleanUp } });
      expect(outcome.error).toBeUndefined();
      expect(await left()).toBe(count);
    }
  });

  test("an upload of an array, or of what is kept, is tried again; of what can be read once it is not", async () => {
    const busy: ScriptedAnswer = {
      match: { method: "POST", path: FILES },
      status: 429,
      headers: { "retry-after": "0" },
      body: { message: "later" },
    };
    const requests = [chat("a"), chat("b")];
    for (const [source, keepRequests] of [
      [requests, false],
      [requests.values(), true],
    ] as const) {
      await server.reset();
      await server.script(busy);
      const options = { inline: false as const, keepRequests };
      const outcome = await run({ client, params: paramsOf(source), options });
      expect(outcome.error).toBeUndefined();
      expect(shown(outcome)).toEqual(["0 0 success: You wrote: a", "1 1 success: You wrote: b"]);
    }
    await server.reset();
    await server.script(busy);
    const params = paramsOf(requests.values());
    const outcome = await run({ client, params, options: { inline: false } });
    expect(outcome.error).toMatchObject({ code: "rate_limit", operationId: "files.upload" });
  });

  test("a job of which the answer is lost is looked for, and created if there is none", async () => {
    await server.script({ match: { method: "POST", path: JOBS }, resetAfterRequest: true });
    const params = paramsOf([chat("a")]);
    const outcome = await run({ client, params, options: { inline: false } });
    expect(outcome.error).toBeUndefined();
    expect(shown(outcome)).toEqual(["0 0 success: You wrote: a"]);
    const asked = (await sent()).filter((line) => line.startsWith(`GET ${JOBS}?`));
    expect(asked.length).toBe(3);
    expect(asked.every((line) => line.includes("created_after="))).toBe(true);
  }, 20_000);
});
