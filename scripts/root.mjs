// The project's folder and whether a module is the one that was started; shared by the scripts.
import { realpathSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** True when the module with this address is what `node` was asked to run. */
export function isMain(address) {
  const started = process.argv[1]
  return started !== undefined && realpathSync(started) === realpathSync(fileURLToPath(address))
}
