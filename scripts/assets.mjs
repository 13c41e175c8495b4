// Prepares what the pages fetch at run time and Git does not keep: the inference runtime, the shipped notebooks, the help of each kind.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './root.mjs'
import { runNode } from './run-node.mjs'

const generated = (name) => path.join(root, 'public', name)

function fresh(name) {
  const folder = generated(name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return folder
}

// The runtime's builds for wasm and for WebGPU: loaders and binaries, found by its workers under one address. The second is fetched only
// where a GPU is.
function copyRuntime() {
  const from = path.join(root, 'node_modules', 'onnxruntime-web', 'dist')
  const to = fresh('ort')
  const builds = ['ort-wasm-simd-threaded', 'ort-wasm-simd-threaded.asyncify'].flatMap((name) => [`${name}.mjs`, `${name}.wasm`])
  for (const name of [...builds, 'ort.webgpu.min.mjs']) copyFileSync(path.join(from, name), path.join(to, name))
}

function copyHelp() {
  const kinds = path.join(root, 'lib', 'nodes')
  const to = fresh('help')
  for (const entry of readdirSync(kinds, { withFileTypes: true })) {
    const file = path.join(kinds, entry.name, `${entry.name}.md`)
    if (entry.isDirectory() && existsSync(file)) copyFileSync(file, path.join(to, `${entry.name}.md`))
  }
  copyShippedHelp(path.join(kinds, 'shipped'), to)
}

// A shipped definition is told about by the notebook beside it; its front matter becomes the heading.
function copyShippedHelp(from, to) {
  for (const name of readdirSync(from).filter((file) => file.endsWith('.md'))) {
    const text = readFileSync(path.join(from, name), 'utf8')
    writeFileSync(path.join(to, name), text.replace(/^---\n[^]*?title: (.*)\n[^]*?---\n/, '# $1\n'))
  }
}

// The shelf's list needs the notebook parser, so the command line writes it.
async function copyNotebooks() {
  const done = await runNode([path.join(root, 'dist', 'vitrine.mjs'), 'shelf', '--out', fresh('notebooks')])
  if (done.code !== 0) throw new Error(`The list of notebooks could not be made.\n${done.all}`)
}

async function bundleCommandLine() {
  const done = await runNode([path.join(root, 'scripts', 'build-cli.mjs')])
  if (done.code !== 0) throw new Error(`The command line could not be bundled.\n${done.all}`)
}

/** Writes public/ort, public/help and public/notebooks anew. */
export async function prepareAssets() {
  copyRuntime()
  copyHelp()
  await bundleCommandLine()
  await copyNotebooks()
}
