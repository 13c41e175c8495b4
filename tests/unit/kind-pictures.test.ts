/*
 * The picture of every kind: the panels of its example, computed here, as SVG beside the last ones looked at. A picture
 * that changed is looked at and taken anew with `npx vitest run tests/unit/kind-pictures.test.ts --update`.
 */
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { kinds } from '../../lib/nodes'
import { panelToSvg } from '../../lib/viz/svg'
import { runExample } from '../run-example'

const PICTURES = path.resolve(__dirname, '../pictures/kinds')

describe('the picture of', () => {
  it.each(kinds.map((kind) => [kind.kind, kind] as const))('%s', async (name, kind) => {
    const { views } = await runExample(kind.example)
    const panels = views.get(kind.exampleNode)?.panels ?? []
    for (const [at, panel] of panels.entries()) {
      const file = path.join(PICTURES, `${name}.${at + 1}.${panel.panel}.svg`)
      await expect(`${panelToSvg(panel, { margin: 12 })}\n`).toMatchFileSnapshot(file)
    }
    // Kinds that are typed into are their own picture; every other one draws something.
    if ((kind.inline ?? []).length === 0) expect(panels.length).toBeGreaterThan(0)
  })
})
