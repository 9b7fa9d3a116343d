/** The program of the thread behind the blocking calls. It runs by itself and exports nothing. */
export {};
