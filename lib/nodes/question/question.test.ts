import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import type { Boxed } from '../../graph/port-type'
import { NumberPort, numberOf, Text } from '../../values'
import golden from './question.golden.json'
import { rangesProblem } from './options'
import { question } from './question'

const truth = (value: number): Boxed => ({ type: NumberPort as Boxed['type'], value: numberOf(value) })
const { options } = golden

describe('question', () => {
  it.each(golden.cases)('for %d, option %d is right', async (value, place) => {
    const answer = (viewerInput: number) => runNode(question, { inputs: { truth: truth(value!) }, params: { options }, viewerInput })
    for (const guess of [0, 1, 2])
      expect(await answer(guess)).toEqual({ guess: { value: guess }, right: { value: guess === place ? 1 : 0, unit: 'yes/no' } })
  })
  it('does not say until the viewer has answered or passed', async () => {
    const inputs = { truth: truth(0.1) }
    const params = question.params.parse({ ask: 'How much?', options })
    const shown = async (viewerInput?: number | string) => {
      const out = await runNode(question, { inputs, params, ...(viewerInput === undefined ? {} : { viewerInput }) })
      const view = { in: inputs, out, params, node: 'guess', ...(viewerInput === undefined ? {} : { viewerInput }) }
      return {
        card: question.view!(view)[0] as unknown as { choices: { right?: boolean; chosen?: boolean }[]; canPass: boolean },
        foot: question.foot!(view),
      }
    }
    const before = await shown()
    expect(JSON.stringify(before.card)).not.toContain('right')
    expect(before).toMatchObject({ card: { canPass: true }, foot: { left: 'Not answered' } })
    expect((await shown(2)).card.choices).toMatchObject([{ right: false }, { right: true }, { right: false, chosen: true }])
    expect((await shown('pass')).foot).toMatchObject({ left: 'Passed', right: '0.100' })
  })
  it('texts are told apart by value, the rest is the option without one', async () => {
    const list = [{ say: 'Lily', value: ' Lily' }, { say: 'another' }]
    const right = async (value: string) =>
      (await runNode(question, { inputs: { truth: { type: Text as Boxed['type'], value } }, params: { options: list }, viewerInput: 1 }))
        .right.value
    expect([await right(' Lily'), await right(' Tim')]).toEqual([0, 1])
  })
  it.each([
    [
      [
        { say: 'a', below: 1 },
        { say: 'b', above: 2 },
      ],
      'no option covers 1 to 2',
    ],
    [
      [
        { say: 'a', below: 2 },
        { say: 'b', above: 1 },
      ],
      '“a” and “b” overlap from 1 to 2',
    ],
    [
      [
        { say: 'a', above: 0, below: 1 },
        { say: 'b', above: 1 },
      ],
      'no option covers what is below 0',
    ],
    [
      [
        { say: 'a', below: 1 },
        { say: 'b', above: 1, below: 3 },
      ],
      'no option covers 3 and above',
    ],
    [options, null],
  ])('%o: %s', (list, problem) => {
    expect(rangesProblem(list)).toBe(problem)
  })
  it('a list with a gap is refused when the file is read', () => {
    expect(
      question.params.safeParse({
        options: [
          { say: 'a', below: 1 },
          { say: 'b', above: 2 },
        ],
      }).success,
    ).toBe(false)
  })
})
