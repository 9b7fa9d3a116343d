import type { BodyPart, Parameter } from "./operation.js";
/** The whole query string, of a parameter `in: querystring`: OpenAPI 3.2, Parameter Locations. */
export declare function querystringValue(
  parameter: Parameter,
  value: unknown,
  operationId: string,
): string;
/**
 * `application/x-www-form-urlencoded` by WHATWG URL, 5.2: an array repeats the name, what is no primitive is JSON, and
 * `null` and undefined are left out. Properties whose part has a style are written as query parameters are: OpenAPI 3.2,
 * Encoding Object.
 */
export declare function toForm(
  parts:
    | {
        readonly [name: string]: BodyPart;
      }
    | undefined,
  value: object,
  operationId: string,
): string;
