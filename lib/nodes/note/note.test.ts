import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import golden from './note.golden.json'
import { note } from './note'

describe('note', () => {
  it('makes nothing and shows its Markdown', async () => {
    expect(await runNode(note, { inputs: {}, params: { text: golden.text } })).toEqual({})
    expect(note.view!({ in: {}, out: {}, params: { text: golden.text }, node: 'why' })).toMatchObject([{ panel: 'text', markdown: true }])
  })
})
