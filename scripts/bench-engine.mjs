// `npm run bench:engine`: a model of the shape of SmolLM2-135M on this project's engine and on its peers, one and two threads, side by side.
// `-- --quick` measures once instead of thrice, `-- --only ours` those whose line holds a word, `-- --only looking` what looking costs. Peers that
// cannot be had are said.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { findChromium, noBrowser } from './chromium.mjs'
import { npmProgram } from './npm-program.mjs'
import { root } from './root.mjs'
import { runNode } from './run-node.mjs'
import { inBrowser, runWorker, serveFolders } from '../tests/bench-engine/browser.mjs'
import { runWllama } from '../tests/bench-engine/wllama.mjs'

const oracles = path.join(root, 'tests', 'oracles')
const cache = path.join(root, 'node_modules', '.cache', 'bench-engine')
const quick = process.argv.includes('--quick')
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : null
const repeats = quick ? 1 : 3
const tokens = quick ? 24 : 64
const missing = []
/** Activations of 8 bits through thirty layers of random weights. */
const MOST_OFF = 0.25

const installed = (name) => existsSync(path.join(oracles, 'node_modules', ...name.split('/')))

/** Peers live beside the oracles: the project's own install leaves them out. */
async function installPeers() {
  const npm = npmProgram()
  const plain = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--omit=optional']
  if (!['onnxruntime-node', 'node-llama-cpp', '@wllama/wllama'].every(installed)) {
    console.log('Installing the peers into tests/oracles (some 400 MB, once).')
    const said = npm ? await runNode([npm, ...plain], { cwd: oracles }) : { code: 1, all: 'npm was not found' }
    if (said.code !== 0) missing.push(`The peers could not be installed: ${said.all.trim().split('\n').at(-1)}`)
  }
  // Its program comes in a package for each system; the others, for graphics cards, are left out.
  const program = `@node-llama-cpp/${{ linux: 'linux', darwin: 'mac', win32: 'win' }[process.platform]}-${os.arch()}${process.platform === 'darwin' && os.arch() === 'arm64' ? '-metal' : ''}`
  if (npm && installed('node-llama-cpp') && !installed(program))
    await runNode([npm, ...plain, '--no-save', `${program}@3.22.1`], { cwd: oracles })
}

const common = { absWorkingDir: root, bundle: true, format: 'esm', target: 'es2022', logLevel: 'silent' }
const banner = { js: `import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);` }

async function bundles() {
  rmSync(cache, { recursive: true, force: true })
  mkdirSync(cache, { recursive: true })
  const file = (name) => path.join(cache, name)
  const entry = 'tests/bench-engine/node.ts'
  const node = { ...common, platform: 'node', banner }
  await build({ ...common, platform: 'browser', entryPoints: ['tests/bench-engine/worker.ts'], outfile: file('worker.js') })
  for (const writer of ['gguf', 'peer-files'])
    await build({ ...node, entryPoints: [`tests/bench-engine/${writer}.ts`], outfile: file(`${writer}.mjs`) })
  const external = ['onnxruntime-web', 'onnxruntime-web/*']
  await build({ ...node, entryPoints: ['tests/bench-engine/overhead.ts'], outfile: file('overhead.mjs'), external })
  const native = { alias: { 'onnxruntime-web/wasm': './tests/bench/native-ort.ts' } }
  if (installed('onnxruntime-node')) await build({ ...node, entryPoints: [entry], outfile: file('native.mjs'), ...native })
}

/** A Node process that prints JSON, with the most memory it took. */
function inNode(words) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', path.join(root, 'tests', 'bench-engine', 'most-memory.mjs'), ...words], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [out, said] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (chunk) => (out += chunk))
    child.stderr.setEncoding('utf8').on('data', (chunk) => (said += chunk))
    child.once('error', reject)
    child.once('close', (code) => {
      const lines = out.trim().split('\n')
      if (code !== 0 || lines.length < 2) return reject(new Error(said.trim().split('\n').at(-1) || `it ended with exit code ${code}`))
      resolve({ ...JSON.parse(lines.at(-2)), ...JSON.parse(lines.at(-1)) })
    })
  })
}

const pad = (text, width) => String(text).padStart(width)
const rows = []
const WIDE = 60

