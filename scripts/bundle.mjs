// The command line in one folder, dist: made with esbuild from lib/cli, so that Node runs it without a build step of its own.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './root.mjs'
import { makeEncoder } from './sentence-encoder.mjs'

export const bundleFile = path.join(root, 'dist', 'vitrine.mjs')
/** Chunks of an older bundle may still be in use by a run in progress. */
const LEFTOVER_AGE = 10 * 60_000

/** The newest change below a folder; folders count too, since deleting a file changes only them. */
function newest(file) {
  const stat = statSync(file)
  if (!stat.isDirectory()) return stat.mtimeMs
  return readdirSync(file, { withFileTypes: true }).reduce((latest, entry) => {
    if (entry.isFile() && /\.(test\.tsx?|md)$/.test(entry.name)) return latest
    return Math.max(latest, newest(path.join(file, entry.name)))
  }, stat.mtimeMs)
}

/** Why the bundle has to be made, in words, or null when it is up to date. */
export function reasonToBundle() {
  if (!existsSync(bundleFile)) return 'The command line is not bundled yet.'
  const made = statSync(bundleFile).mtimeMs
  const sources = [path.join(root, 'lib'), path.join(root, 'package-lock.json'), path.join(root, 'scripts', 'bundle.mjs')]
  return sources.some((source) => existsSync(source) && newest(source) > made)
    ? 'Sources changed since the command line was bundled.'
    : null
}

const banner = `import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);`

async function loadEsbuild() {
  try {
    return await import('esbuild')
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND') throw new Error('The dependencies are not installed yet. Run npm install first.')
    throw new Error(`The bundler cannot start here: ${error.message}`)
  }
}

function messagesOf(error) {
  const [first] = error.errors ?? []
  if (!first) return error.message
  const place = first.location ? `${first.location.file}:${first.location.line}:${first.location.column + 1}: ` : ''
  return `${place}${first.text}`
}

/** Whole files appear at once: another process may be reading. */
function writeWhole(file, bytes) {
  const draft = `${file}.${process.pid}.tmp`
  writeFileSync(draft, bytes)
  renameSync(draft, file)
}

function removeLeftovers(folder, kept, now) {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name)
    if (!kept.has(name) && /^vitrine-.*\.mjs/.test(name) && now - statSync(file).mtimeMs > LEFTOVER_AGE) rmSync(file, { force: true })
  }
}

/** Bundles lib/cli into dist/vitrine.mjs and its chunks, and makes the encoder that notebooks name. Throws an Error with a sentence. */
export async function bundle() {
  const { build } = await loadEsbuild()
  makeEncoder()
  const started = new Date()
  let result
  try {
    result = await build({
      absWorkingDir: root,
      entryPoints: { vitrine: 'lib/cli/start.ts' },
      outdir: 'dist',
      outExtension: { '.js': '.mjs' },
      chunkNames: 'vitrine-[hash]',
      bundle: true,
      splitting: true,
      write: false,
      platform: 'node',
      format: 'esm',
      target: 'node20.19',
      // It finds its wasm file beside itself, so it stays where npm put it.
      external: ['onnxruntime-web', 'onnxruntime-web/*'],
      conditions: ['node', 'import'],
      banner: { js: banner },
      legalComments: 'none',
      logLevel: 'silent',
    })
  } catch (error) {
    throw new Error(`The command line cannot be bundled: ${messagesOf(error)}`)
  }
  const folder = path.dirname(bundleFile)
  mkdirSync(folder, { recursive: true })
  const entry = result.outputFiles.find((file) => path.basename(file.path) === 'vitrine.mjs')
  for (const file of result.outputFiles) if (file !== entry) writeWhole(file.path, file.contents)
  writeWhole(entry.path, entry.contents)
  // What changed while this ran is newer than the bundle.
  utimesSync(bundleFile, started, started)
  removeLeftovers(folder, new Set(result.outputFiles.map((file) => path.basename(file.path))), started.getTime())
}
