/* The scene of a lattice: boxes over a row of characters, lane by lane; the chosen ones are lit, looks that found nothing are dashed. */
import type { LatticePanel } from '../panels'
import { visibleText } from '../pieces'
import { finished, monoWidth, started } from './parts'
import type { Scene, SceneOptions } from './scene-types'

const LANE = 22

export function sceneOfLattice(panel: LatticePanel, options: SceneOptions): Scene {
  const full = options.size === 'full'
  const stack = started(panel, options, options.width ?? (full ? 560 : 234))
  const cell = Math.max(full ? 20 : 12, Math.min(36, Math.floor(stack.width / Math.max(1, panel.characters.length))))
  const size = full ? 12 : 10.5
  panel.characters.forEach((character, place) => {
    const x = place * cell + cell / 2
    stack.add({ is: 'text', x, y: stack.y + 13, text: visibleText(character), face: 'mono', size, anchor: 'middle', fill: 'ink-2' })
  })
  stack.y += 20
  for (const { boxes } of panel.lanes) {
    for (const { from, to, text, tone } of boxes) {
      const width = (to - from) * cell - 2
      const stroke = tone === 'lit' ? 'lamp-line' : tone === 'miss' ? 'line-2' : 'line-3'
      stack.add({
        is: 'rect',
        x: from * cell + 1,
        y: stack.y + 1,
        width,
        height: LANE - 4,
        radius: 2,
        stroke,
        ...(tone === 'lit' ? { fill: 'lamp-tint' } : {}),
        ...(tone === 'miss' ? { dash: '3 2' } : {}),
      })
      if (monoWidth(text, size) > width) continue
      const fill = tone === 'lit' || tone === 'plain' ? 'ink' : 'ink-3'
      const x = from * cell + 1 + width / 2
      stack.add({ is: 'text', x, y: stack.y + 14, text: visibleText(text), face: 'mono', size, anchor: 'middle', fill })
    }
    stack.y += LANE
  }
  return finished(panel, options, stack)
}
