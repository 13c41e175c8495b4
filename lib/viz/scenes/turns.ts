/* The scene of a conversation: who speaks, then what is said. */
import type { ConversationPanel } from '../panels'
import { finished, started } from './parts'
import type { Scene, SceneOptions } from './scene-types'
import { flow } from './words'

export function sceneOfConversation(panel: ConversationPanel, options: SceneOptions): Scene {
  const full = options.size === 'full'
  const stack = started(panel, options, options.width ?? (full ? 560 : 234))
  for (const { role, text } of panel.turns) {
    stack.line(role, { size: 10.5, fill: 'ink-3', leading: 18 })
    if (text !== '') flow(stack, [{ text, fill: 'ink' }], full ? 14 : 12, full ? 22 : 17)
    stack.y += 4
  }
  return finished(panel, options, stack)
}
