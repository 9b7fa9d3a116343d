import type { BodyWriter } from "./uses.js";
/** Writes bodies of all kinds. */
export declare const anyBody: BodyWriter;
