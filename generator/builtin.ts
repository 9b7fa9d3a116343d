/** What comes with this generator. The file lies one folder below the package's root, in the sources as in the bundle. */

import { fileURLToPath } from "node:url";

import packageJson from "../package.json" with { type: "json" };

/** The generator's version. */
export const VERSION: string = packageJson.version;

/** The folder with the templates of a package. */
export const BUILTIN_TEMPLATES: string = fileURLToPath(
  new URL("../templates/package", import.meta.url),
);

/** The folder of the program. */
export const PROGRAM: string = fileURLToPath(new URL(".", import.meta.url));
