import {
  connectionError,
  defaultTransport,
  isPermanent,
  redirectMode,
  redirected,
} from "../shared/runtime/platform-browser.js";
import "../shared/runtime/connection-failure.js";
import "../shared/runtime/redact.js";
import "../shared/runtime/errors.js";
export { connectionError, defaultTransport, isPermanent, redirectMode, redirected };
