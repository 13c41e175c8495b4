// What the scripts that hold goldens against a page have in common: the list of goldens, and bundles for page and Node.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { root } from '../scripts/root.mjs'

const common = { absWorkingDir: root, bundle: true, format: 'esm', logLevel: 'error' }
const banner = { js: `import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);` }

export async function bundleForPage(entry, outfile) {
  mkdirSync(path.dirname(outfile), { recursive: true })
  await build({ ...common, entryPoints: [entry], outfile, platform: 'browser', conditions: ['onnxruntime-web-use-extern-wasm'] })
}

export async function bundleForNode(entry, outfile) {
  mkdirSync(path.dirname(outfile), { recursive: true })
  const external = ['onnxruntime-web', 'onnxruntime-web/*']
  await build({ ...common, entryPoints: [entry], outfile, platform: 'node', target: 'node20.19', external, banner })
}

/** Folders to serve, and the goldens whose names hold one of the words. */
export async function readGoldens(cache, words) {
  const file = path.join(cache, 'golden-list.mjs')
  await bundleForNode('tests/golden-list.ts', file)
  const { goldenList } = await import(pathToFileURL(file).href)
  return goldenList(root, words)
}
