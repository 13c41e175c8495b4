import { describe, expect, it } from 'vitest'
import { runExample } from '../../../tests/run-example'
import { runNode } from '../../graph/run-node'
import { Text } from '../../values'
import { select } from './select'
import golden from './select.golden.json'

const of = ['a', 'b', 'c'].map((value) => ({ type: Text, value }))

describe('select', () => {
  it.each(golden.cases)('$which is place $place', async ({ which, place, names }) => {
    const made = await runNode(select, { inputs: { of }, params: { which, ...(names ? { names } : {}) } as never })
    expect(made.value).toEqual(of[place])
  })
  it.each([
    [{ which: 3 }, 'no-such-input'],
    [{ which: -1 }, 'no-such-input'],
    [{ which: 'hgh', names: ['low', 'high'] }, 'no-such-name'],
  ])('%j is refused', async (params, code) => {
    await expect(runNode(select, { inputs: { of }, params })).rejects.toMatchObject({ code })
  })
  it('gives the chosen one with its type', async () => {
    const { views } = await runExample(select.example)
    expect(views.get('pick')?.outputs['value']).toMatchObject({ type: 'Text', json: 'Tom has a fox.' })
    expect(views.get('pick')?.panels).toMatchObject([{ panel: 'text' }])
  })
})
