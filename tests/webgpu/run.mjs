// Goldens on ONNX Runtime's WebGPU in a real browser, whose GPU may be software: `node tests/webgpu/run.mjs [WORD …]` picks those whose name
// holds a word, `--sample` one. Within 1e-3 of each tensor's scale, edits included; then the GPU is lost, and the choice of device is told.
import path from 'node:path'
import { chromium } from 'playwright-core'
import { findChromium, noBrowser } from '../../scripts/chromium.mjs'
import { isMain, root } from '../../scripts/root.mjs'
import { runWorker, serveFolders } from '../bench-engine/browser.mjs'
import { bundleForPage, readGoldens } from '../golden-bundles.mjs'

const TOLERANCE = 1e-3
const cache = path.join(root, 'node_modules', '.cache', 'webgpu')
const SAMPLE = ['gpt2-plain']
const flags = ['--enable-unsafe-webgpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]

/** Counts for a tally. Without a browser, or where it offers no WebGPU, everything is skipped aloud. */
export async function runOnGpu({ words = [] } = {}) {
  const executablePath = findChromium()
  if (executablePath === undefined) return { skipped: [`goldens on WebGPU. ${noBrowser}`] }
  await bundleForPage('tests/webgpu/worker.ts', path.join(cache, 'worker.js'))
  const { folders, cases, skipped } = await readGoldens(cache, words)
  const server = await serveFolders({ ...folders, work: cache, ort: path.join(root, 'node_modules/onnxruntime-web/dist') })
  const browser = await chromium.launch({ executablePath, args: flags })
  try {
    const page = await browser.newPage()
    await page.goto(`${server.address}/`)
    const adapter = await page.evaluate(async () => {
      const found = await navigator.gpu?.requestAdapter()
      return found ? `${found.info.vendor} ${found.info.architecture} ${found.info.description}`.trim() : null
    })
    if (adapter === null) return { skipped: ['goldens on WebGPU: this browser gives no adapter'] }
    console.log(`  WebGPU adapter: ${adapter}`)
    const ask = (task) =>
      page.evaluate(runWorker, {
        script: `${server.address}/work/worker.js`,
        task: { ...task, address: `${server.address}/${task.place}`, ort: `${server.address}/ort/` },
      })
    return { ...(await judgeAll(ask, cases)), skipped }
  } finally {
    await browser.close()
    server.close()
  }
}

async function judgeAll(ask, list) {
  const counts = { passed: 0, failed: 0, failures: [] }
  const judge = (title, wrong) => {
    if (wrong === null) counts.passed++
    else {
      counts.failed++
      counts.failures.push(`${title}: ${wrong}`)
    }
  }
  const told = async (title, work) => {
    try {
      judge(title, await work())
    } catch (error) {
      judge(title, error.message)
    }
  }
  for (const { name, place } of list)
    await told(`${name} on WebGPU`, async () => {
      const { worst, hook, compared, reason } = await ask({ kind: 'golden', place })
      console.log(`    ${name}: ${compared} tensors, at most ${worst.toExponential(1)} off (${hook || 'exact'})`)
      if (!reason.startsWith('ort on WebGPU')) return `it ran elsewhere: ${reason}`
      return worst <= TOLERANCE && compared > 0 ? null : `${hook} is ${worst} off`
    })
  await told('the GPU is lost', async () => {
    const { far, reasonBefore, reasonAfter, later } = await ask({ kind: 'loss', place: 'goldens/gpt2-plain' })
    console.log(`    lost: “${reasonBefore}”, then “${reasonAfter}”, a later model “${later}”`)
    const said = reasonBefore.startsWith('ort on WebGPU') && /^ort on wasm.*lost/.test(reasonAfter) && /^ort on wasm.*lost/.test(later)
    return said && far <= TOLERANCE ? null : `off by ${far}; said ${reasonAfter} and ${later}`
  })
  await told('the choice of device', async () => {
    const [chosen, forced] = [
      await ask({ kind: 'chosen', place: 'goldens/gpt2-plain' }),
      await ask({ kind: 'forced', place: 'goldens/gpt2-plain' }),
    ]
    console.log(`    chosen: “${chosen}”; forced: “${forced}”`)
    return /WebGPU/.test(chosen) && forced.startsWith('ort on wasm') ? null : `chosen “${chosen}”, forced “${forced}”`
  })
  return counts
}

export const sampleOnGpu = () => runOnGpu({ words: SAMPLE })

if (isMain(import.meta.url)) {
  const words = process.argv.slice(2)
  const counts = await (words.includes('--sample') ? sampleOnGpu() : runOnGpu({ words }))
  console.log(counts)
  process.exitCode = counts.failed ? 1 : 0
}
