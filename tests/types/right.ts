/* Uses that must compile. Every file beside this one repeats them with one thing wrong per marked line. */
import type { ServiceTypes } from '../../lib/graph/define-node'
import { defineNode } from '../../lib/graph/define-node'
import type { AnyInput } from '../../lib/graph/port-type'
import { definePort } from '../../lib/graph/port-type'
import { runNode } from '../../lib/graph/run-node'
import { z } from '../../lib/graph/zod'

export interface Clockwork {
  turn(): number
}
declare module '../../lib/graph/define-node' {
  interface ServiceTypes {
    clockwork: Clockwork
  }
}

const plain = { widensTo: [], check: () => null, parts: () => [], bytes: () => 0, toJson: () => null, summary: () => '' }
export const Word = definePort<string>({ name: 'word', title: 'Word', ...plain })
export const Weights = definePort<Float32Array>({ name: 'weights', title: 'Weights', ...plain })

/** Panels take values, so that one of the wrong type does not compile. */
export const show = {
  word: (value: string) => ({ panel: 'text', value }),
  weights: (value: Float32Array) => ({ panel: 'bars', value }),
}

const look = {
  title: 'Weigh',
  summary: 'Weighs a word.',
  icon: 'scale',
  group: 'Tests',
  size: { width: 128, body: 40 },
  example: '',
  exampleNode: 'w',
}

export const base = {
  ...look,
  kind: 'weigh',
  version: 1,
  inputs: { word: Word.input('what is weighed'), again: Word.input('weighed too').optional(), more: Word.input('others').many() },
  outputs: { weights: Weights.output('its letters [N]'), word: Word.output('the word') },
  params: z.object({ scale: z.number().default(1), how: z.enum(['plain', 'loud']).default('plain') }),
} as const

export const weigh = defineNode({
  ...base,
  needs: ['clockwork'],
  compute({ word, again, more }, { scale, how }, ctx) {
    const loud: 'plain' | 'loud' = how
    const second: string | undefined = again
    const others: readonly string[] = more
    const turns: number = ctx.services.clockwork.turn() * scale * ctx.random()
    ctx.emit({ word })
    return { weights: new Float32Array([turns, others.length, loud.length, second?.length ?? 0]), word }
  },
  view: ({ in: { word }, out }) => [show.word(word), ...(out.weights ? [show.weights(out.weights)] : [])],
})

export const services: Pick<ServiceTypes, 'clockwork'> = { clockwork: { turn: () => 1 } }

export async function uses(): Promise<void> {
  const made = await runNode(weigh, { inputs: { word: 'a', more: [] }, params: { scale: 2 }, services })
  const weights: Float32Array = made.weights
  await runNode(weigh, {
    inputs: { word: { type: Word, value: 'a' }, again: 'b', more: ['c'] },
    params: {},
    services,
    seed: weights.length,
  })
  const ports: Readonly<Record<string, AnyInput>> = weigh.inputs
  void ports
}
