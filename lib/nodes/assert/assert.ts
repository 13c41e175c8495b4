/* A claim on a wire: it holds or it fails, and says what it saw. Also the test of an exercise. */
import { defineNode } from '../../graph/define-node'
import { z } from '../../graph/zod'
import { AnyPort, NumberPort, plural, truth } from '../../values'
import { show } from '../../viz/show'
import { CHECKS } from './checks'
import { GIRL, passOver } from '../example'

export const assert = defineNode({
  kind: 'assert',
  version: 1,
  title: 'Assert',
  summary: 'A claim about a value: it holds or it fails, and says what it saw.',
  icon: 'badge-check',
  group: 'Code, presentation, assertion',
  tags: ['claim', 'test', 'check', 'exercise', 'equal', 'expect'],
  sources: ['Meyer 1992, Applying design by contract'],
  inputs: { of: AnyPort.input('the value the claim is about'), and: AnyPort.input('a second value, in place of than').optional() },
  outputs: { number: NumberPort.output('1 if the claim holds, else 0') },
  params: z.object({
    is: z.enum(['equal', 'within', 'above', 'below', 'contains', 'shape', 'sums to', 'same as', 'rises']).default('equal'),
    than: z
      .union([z.number(), z.string(), z.array(z.union([z.number(), z.string()]))])
      .default(0)
      .meta({ description: 'A number, a text, or a shape like [T, 4096].' }),
    tolerance: z.number().min(0).default(0).meta({ description: 'How far off still counts.' }),
    hint: z.string().default('').meta({ description: 'A question, shown when the claim fails.' }),
    points: z.int().min(0).default(1),
  }),
  assertion: true,
  size: { width: 192, body: 96 },
  example: passOver(GIRL) + 'next: odds@1\n  logits: pass.logits\nclaim: assert@1\n  of: next.odds\n  is: sums to\n  than: 1\n',
  exampleNode: 'claim',
  compute: ({ of, and }, { is, than, tolerance }) => ({ number: truth(CHECKS[is]({ of, and, than, tolerance }).holds) }),
  view: ({ in: { of, and }, out, params: { is, than, tolerance, hint } }) => {
    if (!out.number) return []
    const { holds, saw, claimed } = CHECKS[is]({ of, and, than, tolerance })
    return [
      show.card({
        badge: holds ? { tone: 'holds', words: 'Holds' } : { tone: 'fails', words: 'Fails' },
        rows: [
          { name: 'Claim', value: claimed },
          { name: 'Saw', value: saw },
        ],
        ...(hint && !holds ? { text: hint } : {}),
      }),
    ]
  },
  foot: ({ out, params }) => ({
    left: out.number?.value ? 'holds' : 'fails',
    right: params.points === 1 ? '' : plural(params.points, 'point'),
  }),
  empty: 'A claim about a value. Wire the value into of.',
})
