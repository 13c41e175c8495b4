import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import { services } from '../../../tests/model-service'
import { modelFacts } from '../../values'
import golden from './model.golden.json'
import { model } from './model'

describe('model', () => {
  it('opens the embedded model by default', async () => {
    const made = await runNode(model, { inputs: {}, params: { backend: 'reference' }, services })
    const { made_by: _, ...facts } = golden
    expect(modelFacts(made.model)).toMatchObject({ ...facts, name: 'primer-6m', backend: 'reference' })
    expect(made.model.abilities).toContain('inside')
    expect(
      model.view!({
        in: {},
        out: made,
        params: { source: 'primer-6m', precision: 'stored', backend: 'reference', fast: false },
        node: 'primer',
      }),
    ).toMatchObject([{ panel: 'card', heading: 'primer-6m' }])
  })
  it('packs the weights when asked to', async () => {
    const made = await runNode(model, { inputs: {}, params: { backend: 'reference', precision: 'int8' }, services })
    expect(made.model.engine.quantization).toMatchObject({ bits: 8, words: 'absmax 8 bits by group of 32' })
    expect(made.model.engine.weightBytes).toBeLessThan(4 * made.model.engine.parameters)
  })
  it('says what to do about a model of the hub that was not fetched', async () => {
    await expect(runNode(model, { inputs: {}, params: { source: 'hub:us/absent-model' }, services })).rejects.toMatchObject({
      message: 'hub:us/absent-model is not on this machine.',
    })
  })
  it('names what is here when asked for something else', async () => {
    await expect(runNode(model, { inputs: {}, params: { source: 'gpt-9' }, services })).rejects.toMatchObject({
      options: { hint: expect.stringContaining('primer-6m') },
    })
  })
})
