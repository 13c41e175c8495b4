import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import golden from './choice.golden.json'
import { choice } from './choice'

describe('choice', () => {
  it.each(golden.cases)('$params gives $text', async ({ params, text, number }) => {
    expect(await runNode(choice, { inputs: {}, params: params as { value?: string } })).toEqual({ text, number: { value: number } })
  })
  it('an option may be called otherwise than it is', async () => {
    const options = ['girl', { label: 'A king', value: 'king' }]
    expect((await runNode(choice, { inputs: {}, params: { options, value: 'king' } })).text).toBe('king')
  })
  it('waits while nothing is chosen', async () => {
    await expect(runNode(choice, { inputs: {}, params: {} })).rejects.toMatchObject({ code: 'empty', message: 'needs a choice' })
  })
  it('names the closest option', async () => {
    await expect(runNode(choice, { inputs: {}, params: { value: 'grl' } })).rejects.toMatchObject({
      options: { hint: 'Close to it: girl.' },
    })
  })
})
