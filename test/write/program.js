// Writes what it is told to, on a disk that fails where it is told to, and prints how many points it passed.

import { passed, setFault } from "./disk.js";
import { write } from "../../generator/write.ts";

const { out, files, fault } = JSON.parse(process.argv[2] ?? "");
const list = Object.entries(files).map(([path, text]) => ({ path, text }));
setFault(fault);
await write(list, out, { generator: "1.0.0", force: true });
process.stdout.write(String(passed()));
