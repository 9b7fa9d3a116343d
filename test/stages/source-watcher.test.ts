/** What tells that a source is not as it was, for each way in which files change. Without polling, so that events must do. */

import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

import type { Diagnostic } from "../../generator/diagnostic.ts";
import { readInputs } from "../../generator/read.ts";
import { readNameLocks } from "../../generator/read/name-lock.ts";
import { fileAsItIs, obstacleAt } from "../../generator/read/observe.ts";
import { readTemplates } from "../../generator/read/templates.ts";
import { readText } from "../../generator/read/text.ts";
import { SourceWatcher } from "../../generator/read/watch.ts";
import type { ReadSource } from "../../generator/source.ts";

let root = "";
let watcher: SourceWatcher;
const news: Diagnostic[] = [];

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "watch-")));
  news.length = 0;
  watcher = new SourceWatcher({
    pollEvery: 86_400_000,
    onNews: (diagnostics) => void news.push(...diagnostics),
  });
  put("other.txt", "other");
});
afterEach(async () => {
  await watcher.close();
  rmSync(root, { recursive: true, force: true });
});

const at = (path: string): string => join(root, path);
function put(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}

/** What `read` tells of. */
async function sourcesOf(
  read: (options: { cwd: string; onRead: (source: ReadSource) => void }) => Promise<unknown>,
): Promise<ReadSource[]> {
  const sources: ReadSource[] = [];
  await read({ cwd: root, onRead: (source) => sources.push(source) }).catch(() => undefined);
  return sources;
}

const folders = (sources: readonly ReadSource[]): string[] =>
  sources.map(({ from }) => from.slice(root.length + 1));

/** Changes the file that the watcher is to tell of after all that it is not to tell of. */
async function afterwards(changed: Promise<readonly ReadSource[]>): Promise<string[]> {
  put("other.txt", "changed");
  return folders(await changed);
}

const CHANGES: readonly (readonly [what: string, change: () => void])[] = [
  ["is written in place", () => put("api/a.yaml", "new")],
  [
    "is replaced by another",
    () => {
      put("api/.a.yaml.new", "new");
      renameSync(at("api/.a.yaml.new"), at("api/a.yaml"));
    },
  ],
  ["is removed", () => rmSync(at("api/a.yaml"))],
  [
    "is removed and made again",
    () => {
      rmSync(at("api/a.yaml"));
      put("api/a.yaml", "new");
    },
  ],
  ["goes with its folder", () => rmSync(at("api"), { recursive: true })],
  [
    "comes again with its folder",
    () => {
      rmSync(at("api"), { recursive: true });
      put("api/a.yaml", "new");
    },
  ],
  [
    "becomes a folder",
    () => {
      rmSync(at("api/a.yaml"));
      put("api/a.yaml/b", "");
    },
  ],
];

test.each(CHANGES)("a file that %s", async (_, change) => {
  put("api/a.yaml", "old");
  const sources = await sourcesOf((options) => readText("api/a.yaml", options));
  const changed = watcher.changed([...sources, await fileAsItIs(at("other.txt"))]);
  // Whether or not it is watched by now.
  await Promise.race([changed, new Promise(setImmediate)]);
  change();
  expect(folders(await changed)).toEqual(["api/a.yaml"]);
});

test("one after another", async () => {
  put("api/a.yaml", "old");
  for (const [, change] of CHANGES) {
    rmSync(at("api"), { recursive: true, force: true });
    put("api/a.yaml", "old");
    const changed = watcher.changed(await sourcesOf((options) => readText("api/a.yaml", options)));
    change();
    expect(folders(await changed)).toEqual(["api/a.yaml"]);
  }
  expect(news).toEqual([]);
});

test("a file that was not there, in a folder that was not there", async () => {
  const read = () => sourcesOf((options) => readText("some/deep/a.yaml", options));
  const changed = watcher.changed(await read());
  mkdirSync(at("some"));
  put("some/deep/b.yaml", "not this one");
  put("some/deep/a.yaml", "new");
  expect(folders(await changed)).toEqual(["some/deep/a.yaml"]);
  const next = watcher.changed(await read());
  put("some/deep/a.yaml", "newer");
  expect(folders(await next)).toEqual(["some/deep/a.yaml"]);
});

