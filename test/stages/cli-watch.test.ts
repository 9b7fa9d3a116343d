/** `triptych watch` as a process. What happens is awaited in what it prints; nothing depends on how long it takes. */

import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { existsSync, renameSync, rmSync, unlinkSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

import type { WatchRound } from "../../generator/cli/watch-command.ts";
import { at, put, read, triptych } from "./cli-world.ts";

const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

const SPEC = `openapi: 3.1.0
info: { title: Pets, version: 1.4.2 }
servers: [{ url: "https://pets.example" }]
paths:
  /pets:
    get:
      operationId: listPets
      responses: { 200: { description: "", content: { application/json: { schema: { $ref: "parts/pet.yaml" } } } } }
`;
const PET = "type: object\nproperties:\n  name: { type: string, description: The name. }\n";
const pet = (text: string): string => PET.replace("The name.", text);
const overlay = (text: string): string =>
  `overlay: 1.0.0\ninfo: { title: Words, version: "1" }\nactions:\n  - { target: "$.paths['/pets'].get", update: { summary: ${text} } }\n`;

const FAST = { kind: "source", layers: ["promise"], format: "none" };
const PETS = { ...FAST, spec: "api/pets.yaml", out: "out/pets", name: "pets" };
const TOYS = { ...FAST, spec: "toys.yaml", out: "out/toys", name: "toys" };
const configOf = (...clients: readonly object[]): string => JSON.stringify({ clients });

/** A process that runs, and what it printed that was not looked at yet. */
class Watching {
  readonly ended: Promise<unknown[]>;
  readonly #process: ChildProcess;
  readonly #events = new EventEmitter();
  #stdout = "";
  #stderr = "";

  constructor(argv: string) {
    this.#process = spawn(process.execPath, [CLI, "watch", ...argv.split(" ")], {
      cwd: at("."),
      stdio: "pipe",
      env: { ...process.env, CI: "1" },
    });
    this.ended = once(this.#process, "exit");
    void this.ended.then(() => this.#events.emit("text"));
    const { stdout, stderr } = this.#process;
    stdout!.setEncoding("utf8").on("data", (text: string) => {
      this.#stdout += text;
      this.#events.emit("text");
    });
    stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr += text;
      this.#events.emit("text");
    });
  }

  /** @returns what is printed up to the end of what matches. */
  async says(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(this.#stdout);
      if (found !== null) {
        const said = this.#stdout.slice(0, found.index + found[0].length);
        this.#stdout = this.#stdout.slice(said.length);
        return said;
      }
      if (this.#process.exitCode !== null)
        throw new Error(`it ended and had said ${this.#stdout}\n${this.#stderr}`);
      await once(this.#events, "text");
    }
  }

  /** With `--json`. */
  async round(): Promise<WatchRound> {
    return JSON.parse(await this.says(/^.*\n/)) as WatchRound;
  }

  /** What is wrong or noteworthy, up to the end of what matches. */
  async warns(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.#stderr)) await once(this.#events, "text");
    const warned = this.#stderr;
    this.#stderr = "";
    return warned;
  }

  stop(signal: "SIGINT" | "SIGTERM" | "SIGKILL" = "SIGKILL"): Promise<unknown[]> {
    this.#process.kill(signal);
    return this.ended;
  }
}

let watching: Watching | undefined;
function watch(argv: string) {
  const started = new Watching(argv);
  watching = started;
  return {
    says: (pattern: RegExp) => started.says(pattern),
    warns: (pattern: RegExp) => started.warns(pattern),
    round: () => started.round(),
    /** @returns how a program ends that does not mind the signal. */
    stop: (signal: "SIGINT" | "SIGTERM") => started.stop(signal),
  };
}
afterEach(async () => {
  await watching?.stop();
  watching = undefined;
});

/** The clients of a round with the number of files that were written, and the codes of what was wrong. */
const gist = ({ changed, clients, diagnostics }: WatchRound) => ({
  changed,
  clients: clients.map(({ name, written }) => [name, written.length > 0]),
  errors: [...clients.flatMap((client) => client.diagnostics), ...diagnostics]
    .filter(({ severity }) => severity === "error")
    .map(({ code }) => code),
});

beforeEach(() => {
  put("api/pets.yaml", SPEC);
  put("api/parts/pet.yaml", PET);
  put("words.yaml", overlay("Lists"));
  put("own/src/extra.ts", "export const extra = 1;\n");
  put("toys.yaml", SPEC.replaceAll(/pets/gi, "toys").replace("parts/", "api/parts/"));
  const pets = { ...PETS, overlays: ["words.yaml"], templates: ["own"] };
  put("triptych.config.json", configOf(pets, TOYS));
});

/** With what is needed to start a process, of which there are few for that. */
const LONG = { timeout: 180_000 };

test("only the clients whose inputs changed run, and once for each change", LONG, async () => {
  const { round, stop } = watch("--json");
  const next = async () => gist(await round());
  const pets = [["pets", true]];
  const toys = [["toys", true]];
  const said = { errors: [], changed: [] as string[] };
  expect(await next()).toEqual({ ...said, clients: [...pets, ...toys] });
  expect(read("out/pets/types.ts")).toContain("The name.");
  // Were the run told of its own files or of the name lock, this would not be what it tells next.
  expect(existsSync(at("triptych.lock.json"))).toBe(true);

  put("words.yaml", overlay("Shows"));
  expect(await next()).toEqual({ ...said, changed: ["words.yaml"], clients: pets });

  put("own/src/more.ts", "export const more = 1;\n");
  expect(await next()).toEqual({ ...said, changed: ["own/"], clients: pets });
  expect(read("out/pets/more.ts")).toContain("more = 1");
  unlinkSync(at("own/src/more.ts"));
  expect((await round()).clients).toMatchObject([{ name: "pets", removed: ["more.ts"] }]);

  put("toys.yaml", read("toys.yaml").replace("listtoys", "allToys"));
  expect(await next()).toEqual({ ...said, changed: ["toys.yaml"], clients: toys });

  // As many editors save.
  put("api/parts/.pet.yaml.new", pet("Another."));
  renameSync(at("api/parts/.pet.yaml.new"), at("api/parts/pet.yaml"));
  const both = [...pets, ...toys];
  expect(await next()).toEqual({ ...said, changed: ["api/parts/pet.yaml"], clients: both });
  expect(read("out/toys/types.ts")).toContain("Another.");

  // What is watched is what the last run wanted.
  put("api/pets.yaml", SPEC.replace("parts/pet.yaml", "parts/new.yaml"));
  expect(await next()).toMatchObject({ changed: ["api/pets.yaml"], errors: ["not-found"] });
  put("api/parts/new.yaml", pet("New."));
  expect(await next()).toEqual({ ...said, changed: ["api/parts/new.yaml"], clients: pets });
  expect(read("out/pets/types.ts")).toContain("New.");
  put("api/parts/pet.yaml", pet("Read for one of them."));
  expect(await next()).toEqual({ ...said, changed: ["api/parts/pet.yaml"], clients: toys });

  // The name lock as somebody else wrote it.
  const lock = read("triptych.lock.json");
  put("triptych.lock.json", `<<<<<<< ours\n${lock}`);
  expect(await next()).toMatchObject({ errors: ["bad-name-lock", "bad-name-lock"] });
  put("triptych.lock.json", lock);
  const same = [
    ["pets", false],
    ["toys", false],
  ];
  expect(await next()).toEqual({ ...said, changed: ["triptych.lock.json"], clients: same });
  unlinkSync(at("triptych.lock.json"));
  expect(await next()).toEqual({ ...said, changed: ["triptych.lock.json"], clients: same });
  expect(JSON.parse(read("triptych.lock.json"))).toEqual(JSON.parse(lock));

  // What stands in the way is waited for as well.
  const types = read("out/pets/types.ts");
  put("out/pets/types.ts", "edited\n");
  put("api/parts/new.yaml", pet("Another one."));
  expect(await next()).toMatchObject({
    changed: ["api/parts/new.yaml"],
    errors: ["refused-edited"],
  });
  put("out/pets/types.ts", types);
  expect(await next()).toEqual({ ...said, changed: ["out/pets/types.ts"], clients: pets });
  unlinkSync(at("out/pets/types.ts"));
  put("out/pets/types.ts/some.txt", "");
  put("api/parts/new.yaml", pet("One more."));
  expect(await next()).toMatchObject({ errors: ["refused-folder"] });
  rmSync(at("out/pets/types.ts"), { recursive: true });
  expect(await next()).toEqual({ ...said, changed: ["out/pets/types.ts"], clients: pets });

  if (process.platform !== "win32") expect(await stop("SIGTERM")).toEqual([null, "SIGTERM"]);
});

test("clients that an earlier run left nothing to do for are watched as well", LONG, async () => {
  put("node_modules/.keep", "");
  const before = watch("--json");
  await before.round();
  await before.stop("SIGTERM");
  const { round } = watch("--json");
  const first = await round();
  expect(first.clients.map(({ timings }) => timings.map(({ stage }) => stage))).toEqual([
    ["checking"],
    ["checking"],
  ]);
  const next = async () => gist(await round());
  const pets = { clients: [["pets", true]], errors: [] };
  const both = { clients: [...pets.clients, ["toys", true]], errors: [] };
  put("words.yaml", overlay("Shows"));
  expect(await next()).toEqual({ ...pets, changed: ["words.yaml"] });
  put("api/parts/pet.yaml", pet("Another."));
  expect(await next()).toEqual({ ...both, changed: ["api/parts/pet.yaml"] });
  put("api/pets.yaml", SPEC.replace("listPets", "allPets"));
  expect(await next()).toEqual({ ...pets, changed: ["api/pets.yaml"] });
});

test("what changes while it runs is one further run", LONG, async () => {
  const asked = new EventEmitter();
  const server = createServer((_, response) => asked.emit("request", response));
  const answer = (response: ServerResponse): void =>
    void response.end(SPEC.replace(/\{ \$ref.*?\}/, "{}"));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const spec = `http://127.0.0.1:${port}/pets.yaml`;
  const overlays = ["more.yaml", "words.yaml"];
  put("more.yaml", overlay("More"));
  put("triptych.config.json", configOf({ ...PETS, spec, overlays, templates: ["own"] }));
  try {
    const { round } = watch("--json");
    const [response] = (await once(asked, "request")) as [ServerResponse];
    asked.on("request", answer);
    // The overlays were read before.
    for (const file of overlays) put(file, overlay("Changed"));
    put("own/src/more.ts", "export const more = 1;\n");
    put("own/src/extra.ts", "export const extra = 2;\n");
    answer(response);
    await round();
    const { changed, clients, errors } = gist(await round());
    expect(changed.filter((name) => name !== "own/")).toEqual(overlays);
    expect([clients, errors]).toEqual([[["pets", true]], []]);
    expect(read("out/pets/extra.ts")).toContain("extra = 2");
    put("more.yaml", overlay("Again"));
    expect((await round()).changed).toEqual(["more.yaml"]);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

test("an error of one client holds back no other, and is said to be gone", LONG, async () => {
  const { says, warns, stop } = watch("--verbose");
  await says(/watching 6 files, 1 folder of templates; stop with Ctrl\+C\n/);
  const before = read("out/pets/types.ts");
  put("api/pets.yaml", SPEC.replace("parts/pet.yaml", "#/nowhere"));
  await says(/^\d\d:\d\d:\d\d api\/pets.yaml changed\n/m);
  await warns(/error dangling-ref[^]*api\/pets.yaml:8:/);
  put("toys.yaml", read("toys.yaml").replace("listtoys", "allToys"));
  expect(await says(/still has errors\n/)).toMatch(
    /^\d\d:\d\d:\d\d toys.yaml changed\ntoys: 1 operation, \d+ files? written[^]*\npets still has errors\n$/,
  );
  put("api/pets.yaml", SPEC);
  expect(await says(/the errors are gone\n/)).toMatch(
    /^\d\d:\d\d:\d\d api\/pets.yaml changed\npets: 1 operation, 0 files written[^\n]*\nthe errors are gone\n$/,
  );
  expect(read("out/pets/types.ts")).toBe(before);
  if (process.platform !== "win32") expect(await stop("SIGINT")).toEqual([null, "SIGINT"]);
});

test("a config is waited for to be right, and says which clients there are", LONG, async () => {
  unlinkSync(at("api/parts/pet.yaml"));
  put("triptych.config.json", "{");
  const { round } = watch("--json");
  const next = async () => gist(await round());
  const config = (...clients: readonly object[]) =>
    put("triptych.config.json", configOf(...clients));
  const fine = { changed: ["triptych.config.json"], errors: [] };
  expect(await next()).toEqual({ changed: [], clients: [], errors: ["json-syntax"] });
  config(PETS);
  expect((await next()).errors).toEqual(["not-found"]);
  put("api/parts/pet.yaml", PET);
  expect(await next()).toMatchObject({ clients: [["pets", true]], errors: [] });

  config(TOYS, PETS);
  expect(await next()).toEqual({ ...fine, clients: [["toys", true]] });
  put("triptych.config.json", "");
  expect(await next()).toMatchObject({ clients: [], errors: ["missing-config"] });
  put("api/pets.yaml", SPEC.replace("listPets", "allPets"));
  expect(await next()).toMatchObject({
    changed: ["api/pets.yaml"],
    clients: [],
    errors: ["missing-config"],
  });
  config(TOYS, PETS);
  expect(await next()).toEqual({ ...fine, clients: [["pets", true]] });

  config(TOYS);
  expect(await next()).toEqual({ ...fine, clients: [] });
  put("api/pets.yaml", "no longer read");
  config({ ...TOYS, enums: "const" });
  expect(await next()).toEqual({ ...fine, clients: [["toys", true]] });
  config(TOYS, { ...TOYS, name: "others" });
  expect((await next()).errors).toEqual(["shared-output"]);
  config(TOYS, { ...TOYS, name: "others", out: "out/others" });
  expect(await next()).toEqual({ ...fine, clients: [["others", true]] });

  unlinkSync(at("triptych.config.json"));
  expect((await next()).errors).toEqual(["usage"]);
  put("triptych.config.mjs", `export default ${configOf({ ...TOYS, enums: "const" })};\n`);
  expect(await next()).toMatchObject({ clients: [["toys", true]], errors: [] });
  put("triptych.config.mjs", `export default ${configOf(TOYS)};\n`);
  expect(await next()).toMatchObject({ clients: [["toys", true]], errors: [] });
});

test("addresses are asked again and again, and said to be silent once", LONG, async () => {
  let [part, fails] = [PET, true];
  const asked = new EventEmitter();
  const server = createServer((request, response) => {
    if (request.url !== "/pet.yaml?key=secret") {
      response.end(SPEC.replace("parts/pet.yaml", "pet.yaml?key=secret"));
      return;
    }
    asked.emit("part");
    if (fails) response.writeHead(503).end();
    else response.end(part);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  put("triptych.config.json", configOf({ ...PETS, spec: `http://127.0.0.1:${port}/pets.yaml` }));
  try {
    const { round, warns } = watch("--json --poll 1");
    expect(gist(await round()).errors).toEqual(["fetch-failed"]);
    fails = false;
    const changed = [`http://127.0.0.1:${port}/pet.yaml`];
    expect(gist(await round())).toEqual({ changed, clients: [["pets", true]], errors: [] });

    fails = true;
    expect((await round()).diagnostics).toMatchObject([
      { severity: "warning", code: "fetch-failed", message: expect.stringContaining("503") },
    ]);
    for (let times = 0; times < 2; times++) await once(asked, "part");
    fails = false;
    expect((await round()).diagnostics).toMatchObject([
      { severity: "info", code: "fetch-resumed" },
    ]);
    expect(await warns(/answers again/)).toContain("\nwarning fetch-failed");
    part = pet("Another name.");
    expect(gist(await round())).toEqual({ changed, clients: [["pets", true]], errors: [] });
    expect(read("out/pets/types.ts")).toContain("Another name.");
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

test.each([
  ["watch -", "standard input cannot be watched"],
  ["watch api/pets.yaml --overlay -", "standard input cannot be watched"],
  ["watch --poll 0", "--poll <SECONDS>"],
  ["watch --poll soon", "--poll <SECONDS>"],
  ["watch --name none", "no client is named none"],
])("what is wrong with the command line ends it: %s", async (argv, message) => {
  const { code, stderr } = await triptych(argv);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  const { stdout } = await triptych(`${argv} --json`);
  expect(stdout).toMatch(/^.*\n$/);
  const diagnostics = [{ severity: "error", code: "usage" }];
  expect(JSON.parse(stdout)).toMatchObject({ changed: [], clients: [], diagnostics });
});
