/* Icon, title, and the id where it says more than the title. */
import { Glyph } from '../viz/Glyph'
import { Icon } from '../ui'
import { useLiveFact } from './context'
import type { SheetNode } from './model'

/** Ids of a definition's nodes begin with its name, which the sheet says. */
export const ownId = ({ id }: SheetNode): string => id.slice(id.indexOf('/') + 1)
export const hasOwnId = (node: SheetNode): boolean => ownId(node) !== node.title.toLowerCase()

export function NodeHead({ node, glyph = false }: { readonly node: SheetNode; readonly glyph?: boolean }) {
  return (
    <header className="node-head">
      <Icon name={node.icon} small />
      <h3>{node.title}</h3>
      {hasOwnId(node) && <NodeId id={ownId(node)} />}
      {node.marks && <span className="node-marks">{node.marks.join(', ')}</span>}
      {glyph && <StateGlyph id={node.id} />}
    </header>
  )
}

/** Where it does not fit, a number at its end stays: `forward-4` and `forward-8` stand on one sheet. */
export function NodeId({ id }: { readonly id: string }) {
  const tail = /-?\d+$/.exec(id)?.[0] ?? ''
  return (
    <span className="id" title={id}>
      <span>{id.slice(0, id.length - tail.length)}</span>
      {tail}
    </span>
  )
}

export function StateGlyph({ id }: { readonly id: string }) {
  const state = useLiveFact(id, (view) => view?.state ?? 'empty')
  const share = useLiveFact(id, (view) => view?.progress?.share ?? 0)
  return <Glyph state={state} progress={share} />
}
