import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import golden from './prompt.golden.json'
import { prompt } from './prompt'
import { slotNames } from './slots'

describe('prompt', () => {
  it.each(golden.cases)('fills $template', async ({ template, slots, text }) => {
    expect(await runNode(prompt, { inputs: slots, params: { template } })).toEqual({ text })
  })
  it('has one port for each slot, in the order of first use', () => {
    expect(slotNames('{q}{a}{q} {"name": {n}} {{no}}')).toEqual(['q', 'a', 'n'])
    expect(Object.keys(prompt.ports!({ template: '{b} {a}' }, { entries: {} }).inputs!)).toEqual(['b', 'a'])
  })
  it('needs every slot', async () => {
    await expect(runNode(prompt, { inputs: {}, params: { template: '{a}' } })).rejects.toThrow('needs a')
  })
  it('prints numbers and data canonically', async () => {
    const { NumberPort, JsonPort, numberOf } = await import('../../values')
    const inputs = { a: { type: NumberPort, value: numberOf(0.1) }, b: { type: JsonPort, value: { x: 1 } } }
    expect((await runNode(prompt, { inputs, params: { template: '{a} {b}' } })).text).toBe('0.1 {"x":1}')
  })
  it('refuses a slot with the name of its param', async () => {
    await expect(runNode(prompt, { inputs: {}, params: { template: '{template}' } })).rejects.toThrow('cannot be named template')
  })
})
