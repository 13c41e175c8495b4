// Compiles the kernels of the wasm backend and writes their bytes into lib/engine/backends/wasm/kernel-bytes.ts, which is kept in Git.
// `--check` writes nothing and fails where the file differs from what the sources give.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { isMain, root } from './root.mjs'
import { runNode } from './run-node.mjs'

const target = path.join(root, 'lib', 'engine', 'backends', 'wasm', 'kernel-bytes.ts')
const builds = [
  { name: 'SIMD', features: [] },
  { name: 'RELAXED', features: ['--enable', 'relaxed-simd'] },
]
// The memory comes from outside: one page at first, 4 GB at most, marked as shared (see modules.ts).
const options = [
  ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--enable', 'threads'],
  ['--importMemory', '--noExportMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
].flat()

async function compile({ name, features }, folder) {
  const file = path.join(folder, `${name}.wasm`)
  const compiler = path.join(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js')
  const done = await runNode([compiler, 'lib/engine/kernels/index.ts', '-o', file, ...options, ...features])
  if (done.code !== 0) throw new Error(`The kernels could not be compiled:\n${done.all}`)
  return `export const ${name} =\n  '${readFileSync(file).toString('base64')}'\n`
}

/** The text of kernel-bytes.ts as the sources give it. */
export async function kernelBytes() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kernels-'))
  try {
    const head = '/* The compiled kernels in base64, made by scripts/build-kernels.mjs from lib/engine/kernels. Not to be edited. */\n'
    let text = head
    for (const build of builds) text += await compile(build, folder)
    return text
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (isMain(import.meta.url)) {
  try {
    const text = await kernelBytes()
    if (!process.argv.includes('--check')) writeFileSync(target, text)
    else if (readFileSync(target, 'utf8') !== text) throw new Error('kernel-bytes.ts is not what the sources give: run it without --check.')
    console.log(`The kernels are ${process.argv.includes('--check') ? 'as their sources give them' : 'compiled'}.`)
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
