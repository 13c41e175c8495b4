/* Is a text right, by a reference? One rule, one number. */
import { defineNode } from '../../graph/define-node'
import { z } from '../../graph/zod'
import { NumberPort, numberOf, TablePort, Text, truth } from '../../values'
import { number } from '../../viz/numbers'
import { show } from '../../viz/show'
import { GRADES, gradeOf } from './grades'

export const grade = defineNode({
  kind: 'grade',
  version: 1,
  title: 'Grade',
  summary: 'Says whether a text is right, by a reference.',
  icon: 'spell-check',
  group: 'Evaluation, security, operations',
  tags: ['right', 'wrong', 'exact match', 'accuracy', 'score', 'f1', 'contains', 'evaluate'],
  sources: ['arXiv:1606.05250', 'arXiv:2110.14168'],
  inputs: { text: Text.input('what was said'), reference: Text.input('what it is held against') },
  outputs: {
    number: NumberPort.output('1 if right, else 0; for F1 the share of words they have in common'),
    table: TablePort.output('what was held against what; for F1 word by word'),
  },
  params: z.object({
    by: z.enum(GRADES).default('exact').meta({
      description:
        'exact: the same but for space around it. contains: the reference stands in the text. contained: the text stands in the reference. number: the last number of each. F1: words in common.',
    }),
  }),
  inline: ['by'],
  size: { width: 192, body: 112 },
  example:
    'said: text@1\n  value: " The fox."\nwanted: text@1\n  value: a fox\nheld: grade@1\n  text: said.text\n  reference: wanted.text\n  by: F1\n',
  exampleNode: 'held',
  compute({ text, reference }, { by }) {
    const { score, table } = gradeOf(by, text, reference)
    return { number: by === 'F1' ? numberOf(score, '%') : truth(score === 1), table }
  },
  view: ({ in: { text, reference }, out }) =>
    out.number ? [show.diff(shortened(reference.trim()), shortened(text.trim()), { names: ['the reference', 'the text'] })] : [],
  foot: ({ out, params }) => {
    if (!out.number) return {}
    if (params.by === 'F1') return { left: 'F1', right: number(out.number.value) }
    return { left: out.number.value === 1 ? 'right' : 'wrong', right: params.by }
  },
  empty: 'Holds a text against a reference. Wire both.',
})

/** Enough to see; grades are of the whole texts. */
const SHOWN = 2000
const shortened = (text: string): string => (text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`)
