/*
 * From the notebook's blocks to what the canvas draws. A node that nothing changed is the same object as before, so a
 * keystroke in one node renders that node alone.
 */
import type { Json } from '../../lib/graph/json'
import type { KindCard, PortCard } from '../../lib/session/types'
import { placeInColumns, roomBelow, type SheetModel, type SheetNode, type SheetPort, type SheetPortal, type SheetWire } from '../canvas'
import { paramsOf } from '../controls'
import type { GraphBlock, GraphNode, Notebook } from './hooks'

const GRID = 8
const MARGIN = 16
const UNKNOWN_SIZE = { width: 192, body: 88 }

export type CardLookup = (kind: string) => KindCard | undefined
type Places = Readonly<Record<string, readonly [number, number]>>

/** Keeps what did not change from one notebook to the next. */
export class SheetModels {
  private nodes = new Map<string, { readonly from: GraphNode; readonly x: number; readonly y: number; readonly node: SheetNode }>()
  private notebook: Notebook | null = null
  private sheets: ReadonlyMap<string, SheetModel> = new Map()
  constructor(private readonly card: CardLookup) {}

  of(notebook: Notebook): ReadonlyMap<string, SheetModel> {
    if (notebook === this.notebook) return this.sheets
    this.notebook = notebook
    const graphs = notebook.blocks.filter((block) => block.type === 'graph')
    const layout = notebook.blocks.find((block) => block.type === 'layout')
    const sheetOf = new Map(graphs.flatMap((block) => block.entries.map((entry) => [entry.id, block.name] as const)))
    const typeOf = (node: string, port: string) => this.outputType(graphs, node, port)
    const next = new Map(graphs.map((block) => [block.id, this.sheet(block, layout?.places ?? {}, sheetOf, typeOf, graphs)] as const))
    this.sheets = new Map([...next].map(([id, model]) => [id, sameOr(this.sheets.get(id), model)]))
    return this.sheets
  }

  /** An output of several types has that of what is wired into its node's input of the same. */
  private outputType(graphs: readonly GraphBlock[], id: string, port: string, seen: readonly string[] = []): string {
    const node = nodeIn(graphs, id)
    const ports = node && this.card(node.kind)?.ports(node.params)
    const type = ports?.outputs.find((output) => output.name === port)?.type ?? 'any'
    if (!node || !ports || seen.includes(id) || !(type === 'any' || type.includes('|'))) return type
    const input = ports.inputs.find((each) => each.type === type && node.inputs[each.name]?.[0])
    const source = input && node.inputs[input.name]![0]!
    return source ? oneOf(type, this.outputType(graphs, source.node, source.port, [...seen, id])) : oneOf(type, type)
  }

  private sheet(
    block: GraphBlock,
    places: Places,
    sheetOf: ReadonlyMap<string, string>,
    typeOf: (node: string, port: string) => string,
    graphs: readonly GraphBlock[],
  ): SheetModel {
    const here = block.entries.flatMap((entry) => entry.node ?? [])
    const wires: SheetWire[] = []
    const portals: SheetPortal[] = []
    for (const node of here) {
      for (const { from, to } of wiresInto(node)) {
        const type = typeOf(from.node, from.port)
        const home = sheetOf.get(from.node)
        if (home === block.name) wires.push({ from, to, type })
        else if (home !== undefined) portals.push({ at: to, side: 'in', type, sheet: home, node: from.node })
      }
    }
    for (const other of graphs) {
      if (other === block) continue
      for (const entry of other.entries) {
        for (const { from, to } of entry.node ? wiresInto(entry.node) : []) {
          if (sheetOf.get(from.node) !== block.name) continue
          portals.push({ at: from, side: 'out', type: typeOf(from.node, from.port), sheet: other.name, node: to.node })
        }
      }
    }
    const shape = { nodes: this.placed(here, places, wires, (id) => roomBelow({ portals }, id)), wires, portals }
    return { name: block.name, ...shape, shape }
  }

  private placed(
    here: readonly GraphNode[],
    places: Places,
    wires: readonly SheetWire[],
    room: (id: string) => number,
  ): readonly SheetNode[] {
    const free = here.filter((node) => !places[node.id])
    const drawn = here.map((node) => ({ from: node, node: this.draw(node) }))
    const left = MARGIN
    const below = Math.max(0, ...drawn.map(({ node }) => (places[node.id] ? (places[node.id]![1] + 2) * GRID + node.body + 140 : 0)))
    const columns = placeInColumns(
      drawn.filter(({ from }) => free.includes(from)).map(({ node }) => node),
      wires,
      left,
      MARGIN + below,
      room,
    )
    return drawn.map(({ from, node }) => {
      const place = places[node.id]
      const at = place ? { x: place[0] * GRID, y: place[1] * GRID } : (columns.get(node.id) ?? { x: left, y: MARGIN })
      return this.keep(from, node, at.x, at.y)
    })
  }

