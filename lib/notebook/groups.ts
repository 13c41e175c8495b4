/* Nodes that stand together, what crosses the wall around them, and how their wires are told otherwise. */
import { refText, type Ref } from '../graph/graph'
import { listed } from '../graph/sentences'
import { addressed, addressOf, type Draft, OperationRefused, type Address, type Nodes } from './draft'
import { withSources, type Told, type Telling } from './edit'
import { deepEntries } from './entry-tree'
import type { Known, KnownNode } from './known'
import { nameFault } from './names'
import { scopeOf, wiresOf, type Wire } from './wires'
import type { NodeEntry } from './types'

/** Nodes of one sheet and one body. */
export interface Group {
  readonly scope: Pick<Address, 'definition'>
  readonly block: Nodes
  readonly known: Known
  /** The regions around all of them. */
  readonly within: readonly string[]
  /** In document order. */
  readonly members: readonly KnownNode[]
  /** Their ids, and those of everything in their bodies. */
  readonly ids: ReadonlySet<string>
}

export function groupOf(draft: Draft, ids: readonly string[]): Group {
  const [first] = ids
  if (first === undefined) throw new OperationRefused('No node is chosen.')
  const scope = { definition: addressOf(first).definition }
  const known = draft.knownAround(first)
  const { block } = draft.entry(first)
  const wanted = new Set(ids.map((id) => addressOf(id).id))
  const chosen = new Map<string, KnownNode>()
  for (const id of ids) {
    const node = draft.understood(id)
    if (draft.entry(id).block !== block) throw new OperationRefused('The nodes stand on different sheets.', 'Choose nodes of one sheet.')
    chosen.set(node.node.id, node)
  }
  const within = chosen.get(addressOf(first).id)?.within ?? []
  for (const { node, within: other } of chosen.values())
    if (other.join() !== within.join())
      throw new OperationRefused(`\`${node.id}\` stands in another body than \`${addressOf(first).id}\`.`, 'Choose nodes of one body.')
  const members = [...known.nodes.values()].filter(({ node }) => wanted.has(node.id))
  const inner = new Set(members.flatMap(({ entry }) => [...deepEntries([entry])].map((each) => each.id)))
  return { scope, block, known, within, members, ids: inner }
}

export interface Crossing {
  readonly wire: Wire
  readonly consumer: KnownNode
}
/** Wires from outside into the group, those of nodes in its bodies too. */
export const entering = ({ known, ids }: Group): Crossing[] =>
  crossings(known, (consumer, wire) => ids.has(consumer.node.id) && !ids.has(wire.from.node))
/** Wires from the group to nodes outside. */
export const leaving = ({ known, ids }: Group): Crossing[] =>
  crossings(known, (consumer, wire) => !ids.has(consumer.node.id) && ids.has(wire.from.node))
const crossings = (known: Known, keep: (consumer: KnownNode, wire: Wire) => boolean): Crossing[] =>
  [...known.nodes.values()].flatMap((consumer) =>
    wiresOf(consumer.node)
      .filter((wire) => keep(consumer, wire))
      .map((wire) => ({ wire, consumer })),
  )

/** A name for each source: its port, or with its node where two have the same. */
export function namesFor(refs: readonly Ref[], taken: Iterable<string> = []): Map<string, string> {
  const used = new Set(taken)
  const names = new Map<string, string>()
  for (const ref of refs) {
    const key = refText(ref)
    if (names.has(key)) continue
    const same = refs.some((other) => other.port === ref.port && other.node !== ref.node)
    let name = same || nameFault(ref.port) !== null ? `${ref.node}-${ref.port}` : ref.port
    for (let count = 2; used.has(name) || nameFault(name) !== null; count++) name = `${ref.port.slice(0, 40)}-${count}`
    used.add(name)
    names.set(key, name)
  }
  return names
}

/** Tells the wires of all nodes around; `told` gives undefined where a wire stays as it is. */
export function tell(
  draft: Draft,
  scope: Pick<Address, 'definition'>,
  told: (ref: Ref, consumer: string, telling: Telling) => Told | undefined,
  change: (entry: NodeEntry, original: NodeEntry) => string | null = (entry) => entry.source,
): void {
  draft.mapEntries(scope, (entry, original) => change(retold(draft, entry, told), original))
}

/** What reads a node's text anew. */
export type Reader = Pick<Draft, 'kinds' | 'end' | 'reread'>

/** The entry with its own wires told otherwise. */
export function retold(
  draft: Reader,
  entry: NodeEntry,
  told: (ref: Ref, consumer: string, telling: Telling) => Told | undefined,
): NodeEntry {
  const { node } = entry
  const facts = node ? draft.kinds.kind(node.kind) : undefined
  if (!node || !facts) return entry
  let touched = false
  const telling = (ref: Ref, how: Telling): Told => {
    const other = told(ref, node.id, how)
    if (other === undefined) return ref
    touched = true
    return other
  }
  const source = withSources(entry, node, telling, facts, draft.end)
  return touched ? draft.reread(entry, source) : entry
}
/** What a wire of a group sees. */
export const seesFrom = ({ consumer, wire }: Crossing): readonly string[] => scopeOf(consumer, wire.inside)

export const idsText = (ids: readonly string[]): string => listed(ids.map((id) => `\`${id}\``))
export const inScope = (scope: Pick<Address, 'definition'>, ids: Iterable<string>): string[] => [...ids].map((id) => addressed(scope, id))
