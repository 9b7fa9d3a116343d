import { describe, expect, test } from "vitest";
import {
  chat,
  client,
  content,
  fail,
  JOBS,
  lineOf,
  over,
  paramsOf,
  sent,
  server,
  shown,
} from "./live.ts";
import { STYLES } from "./styles.ts";

describe.each(STYLES)("%s", (_name, run) => {
  test("errors are found in whatever form they have", async () => {
    const requests = [undefined, "status", "string", "object"].map((form) => chat("x", fail(form)));
    const outcome = await run({ client, params: paramsOf(requests) });
    expect(shown(outcome)).toEqual([
      "0 0 error: 429 too much",
      "1 1 error: 429 too much",
      "2 2 error: - too much",
      "3 3 error: - too much",
    ]);
    const [first] = outcome.results;
    expect(first).toMatchObject({ request: requests[0] });
    expect(JSON.parse(first?.kind === "error" ? first.raw : "")).toMatchObject({ custom_id: "0" });
  });

  test("no line ends the run, and each request has one result", async () => {
    const lines = [
      lineOf("1", "second"),
      "{ not json\n",
      "\n",
      lineOf(null, "of nobody"),
      lineOf("7", "of another batch"),
      lineOf("1", "second again"),
      lineOf("0", "first"),
    ];
    await server.script(content(lines.join("")));
    const params = paramsOf([chat("a"), chat("b"), chat("c")].values());
    const outcome = await run({ client, params });
    expect(outcome.error).toBeUndefined();
    expect(shown(outcome)).toEqual([
      "1 1 success: second",
      "unmatched not_json -",
      "unmatched no_id -",
      "unmatched unknown_id 7",
      "unmatched duplicate 1",
      "0 0 success: first",
      "2 2 missing: the job is SUCCESS",
    ]);
  });

  test("a line that is too long ends no run", async () => {
    const text = "x".repeat(100_000);
    await server.script(
      content([lineOf("0", "first"), lineOf("1", text), lineOf("2", "third")].join("")),
    );
    const small = { ...client, maxResponseSize: 10_000 };
    const params = paramsOf([chat("a"), chat("b"), chat("c")].values());
    const outcome = await run({ client: small, params });
    expect(outcome.error).toBeUndefined();
    expect(shown(outcome)).toEqual([
      "0 0 success: first",
      "unmatched too_long -",
      "2 2 success: third",
      "1 1 missing: the job is SUCCESS",
    ]);
  });

  test("results carry the requests of what can be iterated again", async () => {
    const requests = ["a", "b", "c"].map((id) => ({ custom_id: id, ...chat(id) }));
    await server.script(content(["c", "a", "b"].map((id) => lineOf(id, id)).join("")));
    const options = { inline: false } as const;
    const { results } = await run({ client, params: paramsOf(new Set(requests)), options });
    const carried = results.map((result) =>
      result.kind === "success" ? result.request : undefined,
    );
    expect(carried).toEqual([requests[2], requests[0], requests[1]]);
  });

  test("results that are in the job itself", async () => {
    const outputs = [lineOf("1", "second"), lineOf("0", "first")].map((line) => JSON.parse(line));
    await server.script(over({ output_file: null, error_file: null, outputs }));
    const outcome = await run({ client, params: paramsOf([chat("a"), chat("b")]) });
    expect(shown(outcome)).toEqual(["1 1 success: second", "0 0 success: first"]);
    expect((await sent()).at(-1)).toBe(`GET ${JOBS}/…?inline=true`);
  });

  test("a job of which all requests fail has a file of errors alone", async () => {
    const params = paramsOf([chat("a", fail()), chat("b", fail())]);
    const outcome = await run({ client, params, options: { inline: false } });
    expect(shown(outcome)).toEqual(["0 0 error: 429 too much", "1 1 error: 429 too much"]);
    expect(await sent()).not.toContain(`GET ${JOBS}/…?inline=true`);
  });

  test("a job that fails, or runs out of time, leaves requests without a result", async () => {
    await server.script(
      over({
        status: "FAILED",
        succeeded_requests: 0,
        errors: [{ message: "no such model", count: 1 }],
      }),
    );
    const failed = await run({ client, params: paramsOf([{ custom_id: "a", ...chat("a") }]) });
    expect(shown(failed)).toEqual(["0 a missing: the job is FAILED: no such model"]);

    await server.reset();
    await server.configure({ hourMs: 150, requestMs: 100 });
    const params = { ...paramsOf([chat("a"), chat("b"), chat("c")].values()), timeout_hours: 1 };
    const late = await run({ client, params, options: { inline: false } });
    expect(shown(late)).toEqual([
      "0 0 success: You wrote: a",
      "1 1 missing: the job is TIMEOUT_EXCEEDED",
      "2 2 missing: the job is TIMEOUT_EXCEEDED",
    ]);
  });

  test("ids that nobody remembers are read back from the file", async () => {
    await server.script(content(lineOf("b", "second")));
    const requests = ["a", "b", "c"].map((id) => ({ custom_id: id, ...chat(id) }));
    const params = paramsOf(requests.values());
    const outcome = await run({ client, params, options: { inline: false } });
    expect(shown(outcome)).toEqual([
      "1 b success: second",
      "0 a missing: the job is SUCCESS",
      "2 c missing: the job is SUCCESS",
    ]);
  });
});
