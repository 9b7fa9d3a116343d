/** What is made of the sources: JavaScript and declarations for a package, other import specifiers for an application. */

export { declarationOf, declarationsOf } from "./compile/declarations.ts";
export { rewriteImports } from "./compile/import-extension.ts";
export { javascriptOf, startBundler, stopBundler } from "./compile/javascript.ts";
