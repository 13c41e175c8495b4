import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import golden from './text.golden.json'
import { text } from './text'

describe('text', () => {
  it.each(golden.cases)('keeps $value as it is', async ({ value, text: kept }) => {
    expect(await runNode(text, { inputs: {}, params: { value } })).toEqual({ text: kept })
  })
  it('says what is not seen', () => {
    const foot = (value: string) => text.foot!({ in: {}, out: { text: value }, params: { value }, node: 'prompt' })
    expect(foot('once ')).toEqual({ left: '5 characters', right: 'ends in a space' })
    expect(foot('a')).toEqual({ left: '1 character' })
  })
})
