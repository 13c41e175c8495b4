/* `vitrine generate`: writes on from a prompt, streamed to the terminal or as one JSON object. */
import { generate, type Generation } from '../engine/generate'
import { loadModel } from '../engine/load-model'
import type { SamplingStage } from '../engine/types'
import { counterRandom, deriveSeed } from '../graph/random'
import { EXIT, reading, type Surroundings } from './command'
import { modelSource } from './model-place'
import { choiceOption, numberOption, readOptions, type Options } from './options'
import { progressLine } from './progress'
import { readPrompt } from './prompt'
import { readBackend } from './trace'

const TABLE = {
  text: { type: 'string' },
  ids: { type: 'string' },
  messages: { type: 'string' },
  'max-tokens': { type: 'string' },
  temperature: { type: 'string' },
  'top-k': { type: 'string' },
  'top-p': { type: 'string' },
  seed: { type: 'string' },
  stop: { type: 'string', multiple: true },
  backend: { type: 'string' },
  fast: { type: 'boolean' },
  format: { type: 'string' },
} as const

const isWhole = (value: number): boolean => Number.isInteger(value) && value >= 0

/** Temperature first, then top-k and top-p, as other tools do it. */
function readChain(options: Options): SamplingStage[] {
  const temperature = numberOption(options, 'temperature', (value) => value >= 0, '0 or more')
  const topK = numberOption(options, 'top-k', isWhole, 'a whole number, 0 or more')
  const topP = numberOption(options, 'top-p', (value) => value > 0 && value <= 1, 'above 0 and at most 1')
  return [
    ...(temperature !== undefined ? [{ temperature }] : []),
    ...(topK !== undefined ? [{ topK }] : []),
    ...(topP !== undefined ? [{ topP }] : []),
  ]
}

function toJson({ ids, text, stopReason }: Generation, milliseconds: number): object {
  const perSecond = milliseconds > 0 ? (ids.length * 1000) / milliseconds : 0
  return { ids, text, stop_reason: stopReason, tokens_per_second: Math.round(perSecond * 10) / 10 }
}

export async function generateText(args: readonly string[], around: Surroundings): Promise<number> {
  const options = readOptions(args, TABLE, [1, 1, 'A MODEL'])
  const place = options.positionals[0]!
  const stages = readChain(options)
  const most = numberOption(options, 'max-tokens', isWhole, 'a whole number') ?? 100
  const seed = numberOption(options, 'seed', Number.isInteger, 'a whole number') ?? 0
  const json = choiceOption(options, 'format', ['text', 'json']) === 'json'
  const computing = readBackend(options)
  const source = await modelSource(around, place)
  const { ids } = await readPrompt(around, options, place, ['text', 'ids', 'messages'])

  const progress = progressLine(around)
  const { model, tokenizer } = await reading(() => loadModel(source, { ...computing, signal: around.signal, progress: progress.show }))
  progress.clear()
  const started = around.now()
  let shown = 0
  const result = await generate(model, tokenizer, ids, {
    stages,
    most,
    stops: options.texts('stop'),
    random: counterRandom(deriveSeed('generate', seed)),
    signal: around.signal,
    onToken: (_, { text }) => {
      if (!json) around.out(text.slice(shown))
      shown = text.length
    },
  }).finally(() => model.dispose())
  if (json) around.out(`${JSON.stringify(toJson(result, around.now() - started))}\n`)
  else around.out(`${result.text.slice(shown)}\n`)
  return EXIT.ok
}
