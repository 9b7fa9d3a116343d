import { createClient } from "mistral-batch-files";
import { runBatch } from "mistral-batch-files/batch";
import { describe, expect, test } from "vitest";
import { all, bodies, chat, client, JOBS, paramsOf, sent, shown } from "./live.ts";
import { STYLES } from "./styles.ts";

describe.each(STYLES)("%s", (_name, run) => {
  test("a run that was stopped is taken up from its checkpoint", async () => {
    const requests = Array.from({ length: 6 }, (_, index) => chat(`${index}`));
    const options = { inline: false as const, maxRequestsPerJob: 2, concurrency: 1 };
    const first = await run({ client, params: paramsOf(requests), options, stopAfter: 3 });
    expect(shown(first).length).toBe(3);
    const stored = JSON.parse(JSON.stringify(first.checkpoints.at(-1)));
    const done = stored.parts.filter((part: { isCollected: boolean }) => part.isCollected).length;
    const rest = await run({ client, from: stored, requests, options });
    expect(rest.error).toBeUndefined();
    expect(shown(rest)).toEqual(
      requests.slice(done * 2).map((_, at) => {
        const index = at + done * 2;
        return `${index} ${index} success: You wrote: ${index}`;
      }),
    );
    const inputs = (await bodies(JOBS)).flatMap((body) => Object(body).input_files);
    expect(new Set(inputs).size).toBe(3);
    expect(inputs.length).toBe(3);
  });

  test("a job is taken up by its id", async () => {
    const requests = ["a", "b"].map((id) => ({ custom_id: id, ...chat(id) }));
    const params = paramsOf(requests);
    const first = await run({ client, params, options: { inline: false } });
    const from = first.checkpoints.at(-1)?.parts[0]?.job ?? "";
    const again = await run({ client, from });
    expect(again.error).toBeUndefined();
    expect(shown(again)).toEqual(["0 a success: You wrote: a", "1 b success: You wrote: b"]);
    expect(again.results[0]).not.toHaveProperty("request");
  });
});

test("what stores the checkpoint is waited for, and its error ends the run", async () => {
  const events: string[] = [];
  const run = runBatch(createClient(client), paramsOf([chat("a")]), {
    inline: false,
    onCheckpoint: async ({ parts }) => {
      const of = parts[0]?.job === undefined ? "file" : "job";
      events.push(`${of} is stored`);
      const before = (await sent()).length;
      await new Promise((resolve) => setTimeout(resolve, 20));
      events.push(`${(await sent()).length - before} requests meanwhile`);
      if (of === "job") throw new RangeError("the disk is full");
    },
  });
  await expect(all(run)).rejects.toEqual(new RangeError("the disk is full"));
  expect(events).toEqual([
    "file is stored",
    "0 requests meanwhile",
    "job is stored",
    "0 requests meanwhile",
  ]);
});
