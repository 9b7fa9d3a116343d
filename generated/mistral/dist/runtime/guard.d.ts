/** Calls the user's code; what it throws is thrown again where nothing of ours can catch it. */
export declare function guard(handler: () => void): void;
