import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openHeadless } from '../../lib/session/node'
import { subgraph } from '../../lib/nodes/subgraph/subgraph'
import { shipped } from '../../lib/nodes/shipped'

const sheet = (text: string) => readFileSync(path.join('lib/nodes/shipped', `${text}.md`), 'utf8')
const withText = (source: string, text: string, most: number) =>
  source
    .replace('value: Once upon a time', `value: ${JSON.stringify(text)}`)
    .replace('most: 24', `most: ${most}`)
    .replace(
      '\n```graph generate-by-hand define',
      `\n\`\`\`graph check\nrule: sampler@1\n  temperature: 0\nby-kind: generate@1\n  most: ${most}\n  model: primer.model\n  tokens: begun.tokens\n  sampling: rule.sampling\n\`\`\`\n\n\`\`\`graph generate-by-hand define`,
    )

describe('shipped definitions', () => {
  it.each(shipped)(
    '$name: the notebook beside it holds it to the letter, and the palette offers it',
    ({ name, title, summary, definition }) => {
      expect(sheet(name)).toContain(definition)
      expect(sheet(name)).toContain(`title: ${title}\n`)
      expect(subgraph.presets).toContainEqual({ title, summary, params: { of: name } })
    },
  )
  // The last ends by itself within the 40.
  it.each([
    ['Once upon a time', 24],
    ['The opposite of hot is', 40],
    ['Q: 34 + 57 + 28\nA:', 40],
  ])('generate-by-hand writes the same tokens as Generate: %s', { timeout: 60_000 }, async (text, most) => {
    const opened = openHeadless(withText(sheet('generate-by-hand'), text, most), { root: process.cwd() })
    try {
      expect(opened.notebook.problems).toEqual([])
      const views = await opened.run()
      const ids = (node: string): number[] => (views.get(node)!.outputs['tokens']!.json as { ids: number[] }).ids
      const begun = ids('begun')
      // Generate keeps the end token that stopped it; the loop stops before.
      const written = ids('by-kind').filter((id) => id !== 0)
      expect(ids('story')).toEqual([...begun, ...written])
      expect(written.length).toBeGreaterThan(0)
    } finally {
      opened.dispose()
    }
  })
})
