/* What `vitrine new` writes: a notebook that runs, and a kind that type-checks, passes its test and draws a panel. */

const titleOf = (name: string): string => {
  const words = name.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** `random-tokens` → `randomTokens`. */
export const variableOf = (name: string): string => name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

export const newNotebook = (id: string): string => `---
vitrine: 1
title: ${titleOf(id)}
---

# ${titleOf(id)}

The next word of the text below, with its odds.

\`\`\`graph main
prompt: text@1
  value: Once upon a time
primer: model@1
tokens: tokenizer@1
  text: prompt.text
  tokenizer: primer.model
pass: forward@1
  model: primer.model
  tokens: tokens.tokens
next: odds@1
  logits: pass.logits
\`\`\`
`

/** The list with one more line, in the order of the alphabet. */
export function withListLine(list: string, name: string): string {
  const line = `export { ${variableOf(name)} } from './${name}/${name}'`
  const lines = list.split('\n')
  const place = lines.findIndex((other) => other.startsWith('export {') && other > line)
  const last = lines.findLastIndex((other) => other.startsWith('export {'))
  lines.splice(place >= 0 ? place : last + 1, 0, line)
  return lines.join('\n')
}

/** File names and contents of a new kind's folder. */
export function kindFiles(name: string): readonly (readonly [file: string, text: string])[] {
  return [
    [`${name}.ts`, kindSource(name)],
    [`${name}.test.ts`, kindTest(name)],
    [`${name}.golden.json`, kindGolden()],
    [`${name}.md`, kindHelp(name)],
  ]
}

const kindSource = (
  name: string,
): string => `/* ${titleOf(name)}: says a text several times. Replace this with what the kind is for, and what it is not. */
import { defineNode } from '../../graph/define-node'
import { z } from '../../graph/zod'
import { Text } from '../../values'
import { show } from '../../viz/show'

export const ${variableOf(name)} = defineNode({
  kind: '${name}',
  version: 1,
  title: '${titleOf(name)}',
  summary: 'Says a text several times.',
  icon: 'puzzle',
  group: 'Text and prompts',
  tags: ['new'],
  inputs: { text: Text.input('the text that is said') },
  outputs: { text: Text.output('the text, as often as asked') },
  params: z.object({
    times: z.int().min(1).max(100).default(2).meta({ description: 'How often the text is said.' }),
  }),
  inline: ['times'],
  size: { width: 192, body: 104 },
  example: 'word: text@1\\n  value: la\\nshown: ${name}@1\\n  text: word.text\\n  times: 3\\n',
  exampleNode: 'shown',
  compute: ({ text }, { times }) => ({ text: Array.from({ length: times }, () => text).join(' ') }),
  view: ({ out }) => (out.text === undefined ? [] : [show.text(out.text)]),
  empty: 'Says a text several times. Wire a text into text.',
})
`

const kindTest = (name: string): string => `import { describe, expect, it } from 'vitest'
import { runNode } from '../../graph/run-node'
import golden from './${name}.golden.json'
import { ${variableOf(name)} } from './${name}'

describe('${name}', () => {
  it.each(golden.cases)('$text, $times times', async ({ text, times, said }) => {
    expect(await runNode(${variableOf(name)}, { inputs: { text }, params: { times } })).toEqual({ text: said })
  })
  it('refuses what it cannot do', async () => {
    await expect(runNode(${variableOf(name)}, { inputs: { text: 'la' }, params: { times: 0 } })).rejects.toThrow('times')
  })
})
`

const kindGolden = (): string => `{
  "made_by": "by hand",
  "cases": [
    { "text": "la", "times": 3, "said": "la la la" },
    { "text": "one word", "times": 1, "said": "one word" }
  ]
}
`

const kindHelp = (name: string): string => `# ${titleOf(name)}

Says a text several times.

- **text** in, **text** out.
- **times** $n$: how often, from 1 to 100.

$$\\text{out} = \\underbrace{\\text{text} \\; \\dots \\; \\text{text}}_{n}$$

\`\`\`graph
word: text@1
  value: la
shown: ${name}@1
  text: word.text
  times: 3
\`\`\`
`
