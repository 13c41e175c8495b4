/* One row of the benchmark, run in a process of its own: `ort`, `reference` or, bundled with the native runtime, `native-disabled` and `native-all`. */
import { measureOverhead } from './overhead'
import { measureSpeed } from './speed'

const [what = 'ort', tokens = '64', repeats = '3'] = process.argv.slice(2)

async function row(): Promise<unknown> {
  if (what === 'overhead') {
    return { chain: await measureOverhead('chain', 5000, Number(repeats)), fan: await measureOverhead('fan', 5000, Number(repeats)) }
  }
  if (what.startsWith('native-')) globalThis.nativeOrt = { threads: 1, optimization: what === 'native-all' ? 'all' : 'disabled' }
  return measureSpeed(what === 'reference' ? 'reference' : 'ort', Number(tokens), Number(repeats))
}

process.stdout.write(`${JSON.stringify(await row())}\n`)
process.exit(0)
