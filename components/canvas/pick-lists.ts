/* The two lists that a sheet opens: kinds to add, and ends that a wire from a port could have. */
import type { KindEntry, PortRef, SheetActions, SheetModel, SheetNode, SheetPort } from './model'
import type { PickGroup, PickItem, PickList } from './picker-types'

type Place = { readonly x: number; readonly y: number }
const ELSEWHERE = 'Elsewhere'

const kindItem = (entry: KindEntry, onPick: () => void): PickItem => ({
  key: entry.key,
  title: entry.title,
  detail: entry.summary,
  icon: entry.icon,
  words: [entry.kind, ...entry.words],
  onPick,
})

/** Kinds by their group, as the catalogue orders them. */
export function kindList(actions: SheetActions, screen: Place, sheet: Place): PickList {
  const groups = new Map<string, PickItem[]>()
  for (const entry of actions.kinds()) {
    const items = groups.get(entry.group) ?? []
    items.push(kindItem(entry, () => actions.add(entry, sheet)))
    groups.set(entry.group, items)
  }
  return {
    label: 'Add a node',
    placeholder: 'Add a node',
    at: screen,
    groups: [...groups].map(([title, items]) => ({ title, items })),
  }
}

/** After a wire was dropped on the empty sheet: what takes it, converters first; then everything else. */
export function fittingList(actions: SheetActions, port: PortRef, type: string, screen: Place, sheet: Place): PickList {
  const fitting = actions.fitting(port)
  const fits = new Set(fitting.map(({ entry }) => entry.key))
  const first = [...fitting].sort((a, b) => Number(b.converter) - Number(a.converter))
  const groups: PickGroup[] = [
    { title: 'Fits this wire', items: first.map(({ entry, port: to }) => kindItem(entry, () => actions.add(entry, sheet, { port, to }))) },
    {
      title: ELSEWHERE,
      items: actions
        .kinds()
        .filter((entry) => !fits.has(entry.key))
        .map((entry) => kindItem(entry, () => actions.add(entry, sheet))),
    },
  ]
  return {
    label: 'Add a node to this wire',
    placeholder: 'Add a node',
    at: screen,
    from: { type, words: `${port.side === 'out' ? 'from' : 'to'} ${port.node}.${port.port}` },
    groups: groups.filter((group) => group.items.length > 0),
  }
}

/** Ports of a node, to choose where a wire begins. */
export function portList(model: SheetModel, id: string, screen: Place, onPort: (port: PortRef, type: string) => void): PickList {
  const node = model.nodes.find((each) => each.id === id)
  const side = (ports: readonly { readonly name: string; readonly type: string; readonly doc: string }[], which: 'in' | 'out') =>
    ports.map((port) => ({
      key: `${which}:${port.name}`,
      title: port.name,
      detail: port.doc,
      port: port.type,
      next: true,
      onPick: () => onPort({ node: id, port: port.name, side: which }, port.type),
    }))
  return {
    label: `Ports of ${id}`,
    placeholder: `Wire from which port of ${id}`,
    at: screen,
    groups: [
      { title: 'Outputs', items: side(withError(node), 'out') },
      { title: 'Inputs', items: side(node?.inputs ?? [], 'in') },
    ].filter((group) => group.items.length > 0),
  }
}

const ERROR = { name: 'error', type: 'text', doc: 'The sentence of its failure, where it failed.' }
function withError(node: SheetNode | undefined): readonly Pick<SheetPort, 'name' | 'type' | 'doc'>[] {
  const outputs = node?.outputs ?? []
  return outputs.some(({ name }) => name === ERROR.name) || !node || node.kind === 'define' ? outputs : [...outputs, ERROR]
}

interface EndOptions {
  /** Only ends at this node. */
  readonly at?: string
  readonly onAdd: () => void
}

/** Ends that a wire from this port may have, the wires it has (to take off), and adding a node. */
export function endList(
  actions: SheetActions,
  model: SheetModel,
  port: PortRef,
  type: string,
  screen: Place,
  options: EndOptions,
): PickList {
  const mine = model.wires.filter((wire) =>
    port.side === 'out'
      ? wire.from.node === port.node && wire.from.port === port.port
      : wire.to.node === port.node && wire.to.port === port.port,
  )
  const ends = actions.ends(port).filter((end) => !options.at || end.node === options.at)
  const connect = (end: { readonly node: string; readonly port: string }) =>
    port.side === 'out' ? actions.connect(port, end) : actions.connect(end, port)
  const groups: PickGroup[] = [
    {
      title: 'Fits this wire',
      items: ends.map((end) => ({
        key: `to:${end.ref.node}.${end.ref.port}`,
        title: `${end.ref.node}.${end.ref.port}`,
        detail: end.param ? `A setting of ${end.node}` : `On sheet ${end.sheet}`,
        port: end.type,
        onPick: () => connect(end.ref),
      })),
    },
    {
      title: 'Wired now',
      items: mine.map((wire) => {
        const other = port.side === 'out' ? wire.to : wire.from
        return {
          key: `off:${other.node}.${other.port}`,
          title: `Take off ${other.node}.${other.port}`,
          icon: 'x',
          onPick: () => actions.disconnect([wire]),
        }
      }),
    },
    { title: 'New', items: [{ key: 'new', title: 'Add a node that fits', icon: 'plus', next: true, onPick: options.onAdd }] },
  ]
  return {
    label: `Wire ${port.node}.${port.port}`,
    placeholder: port.side === 'out' ? 'To which port' : 'From which port',
    at: screen,
    from: { type, words: `${port.side === 'out' ? 'from' : 'to'} ${port.node}.${port.port}` },
    groups: groups.filter((group) => group.items.length > 0),
  }
}
