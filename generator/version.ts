import packageJson from "../package.json" with { type: "json" };

/** The generator's version. */
export const VERSION: string = packageJson.version;
