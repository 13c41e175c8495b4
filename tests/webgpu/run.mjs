// Goldens on ONNX Runtime's WebGPU in a real browser, whose GPU may be software: `node tests/webgpu/run.mjs [WORD …]` picks those whose name
// holds a word, `--sample` one. Within 1e-3 of each tensor's scale, edits included; then the GPU is lost, and the choice of device is told.
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import { findChromium, noBrowser } from '../../scripts/chromium.mjs'
import { isMain, root } from '../../scripts/root.mjs'
import { runWorker, serveFolders } from '../bench-engine/browser.mjs'

const TOLERANCE = 1e-3
const cache = path.join(root, 'node_modules', '.cache', 'webgpu')
const folders = { goldens: path.join(root, 'tests/oracles/goldens'), architectures: path.join(root, 'tests/oracles/architectures') }
const SAMPLE = ['gpt2-plain']
const flags = ['--enable-unsafe-webgpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]

function cases(words) {
  const all = Object.entries(folders).flatMap(([name, folder]) =>
    readdirSync(folder)
      .filter((each) => existsSync(path.join(folder, each, 'golden.safetensors')))
      .map((each) => ({ name: each, place: `${name}/${each}` })),
  )
  return words.length === 0 ? all : all.filter(({ name }) => words.some((word) => name.includes(word)))
}

async function bundleWorker() {
  mkdirSync(cache, { recursive: true })
  const outfile = path.join(cache, 'worker.js')
  await build({
    absWorkingDir: root,
    entryPoints: ['tests/webgpu/worker.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['onnxruntime-web-use-extern-wasm'],
    logLevel: 'error',
  })
}

/** Counts for a tally. Without a browser, or where it offers no WebGPU, everything is skipped aloud. */
export async function runOnGpu({ words = [] } = {}) {
  const executablePath = findChromium()
  if (executablePath === undefined) return { skipped: [`goldens on WebGPU. ${noBrowser}`] }
  await bundleWorker()
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
    return await judgeAll(ask, cases(words))
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
