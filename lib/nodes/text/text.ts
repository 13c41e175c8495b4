/* A text as typed. Its control is its face: no panel repeats it. */
import { defineNode } from '../../graph/define-node'
import { z } from '../../graph/zod'
import { plural, Text } from '../../values'

export const text = defineNode({
  kind: 'text',
  version: 1,
  title: 'Text',
  summary: 'A text, kept exactly as typed.',
  icon: 'type',
  group: 'Input and control',
  tags: ['input', 'string', 'words', 'sentence', 'type'],
  inputs: {},
  outputs: { text: Text.output('the text; nothing is trimmed') },
  params: z.object({
    value: z.string().default('').meta({ title: 'Text', description: 'Kept as typed, spaces included.', control: 'text-area' }),
  }),
  inline: ['value'],
  size: { width: 152, body: 104 },
  example: 'prompt: text@1\n  value: Once upon a time\n',
  exampleNode: 'prompt',
  compute: (_, { value }) => ({ text: value }),
  foot: ({ params }) => ({ left: plural(params.value.length, 'character'), ...trailing(params.value) }),
})

/** A space at the end changes what comes next, and is not seen. */
function trailing(value: string): { right?: string } {
  if (value.endsWith('\n')) return { right: 'ends in a line break' }
  return /\s$/.test(value) ? { right: 'ends in a space' } : {}
}
