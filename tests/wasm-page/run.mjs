// Goldens on our kernels in a worker of a real page, which is cross-origin isolated: both builds, one thread and two, every hook and every
// edit within 3e-5 of its scale, and every tensor with the bytes that Node has, packed weights included. `node tests/wasm-page/run.mjs [WORD …]`
// picks those whose name holds a word; `--sample` a few.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { findChromium, noBrowser } from '../../scripts/chromium.mjs'
import { isMain, root } from '../../scripts/root.mjs'
import { runNode } from '../../scripts/run-node.mjs'
import { runWorker, serveFolders } from '../bench-engine/browser.mjs'
import { bundleForNode, bundleForPage, readGoldens } from '../golden-bundles.mjs'

const TOLERANCE = 3e-5
const cache = path.join(root, 'node_modules', '.cache', 'wasm-page')
const SAMPLE = ['gpt2-plain', 'llama-gqa', 'mpnet-padded']
/** Packed, these have rows of whole blocks of 32. */
const PACKED = ['llama-gqa', 'gpt2-hubnames', 'qwen3-qknorm', 'gemma3-localglobal', 'phi3-fused-oldkeys']
const plain = ['simd', 'relaxed'].flatMap((build) => [1, 2].map((threads) => ({ build, threads, bits: null })))
const packed = ['simd', 'relaxed'].flatMap((build) => [8, 4].map((bits) => ({ build, threads: 1, bits })))

const words = ({ build, threads, bits }) =>
  `${build === 'relaxed' ? 'relaxed SIMD' : 'plain SIMD'}, ${threads === 1 ? 'one thread' : `${threads} threads`}${bits === null ? '' : `, packed to ${bits} bits`}`

async function inNode(task) {
  const file = path.join(cache, 'in-node.json')
  // Older ones have the relaxed instructions behind a flag, newer ones do not know the flag.
  const flags = Number(process.versions.node.split('.')[0]) < 21 ? ['--experimental-wasm-relaxed-simd'] : []
  const said = await runNode([...flags, path.join(cache, 'node.mjs'), JSON.stringify({ ...task, file })])
  if (said.code !== 0) throw new Error(`Node: ${said.all.trim().split('\n').at(-1)}`)
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** What speaks against a golden in the page, in a sentence, or null. */
function wrong(settings, page, node) {
  if (page.failed || node.failed) return page.failed ?? `in Node: ${node.failed}`
  const expected = settings.build === 'relaxed' ? /relaxed SIMD/ : /^(?!.*relaxed)/
  if (!expected.test(page.reason)) return `it ran on another build: ${page.reason}`
  if (settings.bits === null && !(page.worst <= TOLERANCE)) return `${page.hook} is ${page.worst} off`
  if (page.compared === 0) return 'nothing was compared'
  if (page.reason !== node.reason) return `Node computes with another: ${node.reason}`
  const other = Object.keys({ ...page.digests, ...node.digests }).filter((name) => page.digests[name] !== node.digests[name])
  return other.length > 0 ? `${other.length} tensors have other bytes than in Node, ${other[0]} the first` : null
}

async function judgeAll(server, page, cases) {
  const counts = { passed: 0, failed: 0, failures: [] }
  for (const settings of [...plain, ...packed]) {
    const list = settings.bits === null ? cases : cases.filter(({ name }) => PACKED.includes(name))
    if (list.length === 0) continue
    const task = { ...settings, addresses: list.map(({ place }) => `${server.address}/${place}`) }
    const started = performance.now()
    const [inPage, there] = await Promise.all([
      page.evaluate(runWorker, { script: `${server.address}/work/worker.js`, task }),
      inNode(task),
    ])
    let [most, tensors] = [{ worst: -1 }, 0]
    for (const [at, { name }] of list.entries()) {
      const found = inPage[at]
      if (found.worst > most.worst) most = { worst: found.worst, name, hook: found.hook }
      tensors += Object.keys(found.digests).length
      const reason = wrong(settings, found, there[at])
      if (reason === null) counts.passed++
      else {
        counts.failed++
        counts.failures.push(`${name}, ${words(settings)}: ${reason}`)
      }
    }
    const far = settings.bits === null ? `at most ${most.worst.toExponential(1)} off (${most.name}, ${most.hook}); ` : ''
    console.log(
      `    ${words(settings)}: ${list.length} ${list.length === 1 ? 'golden' : 'goldens'}, ${far}${tensors} tensors beside Node's (${((performance.now() - started) / 1000).toFixed(1)} s)`,
    )
  }
  return counts
}

/** Counts for a tally. Without a browser everything is skipped aloud. */
export async function runInPage({ names = [] } = {}) {
  const executablePath = findChromium()
  if (executablePath === undefined) return { skipped: [`goldens on our kernels in a page. ${noBrowser}`] }
  await bundleForPage('tests/wasm-page/worker.ts', path.join(cache, 'worker.js'))
  await bundleForNode('tests/wasm-page/node.ts', path.join(cache, 'node.mjs'))
  const { folders, cases, skipped } = await readGoldens(cache, names)
  const server = await serveFolders({ ...folders, work: cache })
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  try {
    const page = await browser.newPage()
    await page.goto(`${server.address}/`)
    if (!(await page.evaluate(() => globalThis.crossOriginIsolated))) throw new Error('the page is not isolated, so there are no threads')
    return { ...(await judgeAll(server, page, cases)), skipped }
  } finally {
    await browser.close()
    server.close()
  }
}

export const sampleInPage = () => runInPage({ names: SAMPLE })

if (isMain(import.meta.url)) {
  const names = process.argv.slice(2)
  const counts = await (names.includes('--sample') ? sampleInPage() : runInPage({ names }))
  for (const text of counts.skipped) console.log(`SKIPPED: ${text}`)
  console.log(counts)
  process.exitCode = counts.failed ? 1 : 0
}
