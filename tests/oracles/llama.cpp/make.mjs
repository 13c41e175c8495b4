// What llama.cpp makes of the GGUF files that we write: ids of texts and odds of the next token, by node-llama-cpp on one thread.
//   cd tests/oracles/llama.cpp && npm install --no-save --ignore-scripts --omit=optional node-llama-cpp@3.22.1 @node-llama-cpp/linux-x64@3.22.1 && node make.mjs
import { build } from 'esbuild'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { getLlama } from 'node-llama-cpp'

const here = import.meta.dirname
const root = path.resolve(here, '../../..')
const work = mkdtempSync(path.join(tmpdir(), 'llama-'))
await build({ entryPoints: [path.join(root, 'tests/primer-gguf.ts')], bundle: true, platform: 'node', format: 'esm', outfile: path.join(work, 'primer.mjs') })
process.chdir(root)
const { primerGguf } = await import(pathToFileURL(path.join(work, 'primer.mjs')).href)

const texts = [
  'Once upon a time, there was a little girl named Lily.',
  'The cat sat on the mat and',
  "It's 1234 o'clock; naïve café 🦜",
  'a b c a b c a b',
]
const llama = await getLlama({ gpu: false, build: 'never', maxThreads: 1, logLevel: 'error' })
const cases = []
for (const type of ['F32', 'F16', 'Q8_0', 'Q4_0']) {
  const file = path.join(work, `${type}.gguf`)
  writeFileSync(file, primerGguf(type))
  const model = await llama.loadModel({ modelPath: file })
  const context = await model.createContext({ contextSize: 128, batchSize: 128 })
  const sequence = context.getSequence()
  for (const text of texts) {
    const ids = [0, ...model.tokenize(text)]
    const last = ids.length - 1
    const steps = await sequence.controlledEvaluate(ids.map((id, i) => (i === last ? [id, { generateNext: { probabilities: true } }] : id)))
    const top = [...steps[last].next.probabilities].slice(0, 20).map(([id, odds]) => [id, Number(odds.toPrecision(7))])
    cases.push({ type, text, ids, top })
    await sequence.clearHistory()
  }
  await context.dispose()
  await model.dispose()
}
const version = (name) => JSON.parse(readFileSync(path.join(here, 'node_modules', name, 'package.json'), 'utf8')).version
const versions = { 'node-llama-cpp': version('node-llama-cpp'), node: process.versions.node }
writeFileSync(path.join(here, 'odds.json'), `{\n"versions": ${JSON.stringify(versions)},\n"cases": [\n${cases.map((each) => JSON.stringify(each)).join(',\n')}\n]}\n`)
rmSync(work, { recursive: true })
process.exit(0)
