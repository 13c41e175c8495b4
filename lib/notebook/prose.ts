/* What prose says of nodes, told otherwise when nodes move: `:value[…]` and `:control[…]`, targets of scenes and pinned views. */
import type { Ref } from '../graph/graph'
import { findDirectives } from './directives'
import type { Draft } from './draft'

/** `path`: another id for a node; `source`: another output for a value. Undefined where it stays. */
export function tellProse(
  draft: Draft,
  path: (id: string) => string | undefined,
  source: (ref: Ref) => Ref | undefined = () => undefined,
): void {
  for (const block of draft.blocks) {
    if (block.type !== 'prose') continue
    const text = told(block.text, path, source)
    if (text !== block.text) draft.setText(block.id, text)
  }
}
function told(text: string, path: (id: string) => string | undefined, source: (ref: Ref) => Ref | undefined): string {
  let out = ''
  let done = 0
  for (const { kind, node, name, label, labelStart } of findDirectives(text)) {
    const id = path(node)
    const other = kind === 'value' ? source({ node, port: name }) : undefined
    const now = other ? `${other.node}.${other.port}` : id === undefined ? undefined : `${id}.${name}`
    if (now === undefined || name === '') continue
    out += text.slice(done, labelStart) + now
    done = labelStart + label.length
  }
  return out + text.slice(done)
}
