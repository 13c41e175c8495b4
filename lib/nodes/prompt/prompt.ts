/* A template whose slots are ports. */
import { defineNode } from '../../graph/define-node'
import { NodeFailure } from '../../graph/states'
import { z } from '../../graph/zod'
import { plural, Text } from '../../values'
import { show } from '../../viz/show'
import { slotNames, templateParts } from './slots'

/** A port may not be called like a param of its kind. */
const RESERVED = 'template'

export const prompt = defineNode({
  kind: 'prompt',
  version: 1,
  title: 'Prompt',
  summary: 'A text with slots; every slot is a port.',
  icon: 'text-cursor-input',
  group: 'Text and prompts',
  tags: ['template', 'slots', 'fill in', 'few-shot', 'variables'],
  inputs: {},
  outputs: { text: Text.output('the template with its slots filled') },
  ports: ({ template }) => ({
    inputs: Object.fromEntries(
      slotNames(template)
        .filter((slot) => slot !== RESERVED)
        .map((slot) => [slot, Text.input(`what stands at {${slot}}`)]),
    ),
  }),
  params: z.object({
    template: z
      .string()
      .default('{a} -> ')
      .meta({ description: 'Words in braces are slots: {name}. Doubled braces are braces.', control: 'text-area' }),
  }),
  inline: ['template'],
  size: { width: 192, body: 184 },
  example: 'word: text@1\n  value: girl\nline: prompt@1\n  template: Once upon a time, there was a little {who} named\n  who: word.text\n',
  exampleNode: 'line',
  compute(inputs, { template }) {
    const parts = templateParts(template)
    if (parts.some((part) => 'slot' in part && part.slot === RESERVED))
      throw new NodeFailure('reserved-slot', 'A slot cannot be named template: the node has a param of that name.', {
        port: 'template',
        hint: 'Name it otherwise.',
      })
    return { text: parts.map((part) => ('slot' in part ? String(inputs[part.slot]) : part.text)).join('') }
  },
  view: ({ in: inputs, params }) => [
    show.text(
      templateParts(params.template).map((part) =>
        'slot' in part ? { text: String(inputs[part.slot] ?? ''), tone: 'slot' as const, name: part.slot } : { text: part.text },
      ),
    ),
  ],
  foot: ({ out, params }) => ({
    left: plural((out.text ?? '').length, 'character'),
    right: plural(slotNames(params.template).length, 'slot'),
  }),
  empty: 'A text with slots in braces. Each slot is a port: wire a text into it.',
})
