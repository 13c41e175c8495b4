import { describe, expect, it } from 'vitest'
import { runExample } from '../../../tests/run-example'
import { runNode } from '../../graph/run-node'
import { loop } from './loop'
import golden from './loop.golden.json'

describe('loop', () => {
  it('does not begin without a maximum', async () => {
    await expect(runNode(loop, { inputs: {}, params: {} })).rejects.toMatchObject({ code: 'no-most' })
  })
  it('has a row for each turn', async () => {
    expect((await runNode(loop, { inputs: {}, params: { most: golden.most } })).table.rows).toEqual([[0], [1], [2], [3], [4]])
  })
  it('goes round with what the turn before left, and says why it ended', async () => {
    const { views } = await runExample(loop.example)
    const said = 'Tom has a fox and a fox and a fox and'
    expect(views.get('turns')?.outputs['line']?.json).toBe(said)
    expect(views.get('turns')?.outputs['said']?.json).toBe(said)
    expect(views.get('turns')?.outputs['table']?.json).toMatchObject({ columns: ['turn', 'said'] })
    expect(views.get('turns')?.foot).toEqual({ left: '3 turns', right: 'most is 3' })
  })
  it('ends in the turn in which the test says yes, before the next state', async () => {
    const { views } = await runExample(
      'start: text@1\n  value: a\nturns: loop@1\n  carry: {line: start.text}\n  next: {line: more.text}\n  keep: {found: done.found}\n  most: 9\n  until: <- done.found\n  body:\n    more: prompt@1\n      template: "{before}b"\n      before: turns.line\n    done: extract@1\n      by: pattern\n      pattern: bb\n      text: turns.line\n',
    )
    expect(views.get('turns')?.error).toBeUndefined()
    expect(views.get('turns')?.outputs['line']?.json).toBe('abb')
    expect(views.get('turns')?.foot).toEqual({ left: '3 turns', right: 'until is yes' })
    expect(views.has('more[2]')).toBe(false)
  })
})
