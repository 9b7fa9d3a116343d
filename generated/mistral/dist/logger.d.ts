/** A logger for all clients. */
export { createLogger, type Logger, type LoggerHooks } from "./runtime/logger.js";
