// The tests' model hub on the loopback address, for journeys: tests/hub-server.ts, made runnable on the way.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { transform } from 'esbuild'
import { root } from '../../scripts/root.mjs'

/** `startHub(models)` of tests/hub-server.ts. */
export async function startHub(models) {
  const source = readFileSync(path.join(root, 'tests', 'hub-server.ts'), 'utf8')
  const { code } = await transform(source, { loader: 'ts', format: 'esm' })
  const module = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)
  return module.startHub(models)
}

/** The embedded model's files, as a hub would hold them. */
export function primerFiles() {
  const folder = path.join(root, 'public', 'models', 'primer-6m')
  const names = ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors']
  return Object.fromEntries(names.map((name) => [name, readFileSync(path.join(folder, name))]))
}
