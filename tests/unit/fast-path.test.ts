/*
 * How far int8 and int4 weights and whole-number activations lead from the plain numbers: bounds that follow from the steps of their
 * grids, on every golden and on a real chat model. Prints what is reached of them.
 *
 * 1. Each product, proven: tests/product-bounds.ts.
 * 2. A whole pass, by variances. A number between two steps s apart is off by s/√12 (root mean square). That is p/(√12·(2^(b−1) − 1)) of its block, where
 *    p, largest over root mean square, is at most √32: 12 bits cost a product on average at most NOISE = 8.0e-4 of its size. Errors of n products add up
 *    as √n, so a hook's noise is at most 5·NOISE·√n of its size, and its largest error 10·NOISE·√n of its largest number. The factors are for what the
 *    variances leave out: a score has the errors of both its factors, softmax multiplies them by the score's size, and sums that cancel keep the errors.
 * 3. Weights alike, with the noise that the packing itself reports of the worst matrix.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { BackendSession, ModelParts } from '../../lib/engine/backends/backend'
import { openSession } from '../../lib/engine/backends/open-session'
import { fileSource, folderSource } from '../../lib/engine/files/folder'
import type { CallInputs } from '../../lib/engine/ir/call-tables'
import { partsOf } from '../../lib/engine/model'
import { buildProgram } from '../../lib/engine/models'
import { openModel } from '../../lib/engine/open-model'
import { quantizeModel } from '../../lib/engine/quantize'
import { readSafetensors } from '../../lib/engine/safetensors'
import { goldenList } from '../golden-list'
import { oracle } from '../oracle-folder'
import { checkProduct, productsOf } from '../product-bounds'

const { folders, cases } = goldenList('.')
const folderOf = (place: string) => path.join(folders[place.split('/')[0]!]!, place.split('/')[1]!)
const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8'))

/** What the backend says of its activations. */
const bitsOf = ({ reason }: Pick<BackendSession, 'reason'>): number =>
  Number(/whole-number activations \((\d+) bits\)/.exec(reason)?.[1] ?? 24)
const noiseOf = (bits: number): number => Math.sqrt(32) / (Math.sqrt(12) * (2 ** (bits - 1) - 1))

/** Root mean square error over the root mean square, and largest error over the largest number. Infinities are masks. */
function offOf(got: Float32Array, expected: Float32Array): { readonly noise: number; readonly most: number } {
  let [scale, most, errors, power] = [1e-30, 0, 0, 1e-30]
  for (const [i, x] of expected.entries()) {
    if (!Number.isFinite(x)) continue
    const off = Math.abs(x - got[i]!)
    scale = Math.max(scale, Math.abs(x))
    most = Math.max(most, off)
    errors += off * off
    power += x * x
  }
  return { noise: Math.sqrt(errors / power), most: most / scale }
}

const reached = new Map<string, { readonly value: number; readonly at: string }>()
function note(what: string, value: number, at: string): void {
  if (value >= (reached.get(what)?.value ?? 0)) reached.set(what, { value, at })
}
afterAll(() => {
  console.log([...reached].map(([what, { value, at }]) => `${what}: at most ${value.toExponential(1)} (${at})`).join('\n'))
})

const callOf = ({ input_ids, attention_mask, token_type_ids }: Record<string, number[]>): CallInputs => ({
  ids: input_ids!,
  mask: attention_mask?.includes(0) ? attention_mask : null,
  types: token_type_ids?.some((type) => type > 0) ? token_type_ids : null,
})

async function passOf(parts: ModelParts, fast: boolean, call: CallInputs, outputs: readonly string[]) {
  const session = await openSession('wasm', parts, { fast })
  const tensors = await session.pass({ ...call, outputs, edits: new Map() })
  const values = new Map([...tensors].map(([name, { data }]) => [name, data.slice()]))
  const bits = bitsOf(session)
  session.dispose()
  return { values, bits }
}

describe.each([8, 4] as const)('weights of %i bits in blocks of 32', (bits) => {
  test.each(cases.map(({ name, place }) => [name, place]))('%s', async (name, place) => {
    const plain = await openModel(folderSource(folderOf(place)), { backend: 'reference' })
    const model = await quantizeModel(plain, { scheme: 'absmax', bits, per: 'group', group: 32 })
    const [parts, before] = [partsOf(model), partsOf(plain)]
    const program = buildProgram(parts.family, parts.spec)
    const products = productsOf(program)
    const outputs = [...new Set([...program.hooks, ...products.flatMap(({ x, y }) => [x, y])])]
    const call = callOf(readJson(path.join(folderOf(place), 'case.json')).inputs)
    const exact = await passOf(parts, false, call, outputs)
    const fast = await passOf(parts, true, call, outputs)
    expect(exact.bits).toBe(24)
    expect(fast.bits).toBeLessThan(24)
    for (const { values, bits: activations } of [exact, fast])
      for (const product of products) {
        const [x, y] = [values.get(product.x)!, values.get(product.y)!]
        const how = `int${bits}, ${activations === 24 ? 'float32' : `${activations}-bit`} activations: a product`
        const own = checkProduct(product, parts, x, y, { activations, weights: null })
        note(`${how} by its own weights, of the bound`, own.worst, `${name}, ${product.y}`)
        note(`${how} by its own weights, noise`, own.noise, `${name}, ${product.y}`)
        expect(own.worst, product.y).toBeLessThanOrEqual(1)
        const isPacked = parts.weights.packed(product.weight) !== undefined
        const all = checkProduct(product, before, x, y, { activations, weights: isPacked ? bits : null })
        note(`${how} by the weights before, of the bound`, all.worst, `${name}, ${product.y}`)
        note(`${how} by the weights before, noise`, all.noise, `${name}, ${product.y}`)
        expect(all.worst, product.y).toBeLessThanOrEqual(1)
      }
    const unit = noiseOf(fast.bits) * Math.sqrt(products.length)
    for (const hook of program.hooks) {
      const { noise, most } = offOf(fast.values.get(hook)!, exact.values.get(hook)!)
      note(`int${bits}: a hook beside float32 activations, noise over NOISE·√n`, noise / unit, `${name}, ${hook}`)
      note(`int${bits}: a hook beside float32 activations, largest over NOISE·√n`, most / unit, `${name}, ${hook}`)
      note(`int${bits}: a hook beside float32 activations, largest`, most, `${name}, ${hook}`)
      expect(noise, hook).toBeLessThanOrEqual(5 * unit)
      expect(most, hook).toBeLessThanOrEqual(10 * unit)
    }
    expect(products.some(({ weight }) => parts.weights.packed(weight))).toBe(true)
    const worst = Math.max(...model.quantization!.matrices.map(({ rms, size }) => (size > 0 ? rms / size : 0)))
    for (const [hook, golden] of readSafetensors(readFileSync(path.join(folderOf(place), 'golden.safetensors')))) {
      const { noise } = offOf(fast.values.get(hook)!, golden.data)
      note(
        `int${bits}: a hook beside the golden, noise over that of the worst matrix ·√n`,
        noise / (worst * Math.sqrt(products.length)),
        `${name}, ${hook}`,
      )
      note(`int${bits}: a hook beside the golden, noise`, noise, `${name}, ${hook}`)
      expect(noise, hook).toBeLessThanOrEqual(4 * worst * Math.sqrt(products.length))
    }
    model.dispose()
    plain.dispose()
  })
})

