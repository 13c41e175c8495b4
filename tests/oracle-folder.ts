// Where checks by others' numbers are read from when they are not part of the project. The only place that names the folder.
import { existsSync } from 'node:fs'
import path from 'node:path'

export const oracleFolder = path.resolve(process.env.VITRINE_ORACLES ?? '../shared/oracles')

/** The path of one oracle, or undefined; what is skipped for its absence is said aloud. */
export function oracle(name: string): string | undefined {
  const folder = path.join(oracleFolder, name)
  if (existsSync(folder)) return folder
  console.warn(`SKIPPED: the checks against the oracle “${name}” need the folder that VITRINE_ORACLES names.`)
  return undefined
}
