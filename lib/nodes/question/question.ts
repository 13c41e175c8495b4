/* Predict before you see: options, and the right one computed from the wire. The guess belongs to the viewer, never to the file. */
import { defineNode } from '../../graph/define-node'
import type { Json } from '../../graph/json'
import type { Boxed } from '../../graph/port-type'
import { listed } from '../../graph/sentences'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { AnyPort, NumberPort, numberOf, truth as yesNo, type NumberValue } from '../../values'
import { number } from '../../viz/numbers'
import { show } from '../../viz/show'
import { holding, options, type Option } from './options'
import { GIRL, passOver } from '../example'

export const question = defineNode({
  kind: 'question',
  version: 1,
  title: 'Question',
  summary: 'Commit to an answer before the numbers speak.',
  icon: 'circle-question-mark',
  group: 'Code, presentation, assertion',
  tags: ['predict', 'quiz', 'guess', 'options', 'lesson', 'reveal'],
  sources: ['Crouch et al. 2004, Am. J. Phys. 72, 835'],
  inputs: { truth: AnyPort.input('the Number or Text that decides which option is right') },
  outputs: {
    guess: NumberPort.output('place of the chosen option, from 0; −1 before, or when passed'),
    right: NumberPort.output('1 if the guess was right'),
  },
  params: z.object({
    ask: z.string().default('').meta({ description: 'The question.', control: 'text-area' }),
    options: options.default([]).meta({ description: 'Records: say, above (bound included), below (excluded) or value, because.' }),
  }),
  readsViewer: true,
  size: { width: 256, body: 248 },
  example:
    passOver(GIRL) +
    'lily: target@1\n  logits: pass.logits\n  answer: " Lily"\nguess: question@1\n  truth: lily.number\n  ask: How likely is Lily?\n  options:\n    - {say: Under 10 %, below: 0.1}\n    - {say: More, above: 0.1}\n',
  exampleNode: 'guess',
  compute({ truth }, { options: list }, ctx) {
    const place = rightPlace(truthOf(truth), list)
    const guess = guessOf(ctx.viewerInput, list)
    return { guess: numberOf(guess ?? -1), right: yesNo(guess === place) }
  },
  view: ({ in: { truth }, out, params, viewerInput }) => {
    if (!out.guess) return []
    const answered = viewerInput !== undefined
    const place = answered ? rightPlace(truthOf(truth), params.options) : null
    const guess = guessOf(viewerInput, params.options)
    return [
      show.card({ heading: params.ask, choices: params.options.map((given, at) => choice(given, at, place, guess)), canPass: !answered }),
    ]
  },
  foot: ({ out, viewerInput, in: { truth } }) => {
    if (viewerInput === undefined || !out.right) return { left: 'Not answered' }
    if (viewerInput === 'pass') return { left: 'Passed', right: truthText(truth) }
    return { left: out.right.value ? 'As you said' : 'Otherwise', right: truthText(truth) }
  },
  empty: 'Asks before it shows. Wire the number that decides, and write options with their ranges.',
})

function choice(given: Option, at: number, right: number | null, guess: number | null) {
  const chosen = guess === at ? { chosen: true } : {}
  if (right === null) return { say: given.say, ...chosen }
  return { say: given.say, ...(given.because ? { because: given.because } : {}), right: at === right, ...chosen }
}

function truthOf({ type, value }: Boxed): number | string {
  if (type.name === 'number') return (value as NumberValue).value
  if (type.name === 'text') return value as string
  throw new NodeFailure('wrong-type', `truth takes a Number or a Text, got ${type.title}.`, {
    port: 'truth',
    hint: 'Odds of a word makes a number of logits.',
  })
}

const truthText = ({ type, value }: Boxed): string =>
  type.name === 'number' ? number((value as NumberValue).value) : type.spec.summary(value)

function rightPlace(truth: number | string, list: readonly Option[]): number {
  if (list.length < 2)
    throw new NodeFailure('empty', 'needs at least two options', {
      port: 'options',
      hint: 'Write what one might think, and why.',
    })
  const right = holding(list, truth)
  if (right.length === 1) return right[0]!
  const said = listed(right.map((place) => `“${list[place]!.say}”`))
  throw new NodeFailure('not-one-right', right.length === 0 ? `No option holds for ${truth}.` : `${said} all hold for ${truth}.`, {
    port: 'options',
    hint: 'Ranges should cover the line and not overlap; above includes its bound, below does not.',
  })
}

/** null: not answered, passed, or an option that is no longer there. */
const guessOf = (input: Json | undefined, list: readonly Option[]): number | null =>
  typeof input === 'number' && Number.isInteger(input) && input >= 0 && input < list.length ? input : null