const chat = oracle('../models/smollm2-135m-instruct')

test.skipIf(chat === undefined)(
  'SmolLM2 from its own Q4_1 and Q8_0 blocks: fast beside exact, and both beside transformers',
  async () => {
    const { cases: texts } = readJson(path.join(chat!, 'reference.json')) as { cases: readonly { ids: number[] }[] }
    const wanted = readSafetensors(readFileSync(path.join(chat!, 'reference.safetensors')))
    const source = fileSource(path.join(chat!, 'SmolLM2-135M-Instruct.Q4_1.gguf'))
    const [exact, fast] = [await openModel(source, { backend: 'wasm' }), await openModel(source, { backend: 'wasm', fast: true })]
    const bits = bitsOf({ reason: fast.backendReason })
    expect([bitsOf({ reason: exact.backendReason }), bits < 24]).toEqual([24, true])
    const parts = partsOf(fast)
    const products = productsOf(buildProgram(parts.family, parts.spec))
    const unit = noiseOf(bits) * Math.sqrt(products.length)
    let same = 0
    for (const [at, { ids }] of texts.entries()) {
      const [one, two] = [
        (await exact.forward({ ids })).tensors.get('logits')!.data,
        (await fast.forward({ ids })).tensors.get('logits')!.data,
      ]
      const { noise, most } = offOf(two, one)
      note('SmolLM2: logits beside float32 activations, noise', noise, `text ${at}`)
      note('SmolLM2: logits beside float32 activations, largest', most, `text ${at}`)
      expect(noise).toBeLessThanOrEqual(5 * unit)
      expect(most).toBeLessThanOrEqual(10 * unit)
      const [exactLast, fastLast] = [one.slice(-49_152), two.slice(-49_152)]
      const golden = wanted.get(`${at}.logits_last`)!.data
      const off = (row: Float32Array) => golden.reduce((farthest, x, i) => Math.max(farthest, Math.abs(x - row[i]!)), 0)
      note('SmolLM2: float32 activations beside transformers, largest logit error', off(exactLast), `text ${at}`)
      note(`SmolLM2: ${bits}-bit activations beside transformers, largest logit error`, off(fastLast), `text ${at}`)
      note(`SmolLM2: ${bits}-bit activations, KL divergence of the next token`, divergence(golden, fastLast), `text ${at}`)
      expect(off(exactLast)).toBeLessThan(5e-3)
      if (top(golden) === top(fastLast)) same++
    }
    expect(same).toBe(texts.length)
    const { ids } = texts.reduce((best, each) => (each.ids.length < best.ids.length ? each : best))
    const some = products.filter(({ y }) => /^(blocks\.(0|14|29)\.|logits)/.test(y))
    const { values } = await passOf(parts, true, { ids, mask: null, types: null }, [...new Set(some.flatMap(({ x, y }) => [x, y]))])
    for (const product of some) {
      const own = checkProduct(product, parts, values.get(product.x)!, values.get(product.y)!, { activations: bits, weights: null })
      note(`SmolLM2, ${bits}-bit activations: a product by its own weights, of the bound`, own.worst, product.y)
      note(`SmolLM2, ${bits}-bit activations: a product by its own weights, noise`, own.noise, product.y)
      expect(own.worst, product.y).toBeLessThanOrEqual(1)
    }
    exact.dispose()
    fast.dispose()
  },
  300_000,
)

const top = (row: Float32Array): number => row.indexOf(row.reduce((most, x) => Math.max(most, x), -Infinity))

/** Of softmax(q) from softmax(p), in nats. */
function divergence(p: Float32Array, q: Float32Array): number {
  const normal = (row: Float32Array) => {
    const most = row[top(row)]!
    return most + Math.log(row.reduce((sum, x) => sum + Math.exp(x - most), 0))
  }
  const [a, b] = [normal(p), normal(q)]
  return p.reduce((sum, x, i) => sum + Math.exp(x - a) * (x - a - (q[i]! - b)), 0)
}
