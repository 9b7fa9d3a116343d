/** A logger for all clients. */
export { createLogger } from "./runtime/logger.js";
