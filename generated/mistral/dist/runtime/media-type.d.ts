/** Whether a media type is JSON. */
export declare function isJson(mediaType: string | undefined): boolean;
/** Whether it stands for several media types. */
export declare function isRange(mediaType: string): boolean;
/**
 * Whether a media type is `wanted`, or in the range that `wanted` is, such as `image/*` (RFC 9110, 12.5.1) or
 * `application/*+json`. Parameters do not count.
 */
export declare function matchesMediaType(wanted: string, mediaType: string | undefined): boolean;
