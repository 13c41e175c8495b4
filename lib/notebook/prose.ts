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
  tellScenes(draft, path)
}

/** Fields of scenes and pinned views that name nodes. What is said in them stays. */
const NAMING: ReadonlySet<string> = new Set(['target', 'steps', 'lamp', 'barrier', 'presets'])
function tellScenes(draft: Draft, path: (id: string) => string | undefined): void {
  for (const block of draft.blocks) {
    if (block.type !== 'scene' && block.type !== 'view') continue
    let { source } = block
    for (const field of block.fields) {
      if (!NAMING.has(field.name)) continue
      const at = field.source.indexOf(`${field.name}:`) + field.name.length + 1
      const named = field.source
        .slice(at)
        .replace(/(?<![\w./-])[A-Za-z][\w-]*(?:\/[A-Za-z][\w-]*)*(?=\.[A-Za-z]|[,\]\s]|$)/g, (id) => path(id) ?? id)
      source = source.replace(field.source, () => field.source.slice(0, at) + named)
    }
    if (source !== block.source) draft.setText(block.id, source)
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
