import type { PropertyPath } from "./operation.js";
/** What a path leads to, through own properties only. */
export declare function at(value: unknown, path: PropertyPath | undefined): unknown;
/** Whether a value is an object of JSON. */
export declare function isObject(value: unknown): value is Readonly<Record<string, unknown>>;
