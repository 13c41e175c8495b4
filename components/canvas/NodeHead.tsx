/* Icon, title, and the id where it says more than the title. */
import { Glyph } from '../viz/Glyph'
import { Icon } from '../ui'
import { useLiveFact } from './context'
import type { SheetNode } from './model'

/** Ids of a definition's nodes begin with its name, which the sheet says. */
const ownId = ({ id }: SheetNode): string => id.slice(id.indexOf('/') + 1)

export function NodeHead({ node, glyph = false }: { readonly node: SheetNode; readonly glyph?: boolean }) {
  return (
    <header className="node-head">
      <Icon name={node.icon} small />
      <h3>{node.title}</h3>
      {ownId(node) !== node.title.toLowerCase() && <span className="id">{ownId(node)}</span>}
      {node.marks && <span className="node-marks">{node.marks.join(', ')}</span>}
      {glyph && <StateGlyph id={node.id} />}
    </header>
  )
}

export function StateGlyph({ id }: { readonly id: string }) {
  const state = useLiveFact(id, (view) => view?.state ?? 'empty')
  const share = useLiveFact(id, (view) => view?.progress?.share ?? 0)
  return <Glyph state={state} progress={share} />
}