test("what changed between the reading and the watching", async () => {
  put("a.yaml", "old");
  const sources = await sourcesOf((options) => readText("a.yaml", options));
  put("a.yaml", "new");
  expect(folders(await watcher.changed(sources))).toEqual(["a.yaml"]);
});

test("nothing is told of a file that is as it was, nor of others", async () => {
  put("a.yaml", "same");
  const sources = await sourcesOf((options) => readText("a.yaml", options));
  const changed = watcher.changed([...sources, await fileAsItIs(at("other.txt"))]);
  await new Promise(setImmediate);
  utimesSync(at("a.yaml"), new Date(), new Date());
  put("a.yaml", "same");
  put("b.yaml", "not read");
  expect(await afterwards(changed)).toEqual(["other.txt"]);
});

test("a file that is added to those that are watched", async () => {
  put("a.yaml", "a");
  put("b.yaml", "b");
  const a = await sourcesOf((options) => readText("a.yaml", options));
  const first = watcher.changed([...a, await fileAsItIs(at("other.txt"))]);
  expect(await afterwards(first)).toEqual(["other.txt"]);
  const b = await sourcesOf((options) => readText("b.yaml", options));
  const second = watcher.changed([...a, ...b]);
  put("b.yaml", "changed");
  expect(folders(await second)).toEqual(["b.yaml"]);
});

test("what a link leads to, and the link itself", async () => {
  put("real/a.yaml", "a");
  put("real/b.yaml", "b");
  symlinkSync(at("real/a.yaml"), at("link.yaml"));
  const read = () => sourcesOf((options) => readText("link.yaml", options));
  const first = watcher.changed(await read());
  await new Promise(setImmediate);
  put("real/a.yaml", "changed");
  expect(folders(await first)).toEqual(["link.yaml"]);
  const second = watcher.changed(await read());
  symlinkSync(at("real/b.yaml"), at("new.yaml"));
  renameSync(at("new.yaml"), at("link.yaml"));
  expect(folders(await second)).toEqual(["link.yaml"]);
});

test.each<[string, () => void]>([
  ["a new file", () => put("own/new.ts", "new")],
  ["a new file in a new folder", () => put("own/some/deep/new.ts", "new")],
  ["a changed file", () => put("own/src/a.ts", "changed")],
  ["one file less", () => rmSync(at("own/src/a.ts"))],
  ["a file by another name", () => renameSync(at("own/src/a.ts"), at("own/src/b.ts"))],
  ["nothing any more", () => rmSync(at("own"), { recursive: true })],
])("a folder of templates with %s", async (_, change) => {
  put("own/src/a.ts", "a");
  const sources = await sourcesOf((options) => readTemplates(["own"], options));
  expect(sources.map(({ kind }) => kind)).toEqual(["folder"]);
  const changed = watcher.changed(sources);
  await new Promise(setImmediate);
  put("own/.hidden", "no template");
  change();
  expect(folders(await changed)).toEqual(["own"]);
});

test("a folder of templates that was not there", async () => {
  const sources = await sourcesOf((options) => readTemplates(["own"], options));
  const changed = watcher.changed(sources);
  put("own/a.ts", "a");
  expect(folders(await changed)).toEqual(["own"]);
});

test("a name lock, also before there is one", async () => {
  const read = () => sourcesOf((options) => readNameLocks("names.json", options));
  const first = watcher.changed(await read());
  put("names.json", "<<<<<<< ours\n");
  expect(folders(await first)).toEqual(["names.json"]);
  const second = watcher.changed(await read());
  put("names.json", "{}\n");
  expect(folders(await second)).toEqual(["names.json"]);
});

