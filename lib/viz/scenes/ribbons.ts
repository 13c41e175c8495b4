/* The scene of a source with its chunks: text on tinted grounds, a line under what the next chunk says again, found ones lit. */
import { whole } from '../numbers'
import type { RibbonsPanel } from '../panels'
import { ribbonLook, ribbonPieces } from '../ribbons'
import { finished, started } from './parts'
import type { Scene, SceneOptions } from './scene-types'
import { flow } from './words'

export function sceneOfRibbons(panel: RibbonsPanel, options: SceneOptions): Scene {
  const full = options.size === 'full'
  const stack = started(panel, options, options.width ?? (full ? 560 : 234))
  const runs = ribbonPieces(panel).map((piece) => {
    const { chip, again, lit } = ribbonLook(panel, piece)
    const under = lit ? 'lamp-line' : again === undefined ? undefined : `cat-${again}`
    return {
      text: piece.text,
      square: true,
      fill: chip === undefined ? 'ink-3' : 'ink',
      ...(lit ? { ground: 'lamp-tint' } : chip === undefined ? {} : { ground: `chip-${chip}` }),
      ...(under === undefined ? {} : { under }),
    }
  })
  if (runs.length > 0) flow(stack, runs, full ? 14 : 12, full ? 26 : 19)
  if (panel.text.length < panel.length)
    stack.line(`${whole(panel.text.length)} of ${whole(panel.length)} characters, from ${whole(panel.from)}`, {
      size: 10.5,
      fill: 'ink-3',
      leading: 18,
    })
  return finished(panel, options, stack)
}
