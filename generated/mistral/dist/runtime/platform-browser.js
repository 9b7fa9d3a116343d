import { defaultTransport, redirectMode, redirected } from "../shared/runtime/platform-browser.js";
import "../shared/runtime/transport.js";
export { defaultTransport, redirectMode, redirected };
