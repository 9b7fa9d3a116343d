/** What is made of the sources: JavaScript and declarations for a package, other import specifiers for an application. */

export { declarationOf, declarationsOf } from "./compile/declarations.ts";
export { isModule } from "./compile/entries.ts";
export { rewriteImports } from "./compile/import-extension.ts";
export { bundlingOf, startBundler, stopBundler } from "./compile/javascript.ts";
export { isSameScript } from "./compile/same-script.ts";