async function row(name, limit, run) {
  if (only !== null && !name.includes(only)) return
  try {
    const found = await run()
    rows.push({ name, ...found })
    const off = compare(name, found)
    const share = limit(found)
    const memory = found.process === null || found.process === undefined ? '–' : `${(found.process / 1e6).toFixed(0)}`
    const own = found.memory ? ` (${(found.memory / 1e6).toFixed(0)} kernels)` : ''
    const cells = [
      pad(found.tokensPerSecond.toFixed(1), 8),
      pad(share === null ? '–' : `${(share * 100).toFixed(0)} %`, 8),
      pad(found.prefillMs.toFixed(0), 10),
      pad(off === null ? '–' : `${(100 * off).toPrecision(1)} %`, 10),
      pad(memory, 9),
    ]
    console.log(`${name.padEnd(WIDE)}${cells.join('')}${own}`)
  } catch (error) {
    missing.push(`${name}: not measured: ${error.message.split('\n')[0]}`)
  }
}

/** Logits by bits, of our float32 activations where they are measured: others of the same weights have to come near, or they compute something else. */
const samples = new Map()
function compare(name, { sample }) {
  if (!sample) return null
  const bits = / f32,/.test(name) ? 32 : /int8/.test(name) ? 8 : 4
  const ours = samples.get(bits)
  if (!ours) {
    samples.set(bits, sample)
    return null
  }
  const size = (values) => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0))
  const off = size(sample.map((x, i) => x - ours[i])) / size(ours)
  if (!(off <= MOST_OFF)) missing.push(`${name}: its logits are ${(100 * off).toFixed(1)} % off ours: it computes something else.`)
  return off
}

/** How fast this machine reads, as our kernels found on the way; shares of others are of the same limit. */
let bandwidth = null
const BYTES = { 32: 538e6, 8: 151.3e6, 4: 84.05e6 }
const ownShare = (found) => {
  bandwidth = Math.max(bandwidth ?? 0, found.bandwidth)
  return (found.tokensPerSecond * found.weightBytes) / found.bandwidth
}
const share = (bits) => (found) => (bandwidth === null ? null : (found.tokensPerSecond * BYTES[bits]) / bandwidth)

/** ONNX Runtime's packed product by what it may do with activations: 4 packs them to 8 bits, 0 leaves them. */
const ortSettings = [
  ['f32', 32, 0],
  ['int8, accuracy level 4', 8, 4],
  ['int8, accuracy level 0', 8, 0],
  ['int4, accuracy level 4', 4, 4],
  ['int4, accuracy level 0', 4, 0],
]

/** Larger machines let it choose, too; on two cores its choice is one of these: one thread in a page, two natively. */
const counts = os.availableParallelism() > 2 ? [1, 2, 0] : [1, 2]
const words = (threads) => (threads === 0 ? 'as many threads as it likes' : `${threads} ${threads === 1 ? 'thread' : 'threads'}`)

const packings = [
  ['Q8_0', 8],
  ['Q4_0', 4],
]

async function browserRows(chromium) {
  const server = await serveFolders({
    bundle: cache,
    ort: path.join(root, 'node_modules', 'onnxruntime-web', 'dist'),
    wllama: path.join(oracles, 'node_modules', '@wllama', 'wllama', 'esm'),
  })
  const worker = (task) =>
    inBrowser(chromium, server.address, runWorker, { script: '/bundle/worker.js', task: { tokens, repeats, ...task } })
  try {
    for (const threads of counts) {
      if (threads > 0) await ourRows(worker, threads)
      for (const [name, bits, accuracy] of ortSettings) {
        const weights = { path: `peer-${bits}.weights`, data: `${server.address}/bundle/peer-${bits}.weights` }
        const model = `${server.address}/bundle/peer-${bits}-${accuracy}.onnx`
        const task = { engine: 'ort', model, weights, bound: false, threads, ortPath: `${server.address}/ort/` }
        await row(`ONNX Runtime Web, wasm, ${name}, ${words(threads)}`, share(bits), () => worker(task))
      }
      for (const [type, bits] of threads > 0 ? packings : []) {
        const task = { program: '/wllama', model: `/bundle/${type}.gguf`, threads, tokens, repeats }
        await row(`wllama, ${type}, ${words(threads)}`, share(bits), () => inBrowser(chromium, server.address, runWllama, task))
      }
    }
  } finally {
    server.close()
  }
}

async function ourRows(worker, threads) {
  const ours = (bits, fast) => () => worker({ engine: 'ours', bits, fast, threads })
  await row(`ours, f32, ${words(threads)}`, ownShare, ours(32, false))
  await row(`ours, int8 with f32 activations, ${words(threads)}`, ownShare, ours(8, false))
  await row(`ours, int8, ${words(threads)}`, ownShare, ours(8, true))
  await row(`ours, int4 with f32 activations, ${words(threads)}`, ownShare, ours(4, false))
  await row(`ours, int4, ${words(threads)}`, ownShare, ours(4, true))
}

