import {
  connectionError,
  globalTransport,
  goesByFetch,
  isPermanent,
  redirectMode,
  redirected,
} from "../shared/runtime/errors.js";
export {
  connectionError,
  globalTransport as defaultTransport,
  goesByFetch,
  isPermanent,
  redirectMode,
  redirected,
};
