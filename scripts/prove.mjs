// `npm run prove`: the random tests for much longer than `npm test` has time for. VITRINE_PROVE is how many times longer (default 20).
import { Tally } from './checks/tally.mjs'
import { unitTests } from './checks/tools.mjs'

const times = process.env.VITRINE_PROVE ?? '20'
if (!/^[1-9]\d*$/.test(times)) {
  console.error(`VITRINE_PROVE is “${times}”; it has to be a whole number: how many times longer than in npm test.`)
  process.exit(2)
}
const tally = new Tally()
console.log(`Random tests, ${times} times as long as in npm test.`)
const options = ['--testTimeout=3600000', '--hookTimeout=3600000']
await tally.stage('Random tests', () => unitTests({ filters: ['fuzz', 'property', 'random'], env: { VITRINE_PROVE: times }, options }))
process.exit(tally.finish() ? 0 : 1)