test.each(["etag", "last-modified", "none"] as const)(
  "an address is asked by what the server said of its text: %s",
  async (kind) => {
    let text = "old";
    const requests: string[] = [];
    const server = createServer((request, response) => {
      const etag = `"${text}"`;
      const lastModified = new Date(text === "old" ? 0 : 1000).toUTCString();
      const { "if-none-match": match, "if-modified-since": since } = request.headers;
      const isKnown = match === etag || (match === undefined && since === lastModified);
      requests.push(`${isKnown ? 304 : 200} ${match ?? since ?? "-"}`);
      const headers = {
        etag: { etag },
        "last-modified": { "last-modified": lastModified },
        none: {},
      };
      response.writeHead(isKnown ? 304 : 200, headers[kind]).end(isKnown ? "" : text);
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    try {
      const { port } = server.address() as AddressInfo;
      const [source] = await sourcesOf((options) =>
        readText(`http://127.0.0.1:${port}/a?key=secret`, options),
      );
      const { signal } = new AbortController();
      expect(await source!.now(signal)).toBe(source!.seen);
      text = "new";
      const changed = await source!.now(signal);
      expect(changed).not.toBe(source!.seen);
      expect(await source!.now(signal)).toBe(changed);
      const epoch = new Date(0).toUTCString();
      const later = new Date(1000).toUTCString();
      const wanted = {
        etag: ["200 -", '304 "old"', '200 "old"', '304 "new"'],
        "last-modified": ["200 -", `304 ${epoch}`, `200 ${epoch}`, `304 ${later}`],
        none: ["200 -", "200 -", "200 -", "200 -"],
      };
      expect(requests).toEqual(wanted[kind]);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  },
);

test("an address that redirects to a new query each time is the same", async () => {
  let [text, asked] = ["old", 0];
  const server = createServer(({ url = "" }, response) => {
    if (url === "/a") response.writeHead(302, { location: `/b?signature=${++asked}` }).end();
    else response.end(text);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const [source] = await sourcesOf((options) => readText(`http://127.0.0.1:${port}/a`, options));
    const { signal } = new AbortController();
    expect([await source!.now(signal), asked]).toEqual([source!.seen, 2]);
    text = "new";
    expect(await source!.now(signal)).not.toBe(source!.seen);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

test("of many addresses some are asked at a time", async () => {
  await watcher.close();
  watcher = new SourceWatcher({ pollEvery: 1, onNews: () => undefined });
  let [open, most] = [0, 0];
  const sources = Array.from({ length: 40 }, (_, index): ReadSource => {
    const now = async (): Promise<string> => {
      most = Math.max(most, ++open);
      await new Promise(setImmediate);
      open--;
      return index === 39 ? "new" : "old";
    };
    return { kind: "address", from: `https://pets.example/${index}`, seen: "old", now };
  });
  expect(await watcher.changed(sources)).toEqual([sources[39]]);
  expect(most).toBe(16);
});

test.each<[string, () => void, () => void]>([
  ["a folder", () => put("out/a.ts/b", ""), () => rmSync(at("out/a.ts"), { recursive: true })],
  ["a file in place of a folder", () => put("out", ""), () => rmSync(at("out"))],
  [
    "a link that leads nowhere",
    () => {
      mkdirSync(at("out"));
      symlinkSync(at("none"), at("out/a.ts"));
    },
    () => rmSync(at("out/a.ts")),
  ],
  ["a file", () => put("out/a.ts", "edited"), () => put("out/a.ts", "")],
])("what is in the way of a file: %s", async (_, block, clear) => {
  block();
  const source = await obstacleAt(at("out/a.ts"));
  const changed = watcher.changed([source]);
  await new Promise(setImmediate);
  clear();
  expect(folders(await changed)).toEqual(["out/a.ts"]);
});

test("all that a client is made from is told, also what is not there", async () => {
  const api = { openapi: "3.1.0", info: { title: "T", version: "1" } };
  const refers = (to: string): object => ({ get: { responses: { 200: { $ref: to } } } });
  const paths = { "/a": refers("parts/a.yaml"), "/b": refers("parts/b.yaml") };
  put("api.json", JSON.stringify({ ...api, paths }));
  put("parts/a.yaml", "description: A\n");
  put("words.yaml", "overlay: 1.0.0\n");
  put("own/a.ts", "");
  const sources = await sourcesOf((options) =>
    readInputs(
      {
        spec: at("api.json"),
        overlays: [at("words.yaml"), at("none.yaml")],
        templates: [at("own")],
        lock: at("lock.json"),
      },
      options,
    ),
  );
  const names = folders(sources);
  names.sort();
  expect(names).toEqual([
    "api.json",
    "lock.json",
    "none.yaml",
    "own",
    "parts/a.yaml",
    "parts/b.yaml",
    "words.yaml",
  ]);
});
