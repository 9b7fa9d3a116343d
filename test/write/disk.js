// A disk that fails: counts what changes the disk, and at one of these points ends the process, or refuses.

import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

/**
 * @typedef {object} Fault
 * @property {number} at the point, from 1; a write has two, before it and half-way.
 * @property {"kill" | string} kind what happens there: the process is killed, or an error of this code is thrown.
 * @property {boolean} [lasting] whether everything from there on fails.
 */

let points = 0;
/** @type {Fault | undefined} */
let fault;

/** @param {Fault} [next] */
export function setFault(next) {
  fault = next;
  points = 0;
}

/** How many points were passed since the fault was set. */
export function passed() {
  return points;
}

/**
 * @param {string} syscall
 * @param {unknown} path
 * @param {() => void} [before] done before the process is killed
 */
function point(syscall, path, before) {
  points++;
  if (fault === undefined || (fault.lasting === true ? points < fault.at : points !== fault.at))
    return;
  before?.();
  if (fault.kind === "kill") process.kill(process.pid, "SIGKILL");
  const message = `${fault.kind}: made up, ${syscall} '${String(path)}'`;
  throw Object.assign(new Error(message), { code: fault.kind, syscall, path });
}

const { promises } = fs;

for (const name of /** @type {const} */ (["mkdir", "rename", "rm", "rmdir", "unlink", "open"])) {
  const real = /** @type {(...args: unknown[]) => Promise<unknown>} */ (promises[name]);
  Object.assign(promises, {
    /** @param {unknown[]} args */
    async [name](...args) {
      point(name, args[0]);
      const result = await real.apply(promises, args);
      if (name === "open") watchHandle(/** @type {fs.promises.FileHandle} */ (result), args[0]);
      return result;
    },
  });
}

const { writeFile } = promises;
Object.assign(promises, {
  /**
   * @param {string} path
   * @param {string | Uint8Array} data
   * @param {fs.WriteFileOptions} [options]
   */
  async writeFile(path, data, options) {
    point("write", path);
    point("write", path, () => fs.writeFileSync(path, half(data), options));
    await writeFile(path, data, options);
  },
});
syncBuiltinESMExports();

/**
 * @param {fs.promises.FileHandle} handle
 * @param {unknown} path
 */
function watchHandle(handle, path) {
  const real = handle.writeFile.bind(handle);
  Object.assign(handle, {
    /** @param {string | Uint8Array} data */
    async writeFile(data) {
      point("write", path, () => fs.writeSync(handle.fd, half(data)));
      await real(data);
    },
  });
}

/** @param {string | Uint8Array} data */
function half(data) {
  const bytes = Buffer.from(data);
  return bytes.subarray(0, bytes.length / 2);
}
