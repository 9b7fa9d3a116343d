import {
  connectionError,
  goesByFetch,
  isPermanent,
  redirectMode,
  redirected,
} from "../shared/runtime/platform-browser.js";
import { globalTransport } from "../shared/runtime/connection-failure.js";
import "../shared/runtime/redact.js";
import "../shared/runtime/errors.js";
export {
  connectionError,
  globalTransport as defaultTransport,
  goesByFetch,
  isPermanent,
  redirectMode,
  redirected,
};
