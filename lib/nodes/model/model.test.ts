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
  it('names what is here when asked for something else', async () => {
    await expect(runNode(model, { inputs: {}, params: { source: 'gpt-9' }, services })).rejects.toMatchObject({
      options: { hint: expect.stringContaining('primer-6m') },
    })
  })
})
