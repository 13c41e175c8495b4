// `npm test`: everything that can be checked on one machine, stage by stage, ending with the line “N passed, N failed”.
// Stages can be picked by name: `npm test -- unit notebooks`.
import { findChromium, noBrowser } from './chromium.mjs'
import { lessons, notebooks } from './checks/notebooks.mjs'
import { Tally } from './checks/tally.mjs'
import { buildPages, bundle, staticChecks, unitTests } from './checks/tools.mjs'

// A browser that is missing is said loudly; where results are relied on (CI) it is a failure.
async function journeys() {
  if (findChromium() === undefined) {
    const text = `all browser journeys. ${noBrowser}`
    return process.env.CI ? { failed: 1, failures: [text] } : { skipped: [text] }
  }
  const { runJourneys } = await import('../tests/browser/run.mjs')
  return runJourneys()
}

const stages = [
  ['bundle', 'The command line is bundled', bundle],
  ['static', 'Types, lint and format', staticChecks],
  ['unit', 'Rooms, unit, conformance and command line tests', () => unitTests()],
  ['notebooks', 'Every notebook in the terminal', notebooks],
  ['lessons', 'Right and wrong solutions of the lessons', lessons],
  ['build', 'The pages are built', buildPages],
  ['browser', 'Journeys in a browser', journeys],
  ['kernels', 'Goldens on our kernels in a page', async () => (await import('../tests/wasm-page/run.mjs')).sampleInPage()],
  ['webgpu', 'ONNX Runtime on WebGPU', async () => (await import('../tests/webgpu/run.mjs')).sampleOnGpu()],
]

const picked = process.argv.slice(2)
const unknown = picked.filter((name) => !stages.some(([stage]) => stage === name))
if (unknown.length > 0) {
  console.error(`There is no stage ${unknown.join(', ')}. Stages: ${stages.map(([name]) => name).join(', ')}.`)
  process.exit(2)
}
const tally = new Tally()
for (const [name, title, work] of stages) if (picked.length === 0 || picked.includes(name)) await tally.stage(title, work)
process.exit(tally.finish() ? 0 : 1)