  private keep(from: GraphNode, node: SheetNode, x: number, y: number): SheetNode {
    const before = this.nodes.get(from.id)
    if (before && before.from === from && before.x === x && before.y === y) return before.node
    const placed = { ...node, x, y }
    this.nodes.set(from.id, { from, x, y, node: placed })
    return placed
  }

  private draw(node: GraphNode): SheetNode {
    const before = this.nodes.get(node.id)
    if (before?.from === node) return before.node
    const card = this.card(node.kind)
    const ports = card?.ports(node.params)
    const schemas = new Map(card ? paramsOf(card.schema, node.params) : [])
    const wired = Object.keys(node.paramWires).map((name): SheetPort => ({
      name,
      type: 'any',
      doc: 'A setting that takes a wire.',
      arity: 'optional',
      streams: false,
      param: true,
    }))
    return {
      id: node.id,
      kind: node.kind,
      title: titleOf(card, node),
      icon: card?.icon ?? 'square',
      x: 0,
      y: 0,
      ...(card?.size ?? UNKNOWN_SIZE),
      inputs: [...(ports?.inputs ?? []).map(portOf), ...wired],
      outputs: (ports?.outputs ?? []).map(portOf),
      inline: (card?.inline ?? []).flatMap((name) => (schemas.has(name) ? [{ name, schema: schemas.get(name)! }] : [])),
      params: node.params,
      paramWires: node.paramWires,
      empty: card?.empty ?? `No kind is called ${node.kind}; its lines are kept as they are.`,
    }
  }
}

function nodeIn(graphs: readonly GraphBlock[], id: string): GraphNode | undefined {
  for (const block of graphs) {
    const node = block.entries.find((entry) => entry.id === id)?.node
    if (node) return node
  }
  return undefined
}

/** Of `model|tensor` the one that came; before one did, the first; what is only taken as one is taken as the widest, the last. */
function oneOf(several: string, came: string): string {
  if (several === 'any') return came
  const names = several.split('|')
  return came === several ? names[0]! : names.includes(came) ? came : names.at(-1)!
}

const portOf = ({ name, type, doc, arity, streams }: PortCard): SheetPort => ({ name, type, doc, arity, streams })

/** A preset's name where the params are a preset's: Softmax for an operation whose op is softmax. */
export function titleOf(
  card: KindCard | undefined,
  node: { readonly kind: string; readonly params: Readonly<Record<string, Json>> },
): string {
  if (!card) return node.kind
  const fits = card.presets.find(
    ({ params }) =>
      Object.keys(params).length > 0 &&
      Object.entries(params).every(([name, value]) => JSON.stringify(node.params[name]) === JSON.stringify(value)),
  )
  return fits?.title ?? card.title
}

export function wiresInto(node: GraphNode): readonly {
  readonly from: { readonly node: string; readonly port: string }
  readonly to: { readonly node: string; readonly port: string }
}[] {
  const inputs = Object.entries(node.inputs).flatMap(([port, refs]) => refs.map((from) => ({ from, to: { node: node.id, port } })))
  const params = Object.entries(node.paramWires).map(([port, from]) => ({ from, to: { node: node.id, port } }))
  return [...inputs, ...params]
}

/** The earlier model where every part is the same; at least the earlier shape where nothing moved. */
function sameOr(before: SheetModel | undefined, next: SheetModel): SheetModel {
  if (!before || before.name !== next.name) return next
  const asText = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
  const wires = sameList(before.wires, next.wires, asText) ? before.wires : next.wires
  const portals = sameList(before.portals, next.portals, asText) ? before.portals : next.portals
  const nodes = sameList(before.nodes, next.nodes, Object.is) ? before.nodes : next.nodes
  if (nodes === before.nodes && wires === before.wires && portals === before.portals) return before
  const unmoved = wires === before.wires && portals === before.portals && sameList(before.nodes, nodes, sameOutside)
  return { name: next.name, nodes, wires, portals, shape: unmoved ? before.shape : { nodes, wires, portals } }
}

/** Whether a wire could not tell the two apart. */
const sameOutside = (a: SheetNode, b: SheetNode): boolean =>
  a === b ||
  (a.id === b.id &&
    a.x === b.x &&
    a.y === b.y &&
    a.width === b.width &&
    a.body === b.body &&
    samePorts(a.inputs, b.inputs) &&
    samePorts(a.outputs, b.outputs))

const samePorts = (a: readonly SheetPort[], b: readonly SheetPort[]): boolean =>
  sameList(a, b, (one, other) => one.name === other.name && one.type === other.type)

const sameList = <Item>(a: readonly Item[], b: readonly Item[], same: (a: Item, b: Item) => boolean): boolean =>
  a.length === b.length && a.every((item, index) => same(item, b[index]!))
