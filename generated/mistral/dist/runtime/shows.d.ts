/**
 * Whether a console that prints an error would show a text like this: in its message and its stack, and in whatever hangs
 * on it, such as the request that some libraries put there. True as well of what is too large to tell.
 */
export declare function shows(error: unknown, isSecret: (text: string) => boolean): boolean;
