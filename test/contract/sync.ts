import type { Adapter, Meta } from "./case.ts";
import { type Entries, methodOf } from "./entries.ts";
import { isDownload, readSync } from "./reading.ts";

/** The blocking layer. Clients are kept, so that calls share their worker as they do in an application. */
export function syncAdapter(entries: Entries): Adapter {
  const clients = new Map<string, Disposable>();
  return {
    async run(call) {
      const key = JSON.stringify(call.client);
      const client = clients.get(key) ?? entries.createSyncClient(call.client);
      clients.set(key, client);
      const responses: Meta[] = [];
      const options = {
        ...call.options,
        ...(call.cancel !== undefined && { signal: new AbortController().signal }),
        onResponse: (meta: Meta) => void responses.push(meta),
      };
      try {
        const result = methodOf(client, call.stem)(...call.path, call.params, options);
        const value = isDownload(result) ? readSync(result, call.read, call.files) : result;
        return { kind: "value", value, responses, faults: [] };
      } catch (error) {
        return { kind: "error", error, responses, faults: [] };
      }
    },
    close() {
      for (const client of clients.values()) client[Symbol.dispose]();
    },
  };
}
