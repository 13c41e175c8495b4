// `npm run prove`: the random tests for much longer than `npm test` has time for, and every golden in a browser, on our kernels and on WebGPU. VITRINE_PROVE is how many times longer (default 20).
// The tests read how many random graphs and files to try from VITRINE_FUZZ and FUZZ_RUNS; both may also be set by hand.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Tally } from './checks/tally.mjs'
import { unitTests } from './checks/tools.mjs'
import { root } from './root.mjs'
import { runInPage } from '../tests/wasm-page/run.mjs'
import { runOnGpu } from '../tests/webgpu/run.mjs'

const times = process.env.VITRINE_PROVE ?? '20'
if (!/^[1-9]\d*$/.test(times)) {
  console.error(`VITRINE_PROVE is “${times}”; it has to be a whole number: how many times longer than in npm test.`)
  process.exit(2)
}

const tests = ['lib', 'components', 'tests/unit'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => `${folder}/${name.split(path.sep).join('/')}`),
)
const filters = tests.filter(
  (name) => readFileSync(path.join(root, name), 'utf8').match(/process\.env\['(VITRINE_FUZZ|FUZZ_RUNS)'\]/) !== null,
)

const env = {
  VITRINE_FUZZ: process.env.VITRINE_FUZZ ?? String(500 * Number(times)),
  FUZZ_RUNS: process.env.FUZZ_RUNS ?? String(400 * Number(times)),
}
const tally = new Tally()
console.log(`Random tests, ${times} times as long as in npm test: ${filters.join(', ')}`)
const options = ['--testTimeout=3600000', '--hookTimeout=3600000']
await tally.stage('Random tests', () => unitTests({ filters, env, options }))
await tally.stage('Every golden on our kernels in a page', () => runInPage())
await tally.stage('Every golden on WebGPU', () => runOnGpu())
process.exit(tally.finish() ? 0 : 1)
