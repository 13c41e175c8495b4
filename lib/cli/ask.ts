/* `vitrine ask`: one prompt answered, or a file of them, held against answers where they are known. */
import path from 'node:path'
import { loadModel } from '../engine/load-model'
import { counterRandom, deriveSeed } from '../graph/random'
import { answerFreely, holdAgainst, type AnswerOptions, type Asked, type CloseStep } from './answering'
import { readItems, type Item } from './ask-items'
import { besideMeasures, readMeasures, Tally } from './ask-shares'
import { EXIT, reading, refused, type Surroundings } from './command'
import { modelPlace, modelSource } from './model-place'
import { choiceOption, numberOption, readOptions, type Options } from './options'
import { progressLine } from './progress'
import { readBackend } from './trace'

const TABLE = {
  prompt: { type: 'string' },
  batch: { type: 'string' },
  'max-tokens': { type: 'string' },
  stop: { type: 'string', multiple: true },
  temperature: { type: 'string' },
  seed: { type: 'string' },
  backend: { type: 'string' },
  fast: { type: 'boolean' },
  format: { type: 'string' },
} as const

const MOST_LISTED = 50

/** Each answer draws from the seed's beginning, so that it does not depend on the lines before it. */
function readHow(options: Options, around: Surroundings): () => AnswerOptions {
  const most = numberOption(options, 'max-tokens', (value) => Number.isInteger(value) && value >= 0, 'a whole number') ?? 100
  const temperature = numberOption(options, 'temperature', (value) => value >= 0, '0 or more') ?? 0
  const seed = numberOption(options, 'seed', Number.isInteger, 'a whole number') ?? 0
  const stops = options.texts('stop')
  return () => ({ most, stops, temperature, random: counterRandom(deriveSeed('ask', seed)), signal: around.signal })
}

export async function ask(args: readonly string[], around: Surroundings): Promise<number> {
  const options = readOptions(args, TABLE, [1, 1, 'A MODEL'])
  const [prompt, batch] = [options.text('prompt'), options.text('batch')]
  if (prompt === undefined && batch === undefined) throw refused('A prompt is missing: one of --prompt, --batch.')
  if (prompt !== undefined && batch !== undefined) throw refused('Only one of --prompt, --batch can be given.')
  const how = readHow(options, around)
  const format = choiceOption(options, 'format', ['text', 'json'])
  const asked = await openModel(around, options)
  try {
    if (batch !== undefined) await askAll(around, asked, batch, (await modelPlace(around, options.positionals[0]!)).folder, how)
    else await askOne(around, asked, prompt!, format === 'json', how())
    return EXIT.ok
  } finally {
    asked.model.dispose()
  }
}

async function openModel(around: Surroundings, options: Options): Promise<Asked> {
  const source = await modelSource(around, options.positionals[0]!)
  const computing = readBackend(options)
  const progress = progressLine(around)
  const opened = await reading(() => loadModel(source, { ...computing, signal: around.signal, progress: progress.show }))
  progress.clear()
  return opened
}

async function askOne(around: Surroundings, asked: Asked, prompt: string, json: boolean, how: AnswerOptions): Promise<void> {
  let shown = 0
  const onToken: AnswerOptions['onToken'] = (_, { text }) => {
    if (!json) around.out(text.slice(shown))
    shown = text.length
  }
  const said = await answerFreely(asked, asked.tokenizer.encode(prompt).ids, { ...how, onToken })
  around.out(json ? `${JSON.stringify({ prompt, said })}\n` : `${said.slice(shown)}\n`)
}

async function askAll(around: Surroundings, asked: Asked, file: string, folder: string | null, how: () => AnswerOptions): Promise<void> {
  const items = await readItems(around, asked, file)
  const measured = await readMeasures(around, [...(folder === null ? [] : [folder]), path.dirname(path.resolve(around.folder, file))])
  const tally = new Tally()
  const close: string[] = []
  const progress = progressLine(around)
  for (const [index, item] of items.entries()) {
    around.signal?.throwIfAborted()
    const { said, right, near } = await answerItem(asked, item, how())
    if (right !== undefined) tally.add(item.family ?? 'unnamed', right)
    if (near.length > 0) close.push(closeLine(item, near))
    const { family, prompt } = item
    around.out(`${JSON.stringify({ ...(family !== undefined && { family }), prompt, said, ...(right !== undefined && { right }) })}\n`)
    progress.show((index + 1) / items.length, `${index + 1} of ${items.length}`)
  }
  progress.clear()
  const families = tally.shares()
  around.out(`${JSON.stringify({ families })}\n`)
  around.err(besideMeasures(families, measured) + closeWords(close))
}

async function answerItem(asked: Asked, item: Item, how: AnswerOptions) {
  if (!item.whole) return { said: await answerFreely(asked, item.ids, how), right: undefined, near: [] }
  const { said, right, close } = await holdAgainst(asked, { prompt: item.ids, whole: item.whole }, how.signal)
  return { said, right, near: close }
}

function closeLine({ place, family, prompt }: Item, steps: readonly CloseStep[]): string {
  const words = steps.map(({ step, best, second }) => `step ${step}, ${JSON.stringify(best)} before ${JSON.stringify(second)}`)
  const end = prompt.length <= 48 ? prompt : `…${prompt.slice(-47)}`
  return `  item ${place}${family === undefined ? '' : ` (${family})`}: ${words.join('; ')} after ${JSON.stringify(end)}`
}

function closeWords(lines: readonly string[]): string {
  if (lines.length === 0) return ''
  const more = lines.length > MOST_LISTED ? `  and ${lines.length - MOST_LISTED} more\n` : ''
  const head = `At ${lines.length === 1 ? 'one item' : `${lines.length} items`} the two best logits lie within 0.001 of each other, so that another machine may answer otherwise:\n`
  return `${head}${lines.slice(0, MOST_LISTED).join('\n')}\n${more}`
}
