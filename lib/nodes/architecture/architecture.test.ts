/* Parts, products and what bounds a pass, against formulas by hand. */
import { describe, expect, it } from 'vitest'
import { countModel } from '../../engine'
import { runNode } from '../../graph/run-node'
import { primer } from '../../../tests/model-service'
import { architecture } from './architecture'
import golden from './architecture.golden.json'
import { treeTable } from './parts'
import { decode, machines, prefill } from './roofline'

describe('architecture', async () => {
  const model = await primer()
  const load = { context: golden.context, batch: 1, bytesEach: 4 }

  it('counts every part once', async () => {
    const { table } = await runNode(architecture, { inputs: { model }, params: { weights: '32 bits' } })
    const column = (name: string) => table.columns.findIndex((each) => each.name === name)
    const sum = (name: string) => table.rows.reduce((total, row) => total + (row[column(name)] as number), 0)
    expect(sum('parameters')).toBe(golden.parameters)
    expect(sum('bytes')).toBe(4 * golden.parameters)
    expect(sum('prefill')).toBe(golden.prefill)
    expect(sum('decode')).toBe(golden.decode)
    const row = (part: string) =>
      Object.fromEntries(table.columns.map(({ name }, at) => [name, table.rows.find((each) => each[0] === part)![at]]))
    expect(row('block 3 / attention / queries')).toMatchObject({ ...golden.queries, shape: '[T, N 256]' })
    expect(row('block 0 / attention / scores')).toMatchObject({ ...golden.scores, shape: '[H 8, T, S]' })
  })

  it('one block stands for all', () => {
    const names = treeTable(countModel(model.engine), load).rows.map(([name]) => String(name).trim())
    expect(names.filter((name) => name.includes('block'))).toEqual(['each of 6 blocks'])
    expect(names).toContain('gate')
  })

  it('a batch shares the weights', () => {
    const counts = countModel(model.engine)
    const machine = machines['browser core']
    const one = decode(counts, load, machine)
    expect(one.flops).toBe(golden.decode)
    expect(one.bytes).toBe(4 * golden.parameters + golden.kept_bytes)
    expect(one.memory).toBeGreaterThan(one.compute)
    const many = decode(counts, { ...load, batch: 64 }, machine)
    expect(many.bytes).toBe(4 * golden.parameters + 64 * golden.kept_bytes)
    expect(many.flops).toBe(64 * one.flops)
    const whole = prefill(counts, load, machine)
    expect(whole.flops).toBe(golden.prefill)
    expect(whole.compute).toBeGreaterThan(whole.memory)
  })
})