async function nodeRows() {
  const prompt = Array.from({ length: 128 }, (_, i) => 1 + ((i * 7919) % 49151))
  for (const threads of counts) {
    for (const [name, bits, accuracy] of installed('onnxruntime-node') ? ortSettings : []) {
      const task = { engine: 'ort', model: path.join(cache, `peer-${bits}-${accuracy}.onnx`), bound: true, threads, tokens, repeats }
      await row(`onnxruntime-node, ${name}, ${words(threads)}`, share(bits), () =>
        inNode([path.join(cache, 'native.mjs'), JSON.stringify(task)]),
      )
    }
    for (const [type, bits] of threads > 0 ? packings : []) {
      const task = { file: path.join(cache, `${type}.gguf`), threads, tokens, repeats, prompt }
      await row(`llama.cpp, native, ${type}, ${words(threads)}`, share(bits), () =>
        inNode([path.join(root, 'tests', 'bench-engine', 'llama.mjs'), JSON.stringify(task)]),
      )
    }
  }
}

async function write(what, words) {
  const said = await runNode(words)
  if (said.code !== 0) missing.push(`The ${what} was not written: ${said.all.trim().split('\n').at(-1)}`)
}

async function writeModels() {
  if (only === null || !/ours|ONNX|onnx|looking/.test(only))
    for (const [type] of packings) await write(`${type} file`, [path.join(cache, 'gguf.mjs'), path.join(cache, `${type}.gguf`), type])
  if (only === null || !/llama|ours|looking/.test(only))
    for (const bits of [32, 8, 4]) await write(`ONNX file of ${bits} bits`, [path.join(cache, 'peer-files.mjs'), cache, String(bits)])
}

const bestOfOrt = (which) =>
  Math.max(0, ...rows.filter(({ name }) => name.startsWith('ONNX Runtime Web') && which(name)).map((row) => row.tokensPerSecond))

function printAims() {
  const ours = rows.find(({ name }) => name === 'ours, int8, 1 thread')
  const reads = bandwidth === null ? '' : `One thread reads ${(bandwidth / 1e9).toFixed(1)} GB a second here. `
  console.log(`\n${reads}A share is tokens a second times the bytes of the weights, of what was read alone just after.`)
  console.log('Under logits: how far they are off those of the first row with the same weights, root mean square.')
  const page = rows.find(({ emptyPage }) => emptyPage)
  if (page) console.log(`MB is the most that the process took, in a page ${(page.emptyPage / 1e6).toFixed(0)} before anything.`)
  if (!ours) return
  const found = (words, value, aim, good) =>
    console.log(`  ${words.padEnd(72)}${pad(value, 10)}   aim ${aim}: ${good ? 'reached' : 'not reached'}`)
  const reached = (ours.tokensPerSecond * ours.weightBytes) / ours.bandwidth
  found('int8 in the browser, one thread: share of the limit', `${(100 * reached).toFixed(0)} %`, '60 %', reached >= 0.6)
  for (const [words, best] of [
    ['one thread', bestOfOrt((name) => name.endsWith(' 1 thread'))],
    ['as many threads as it may', bestOfOrt(() => true)],
  ])
    if (best > 0) {
      const times = ours.tokensPerSecond / best
      found(`  against the best of ONNX Runtime Web, ${words}`, `${times.toFixed(1)} ×`, '3 ×', times >= 3)
    }
  found('  prefill of 128 tokens', `${ours.prefillMs.toFixed(0)} ms`, '500 ms', ours.prefillMs <= 500)
  found('  memory of weights, keys, values and activations', `${(ours.memory / 1e6).toFixed(0)} MB`, '250 MB', ours.memory <= 250e6)
}

const chromium = findChromium()
const load = os.loadavg()[0]
console.log(`SmolLM2-135M's shape, random weights, on ${os.cpus()[0]?.model.trim()}, ${os.cpus().length} cores, Node ${process.version}`)
if (load > os.cpus().length / 2) console.log(`The machine is busy (load ${load.toFixed(1)}): these figures are lower than its best.`)
if (only !== 'ours') await installPeers()
await bundles()
await writeModels()
console.log(`\n${'engine'.padEnd(WIDE)}${pad('tok/s', 8)}${pad('share', 8)}${pad('prefill', 10)}${pad('logits', 10)}${pad('MB', 9)}`)
if (chromium === undefined) missing.push(`In the browser: not measured. ${noBrowser}`)
else await browserRows(chromium)
await nodeRows()
printAims()
if (only === null || only === 'looking') {
  console.log('\nWhat looking costs, int8 in Node on one thread, in processor time:')
  await runNode([path.join(cache, 'overhead.mjs'), quick ? '12' : '40', quick ? '12' : '160'], { show: true })
}
for (const sentence of missing) console.log(sentence)
process.exit(0)
