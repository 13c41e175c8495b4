// llama.cpp natively, in a process of its own: `node llama.mjs '{"file":…,"threads":1,"tokens":64,"repeats":3}'` prints prefill and decode as JSON.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { median } from './median.mjs'

const task = JSON.parse(process.argv[2])
const entry = path.resolve('tests', 'oracles', 'node_modules', 'node-llama-cpp', 'dist', 'index.js')
const { getLlama } = await import(pathToFileURL(entry).href)
const llama = await getLlama({ gpu: false, build: 'never', maxThreads: task.threads, logLevel: 'error' })
const model = await llama.loadModel({ modelPath: task.file })
const context = await model.createContext({ contextSize: 512, batchSize: 128, threads: task.threads })
const sequence = context.getSequence()
const prefills = []
const rates = []
for (let round = 0; round <= task.repeats; round++) {
  await sequence.clearHistory()
  const started = performance.now()
  await sequence.evaluateWithoutGeneratingNewTokens(task.prompt.slice(0, -1))
  const answers = sequence.evaluate([task.prompt.at(-1)], { temperature: 0, yieldEogToken: true })
  await answers.next()
  const read = performance.now()
  for (let n = 0; n < task.tokens; n++) await answers.next()
  const done = performance.now()
  await answers.return()
  if (round === 0) continue
  prefills.push(read - started)
  rates.push((task.tokens * 1000) / (done - read))
}
process.stdout.write(`${JSON.stringify({ prefillMs: median(prefills), tokensPerSecond: median(rates) })}\n`)
process.exit(0)
