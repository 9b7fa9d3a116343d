import type { ParameterWriter } from "./uses.js";
/** Writes parameters of all places and styles. */
export declare const anyParameters: ParameterWriter;
