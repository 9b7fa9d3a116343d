import { isDeepStrictEqual } from "node:util";
import type { ExpectedRequest, LayerCall } from "./case.ts";
import { type Entries, methodOf } from "./entries.ts";
import { show } from "./show.ts";
