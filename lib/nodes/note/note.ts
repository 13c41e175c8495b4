/* Words beside a graph. It computes nothing and has no ports. */
import { defineNode } from '../../graph/define-node'
import { z } from '../../graph/zod'
import { show } from '../../viz/show'

export const note = defineNode({
  kind: 'note',
  version: 1,
  title: 'Note',
  summary: 'Words beside a graph, in Markdown.',
  icon: 'sticky-note',
  group: 'Code, presentation, assertion',
  tags: ['comment', 'markdown', 'label', 'text', 'annotation'],
  inputs: {},
  outputs: {},
  params: z.object({ text: z.string().default('').meta({ description: 'Markdown.', control: 'text-area' }) }),
  size: { width: 192, body: 96 },
  example: 'why: note@1\n  text: The begin token is a *sink*; hide it to see who reads whom.\n',
  exampleNode: 'why',
  compute: () => ({}),
  view: ({ params }) => (params.text ? [show.text(params.text, { markdown: true })] : []),
  empty: 'A note. Write its words in the inspector, in Markdown.',
})
