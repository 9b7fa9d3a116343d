// @ts-check
// How many bytes one operation adds to an application: bundled by esbuild for browsers, minified, compressed by gzip.
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { heyApi, home, orval } from "./peers.js";

const client = (/** @type {string} */ entry, /** @type {string} */ factory) =>
  `import { ${factory} } from "mistral-batch-files${entry}";
   export default () => ${factory}({ apiKey: "k" }).batch.jobs.list();`;

const programs = {
  "triptych, one function": `
    import { batchJobsList, createCore } from "mistral-batch-files/operations";
    const core = createCore({ apiKey: "k" });
    export default () => batchJobsList(core);`,
  "triptych, promise client": client("", "createClient"),
  "triptych, callback client": client("/callback", "createCallbackClient"),
  "openapi-fetch": `
    import createClient from "openapi-fetch";
    const client = createClient({ baseUrl: "https://api.mistral.ai" });
    export default () => client.GET("/v1/batch/jobs");`,
  "hey-api, one function": `
    import { jobsApiRoutesBatchGetBatchJobs } from ${JSON.stringify(heyApi)};
    export default () => jobsApiRoutesBatchGetBatchJobs();`,
  "orval, one function": `
    import { jobsApiRoutesBatchGetBatchJobs } from ${JSON.stringify(orval)};
    export default () => jobsApiRoutesBatchGetBatchJobs();`,
  "vendor's SDK, one function": `
    import { MistralCore } from "@mistralai/mistralai/core.js";
    import { batchJobsList } from "@mistralai/mistralai/funcs/batchJobsList.js";
    const core = new MistralCore({ apiKey: "k" });
    export default () => batchJobsList(core);`,
  "vendor's SDK, client": `
    import { Mistral } from "@mistralai/mistralai";
    export default () => new Mistral({ apiKey: "k" }).batch.jobs.list();`,
};

/** @returns {Promise<readonly { name: string, bytes: number, minified: number }[]>} */
export async function measureSizes() {
  return Promise.all(
    Object.entries(programs).map(async ([name, contents]) => {
      const { outputFiles } = await build({
        stdin: { contents, resolveDir: home },
        bundle: true,
        minify: true,
        format: "esm",
        platform: "browser",
        external: ["node:*", "@opentelemetry/*"],
        write: false,
      });
      const [{ contents: bytes } = { contents: new Uint8Array() }] = outputFiles;
      return { name, minified: bytes.byteLength, bytes: gzipSync(bytes, { level: 9 }).byteLength };
    }),
  );
}
