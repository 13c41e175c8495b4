// `npm run bench`: how fast the engine is on this machine, beside onnxruntime-node on the same graph, and what the runtime costs a node.
// `npm run bench -- --quick` measures once instead of thrice.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { npmProgram } from './npm-program.mjs'
import { root } from './root.mjs'
import { runNode } from './run-node.mjs'

const oracles = path.join(root, 'tests', 'oracles')
const cache = path.join(root, 'node_modules', '.cache', 'bench')
const quick = process.argv.includes('--quick')
const unknown = process.argv.slice(2).filter((word) => word !== '--quick')

/** onnxruntime-node is only measured against, so the project's own install leaves it out. */
async function installOracles() {
  if (existsSync(path.join(oracles, 'node_modules', 'onnxruntime-node'))) return true
  console.log('Installing onnxruntime-node into tests/oracles, to measure against (some 300 MB, once).')
  const npm = npmProgram()
  const said = npm ? await runNode([npm, 'install', '--no-audit', '--no-fund'], { cwd: oracles }) : { code: 1, all: 'npm was not found' }
  if (said.code !== 0) console.log(`It could not be installed: ${said.all.trim().split('\n').at(-1)} Its rows are left out.`)
  return said.code === 0
}

/** The measuring program as one file; `native` puts onnxruntime-node in the place of onnxruntime-web. */
async function bundle(name, native) {
  const file = path.join(cache, `${name}.mjs`)
  await build({
    absWorkingDir: root,
    entryPoints: ['tests/bench/engine.ts'],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    banner: { js: `import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);` },
    ...(native
      ? { alias: { 'onnxruntime-web/wasm': './tests/bench/native-ort.ts' } }
      : { external: ['onnxruntime-web', 'onnxruntime-web/*'] }),
    logLevel: 'silent',
  })
  return file
}

function measure(file, words) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...words.map(String)], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (chunk) => (out += chunk))
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(`${words[0]} ended with exit code ${code}`))))
  })
}

const pad = (text, width) => String(text).padStart(width)

function printSpeeds(rows) {
  const ours = rows.find(({ name }) => name === 'ort on wasm (ours)')?.speed
  console.log(`\n${'engine'.padEnd(44)}${pad('decode tok/s', 14)}${pad('prefill ms', 12)}${pad('decode ×', 10)}${pad('prefill ×', 11)}`)
  for (const { name, speed } of rows) {
    const share = (value) => (ours ? value.toFixed(2) : '–')
    const decode = share(speed.tokensPerSecond / ours?.tokensPerSecond)
    const prefill = share(speed.prefillMs / ours?.prefillMs)
    console.log(
      `${name.padEnd(44)}${pad(speed.tokensPerSecond.toFixed(1), 14)}${pad(speed.prefillMs.toFixed(1), 12)}${pad(decode, 10)}${pad(prefill, 11)}`,
    )
  }
  console.log('× against ort on wasm (ours): above 1 decodes faster, prefills slower. One thread each, float32, prefill of 128 tokens.')
  const shared = Math.min(...rows.map(({ speed }) => speed.ids.length))
  const written = ({ speed }) => speed.ids.slice(0, shared).join()
  const differing = rows.filter((row) => written(row) !== written(rows[0])).map(({ name }) => name)
  console.log(
    differing.length === 0
      ? `All wrote the same ${shared} greedy tokens.`
      : `Other greedy tokens than ${rows[0].name}: ${differing.join(', ')}.`,
  )
}

function printOverhead({ chain, fan }) {
  console.log('\nThe runtime on 5,000 nodes that add a number (µs a node; ms until an edit at the root has marked them all stale)')
  for (const [name, { first, again, marking }] of [
    ['in a chain', chain],
    ['in a fan', fan],
  ]) {
    console.log(
      `${name.padEnd(14)} first ${pad(first.toFixed(1), 7)}   after an edit ${pad(again.toFixed(1), 7)}   marking ${pad(marking.toFixed(1), 6)} ms`,
    )
  }
}

/** The pages are built first where they are not up to date; without a browser the row is left out, which is said. */
async function printKeystroke() {
  const { findChromium, noBrowser } = await import('./chromium.mjs')
  if (findChromium() === undefined) return console.log(`\nFrom keystroke to painted attention: not measured. ${noBrowser}`)
  const { reasonToBuild } = await import('./fingerprint.mjs')
  const reason = reasonToBuild()
  if (reason !== null) {
    console.log(`\n${reason} Building them:`)
    const { build: buildPages } = await import('./build.mjs')
    await buildPages()
  }
  const { measureKeystroke } = await import('../tests/bench/keystroke.mjs')
  const times = await measureKeystroke()
  if (times.length === 0) throw new Error('no key changed the attention map of first-light')
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(0)
  console.log(
    `\nFrom keystroke to painted attention (first-light, ${times.length} keys): median ${at(0.5)} ms, nine in ten within ${at(0.9)} ms, longest ${at(1)} ms`,
  )
}

async function bench() {
  const [cpu] = os.cpus()
  console.log(`primer-6m on ${cpu?.model.trim() ?? 'this machine'}, ${os.cpus().length} cores, Node ${process.version}, ${os.platform()}`)
  const load = os.loadavg()[0]
  if (load > os.cpus().length / 2) console.log(`The machine is busy (load ${load.toFixed(1)}): these figures are lower than its best.`)
  const native = await installOracles()
  rmSync(cache, { recursive: true, force: true })
  mkdirSync(cache, { recursive: true })
  const own = await bundle('own', false)
  const repeats = quick ? 1 : 3
  const rows = [
    { name: 'reference (plain TypeScript)', speed: await measure(own, ['reference', quick ? 16 : 64, repeats]) },
    { name: 'ort on wasm (ours)', speed: await measure(own, ['ort', quick ? 32 : 128, repeats]) },
  ]
  if (native) {
    const file = await bundle('native', true)
    rows.push({ name: 'onnxruntime-node, our graph as it is', speed: await measure(file, ['native-disabled', quick ? 32 : 128, repeats]) })
    rows.push({
      name: 'onnxruntime-node, our graph optimised by it',
      speed: await measure(file, ['native-all', quick ? 32 : 128, repeats]),
    })
  }
  printSpeeds(rows)
  printOverhead(await measure(own, ['overhead', 0, repeats]))
  await printKeystroke()
}

if (unknown.length > 0) {
  console.error(`There is no option ${unknown.join(', ')}. The only one is --quick.`)
  process.exitCode = 2
} else {
  try {
    await bench()
  } catch (error) {
    console.error(`The benchmark stopped: ${error.message}`)
    process.exitCode = 1
  }
}
