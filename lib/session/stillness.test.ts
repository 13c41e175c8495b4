import { describe, expect, it } from 'vitest'
import { parseNotebook } from '../notebook'
import { kindLookup } from '../nodes/lookup'
import { reasonsToWait } from './stillness'

const notebook = (graph: string) => parseNotebook(`---\nvitrine: 1\ntitle: T\n---\n\n\`\`\`graph g\n${graph}\`\`\`\n`, kindLookup)

describe('a notebook from outside', () => {
  it('begins by itself where all is pure and little', () => {
    expect(reasonsToWait(notebook('primer: model@1\nsaid: text@1\n  value: Hot\n'))).toEqual([])
  })
  it('waits where a model is opened that does not come with the app', () => {
    expect(reasonsToWait(notebook('chat: model@1\n  source: hub:us/large\n'))).toEqual(['chat opens the model hub:us/large.'])
  })
  it('waits where a node would write for long', () => {
    const graph = 'primer: model@1\nsaid: text@1\n  value: Hot\nanswer: ask@1\n  model: primer.model\n  prompt: said.text\n  most: 400\n'
    expect(reasonsToWait(notebook(graph))).toEqual(['answer goes on for up to 400 steps.'])
  })
  it('names a few of many reasons', () => {
    const graph = Array.from({ length: 9 }, (_, at) => `m${at}: model@1\n  source: hub:us/m${at}\n`).join('')
    expect(reasonsToWait(notebook(graph)).at(-1)).toBe('There are 3 more such nodes.')
  })
})
