/*
 * An edit at any hook of any architecture does the same on every backend: seeded edits of every kind, by heads, positions and dims,
 * one at a time and two at once. VITRINE_FUZZ says how many (npm run prove: many).
 */
import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { folderSource } from './files/folder'
import { openModel } from './open-model'
import { buildProgram, familyOf } from './models'
import { parseJsonObject } from './files/json'
import { shapeOf } from './ir/program'
import type { Edit, EngineTensor } from './types'

const root = 'tests/oracles/architectures'
const folders = readdirSync(root)
  .filter((name) => /-(edits|plain|nope|padded|long|mlm)$/.test(name))
  .map((name) => `${root}/${name}`)
  .concat('tests/oracles/goldens/gpt2-hubnames')
const tries = Math.max(4, Math.floor(Number(process.env['VITRINE_FUZZ'] ?? 150) / 15))
const T = 7
const BACKENDS = ['reference', 'ort', 'wasm'] as const

interface Hook {
  readonly name: string
  readonly shape: readonly number[]
  readonly dims: readonly string[]
}

async function hooksOf(folder: string): Promise<Hook[]> {
  const config = parseJsonObject(await folderSource(folder).read('config.json'), 'config.json')
  const family = familyOf(config)
  const program = buildProgram(family, family.readSpec(config))
  return program.hooks.map((name) => {
    const info = program.values.get(name)!
    return { name, dims: info.dims, shape: shapeOf(info, T, T) }
  })
}

const selectorOf = (dim: string, axis: number, count: number): 'heads' | 'positions' | 'dims' => {
  if (dim === 'T') return 'positions'
  if (dim.startsWith('H')) return 'heads'
  return axis === count - 1 ? 'dims' : 'heads'
}

function anEdit(hooks: readonly Hook[]): fc.Arbitrary<Edit> {
  return fc.constantFrom(...hooks).chain(({ name, shape, dims }) => {
    const region = Object.fromEntries(
      dims.map((dim, axis) => [
        selectorOf(dim, axis, dims.length),
        fc.option(fc.uniqueArray(fc.nat(shape[axis]! - 1), { minLength: 1, maxLength: 5 }), { nil: undefined, freq: 2 }),
      ]),
    )
    const ops = name.endsWith('scale') ? (['scale', 'add'] as const) : (['zero', 'mean', 'set', 'add', 'scale', 'replace'] as const)
    return fc
      .record({ chosen: fc.record(region), op: fc.constantFrom(...ops), value: fc.double({ min: 0.25, max: 2, noNaN: true }) })
      .map(({ chosen, op, value }) => {
        const selected = Object.fromEntries(Object.entries(chosen).filter(([, list]) => list)) as Pick<Edit, 'heads' | 'positions' | 'dims'>
        const lengths = dims.map((dim, axis) => selected[selectorOf(dim, axis, dims.length)]?.length ?? shape[axis]!)
        const size = op === 'replace' ? lengths.reduce((product, length) => product * length, 1) : lengths.at(-1)!
        const values = Float32Array.from({ length: size }, (_, i) => value - 0.37 * (i % 5))
        return { at: name, op, ...selected, ...(op === 'zero' ? {} : { value: op === 'mean' || op === 'replace' ? values : value }) }
      })
  })
}

function farthest(a: EngineTensor, b: EngineTensor): number {
  let scale = 1
  for (const x of a.data) if (Number.isFinite(x)) scale = Math.max(scale, Math.abs(x))
  let worst = 0
  for (const [i, x] of a.data.entries()) {
    const far = Object.is(x, b.data[i]) || x === b.data[i] ? 0 : Math.abs(x - b.data[i]!) / scale
    if (!(far <= worst)) worst = far
  }
  return worst
}

test.each(folders)('%s', { timeout: 600_000 }, async (folder) => {
  const [reference, ...others] = await Promise.all(BACKENDS.map((backend) => openModel(folderSource(folder), { backend })))
  const hooks = await hooksOf(folder)
  const answers = ['logits', 'sentence_embedding', 'pooled'].filter((name) => hooks.some((hook) => hook.name === name))
  const ids = Array.from({ length: T }, (_, i) => 3 + ((i * 17) % 40))
  const property = fc.asyncProperty(fc.array(anEdit(hooks), { minLength: 1, maxLength: 2 }), async (edits) => {
    const request = { ids, edits, want: [...answers, ...edits.map(({ at }) => at)] }
    const expected = await reference!.forward(request)
    for (const other of others) {
      const got = await other.forward(request)
      for (const [name, tensor] of expected.tensors)
        expect(farthest(tensor, got.tensors.get(name)!), `${name} on ${other.backend}`).toBeLessThan(3e-5)
    }
  })
  await fc.assert(property, { seed: 20261125, numRuns: tries, endOnFailure: true })
  for (const model of [reference!, ...others]) model.dispose()
})
