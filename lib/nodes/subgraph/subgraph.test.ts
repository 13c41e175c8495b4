import { describe, expect, it } from 'vitest'
import { runExample } from '../../../tests/run-example'
import { runNode } from '../../graph/run-node'
import { subgraph } from './subgraph'
import golden from './subgraph.golden.json'

const define = (body: string): string => `\`\`\`\n\n\`\`\`graph greeting define\ninputs: {who: Text}\noutputs: {line: line.text}\n${body}`
const line = 'line: prompt@1\n  template: "{who} has a fox."\n  who: greeting.who\n'

describe('subgraph', () => {
  it('waits for a name', async () => {
    await expect(runNode(subgraph, { inputs: {}, params: {} })).rejects.toMatchObject({ code: 'empty' })
  })
  it('is the nodes of its definition', async () => {
    const { views } = await runExample(subgraph.example)
    expect(views.get('hello')?.outputs['line']?.json).toBe(golden.cases[0]!.text)
    expect(views.get('hello/line')?.outputs['text']?.json).toBe(golden.cases[0]!.text)
  })
  it('sets values of its own in its nodes', async () => {
    const use = 'name: text@1\n  value: Tom\nhello: subgraph@1\n  of: greeting\n  overrides: {line.template: "{who}!"}\n  who: name.text\n'
    const { views, problems } = await runExample(use + define(line))
    expect(problems).toEqual([])
    expect(views.get('hello')?.outputs['line']?.json).toBe('Tom!')
  })
})
