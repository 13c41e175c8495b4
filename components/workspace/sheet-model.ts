/*
 * From the notebook's blocks to what the canvas draws. A node that nothing changed is the same object as before, so a
 * keystroke in one node renders that node alone.
 */
import type { Ref } from '../../lib/graph/graph'
import type { SheetModel, SheetNode } from '../canvas'
import { frameSize, insideOf, placeInColumns, roomBelow, sizeOf, wallPorts } from '../canvas'
import { drawNode, portsOf, type CardLookup, type DefinitionLookup } from './draw-node'
import type { Notebook } from './document-types'
import { isSheet, keptMembers, prefixOf, type Member, type SheetSource } from './members'
import { sameOr } from './same-sheet'
import { drawWires, leavingPortals, type Drawn, type TypeOf } from './sheet-wires'
import { plainWires } from './node-wires'
import { definitionWalls, openedBy, regionWalls, type ColumnsOf } from './walls'

export type { CardLookup } from './draw-node'
export { titleOf } from './title-of'

const GRID = 8
const MARGIN = 16
type Places = Readonly<Record<string, readonly [number, number]>>

interface Reading {
  readonly definition: DefinitionLookup
  readonly homes: ReadonlyMap<string, Member>
  readonly complaining: ReadonlySet<string>
  readonly typeOf: TypeOf
  readonly places: Places
}

/** Keeps what did not change from one notebook to the next. */
export class SheetModels {
  private nodes = new Map<string, { readonly key: string; readonly from: unknown; readonly node: SheetNode }>()
  private drawn = new Map<string, { readonly from: unknown; readonly facts: string; readonly node: SheetNode }>()
  private notebook: Notebook | null = null
  private sheets: ReadonlyMap<string, SheetModel> = new Map()
  private columnsKey = ''
  constructor(
    private readonly card: CardLookup,
    /** Names of the columns of a value that has been made. */
    private readonly columns: ColumnsOf = () => [],
  ) {}

  of(notebook: Notebook): ReadonlyMap<string, SheetModel> {
    const key = JSON.stringify(this.opened(notebook).map(this.columns))
    if (notebook === this.notebook && key === this.columnsKey) return this.sheets
    this.notebook = notebook
    this.columnsKey = key
    const sources = notebook.blocks.filter(isSheet)
    const reading = this.read(notebook, sources)
    const next = new Map(sources.map((block) => [block.id, this.sheet(block, sources, reading)] as const))
    this.sheets = new Map([...next].map(([id, model]) => [id, sameOr(this.sheets.get(id), model)]))
    return this.sheets
  }

  /** Outputs whose columns are names inside of a region. */
  opened(notebook: Notebook): readonly Ref[] {
    return notebook.blocks.filter(isSheet).flatMap((block) =>
      keptMembers(block).flatMap(({ from }) => {
        const region = this.card(from.kind)?.region
        return region ? openedBy(from, region).map((ref) => ({ node: prefixOf(block) + ref.node, port: ref.port })) : []
      }),
    )
  }

  private read(notebook: Notebook, sources: readonly SheetSource[]): Reading {
    const named = new Map(sources.flatMap((block) => (block.type === 'define' ? [[block.name, block] as const] : [])))
    const definition: DefinitionLookup = (name) => named.get(name)
    const homes = new Map<string, Member>()
    const complaining = new Set<string>()
    for (const block of sources)
      for (const member of keptMembers(block)) {
        if (!homes.has(member.id)) homes.set(member.id, member)
        for (const { from } of plainWires(member.from)) if (from.port === 'error') complaining.add(prefixOf(block) + from.node)
      }
    const places = notebook.blocks.find((block) => block.type === 'layout')?.places ?? {}
    return { definition, homes, complaining, places, typeOf: (node, port) => this.outputType(homes, definition, node, port) }
  }

  /** An output of several types has that of what is wired into its node's input of the same. */
  private outputType(
    homes: ReadonlyMap<string, Member>,
    definition: DefinitionLookup,
    id: string,
    port: string,
    seen: readonly string[] = [],
  ): string {
    const node = homes.get(id)?.from
    const card = node && this.card(node.kind)
    const ports = node && portsOf(node, card, definition)
    if (port === 'error') return 'text'
    const type = ports?.outputs.find((output) => output.name === port)?.type ?? 'any'
    if (!node || !ports || seen.includes(id) || !(type === 'any' || type.includes('|'))) return type
    const prefix = id.slice(0, id.indexOf('/') + 1)
    const outer = card?.region ? undefined : ports.inputs.find((each) => each.type === type && node.inputs[each.name]?.[0])
    const source = outer && node.inputs[outer.name]![0]!
    return source ? oneOf(type, this.outputType(homes, definition, prefix + source.node, source.port, [...seen, id])) : oneOf(type, type)
  }

  private sheet(block: SheetSource, sources: readonly SheetSource[], reading: Reading): SheetModel {
    const around = { card: this.card, typeOf: reading.typeOf, homes: reading.homes }
    const drawn = drawWires(block, around)
    const portals = [...drawn.portals, ...leavingPortals(block, sources, around)]
    const shape = { nodes: this.placed(block, reading, { ...drawn, portals }), wires: drawn.wires, portals }
    return { name: block.name, ...shape, shape }
  }

  /** Bodies first, since a frame is as large as what stands in it; then corners, from the outside in. */
  private placed(block: SheetSource, reading: Reading, drawn: Drawn): readonly SheetNode[] {
    const members = keptMembers(block)
    const inBody = new Map<string, Member[]>()
    for (const member of members) {
      const parent = member.path.at(-1) ?? ''
      inBody.set(parent, [...(inBody.get(parent) ?? []), member])
    }
    const laid = new Map<string, { readonly node: SheetNode; readonly x: number; readonly y: number }>()
    const layOut = (parent: string, look: 'sheet' | 'frame'): { readonly width: number; readonly height: number } => {
      const here = (inBody.get(parent) ?? []).map(({ id, from }) => this.sized(id, from, block, reading, drawn, () => layOut(id, 'frame')))
      const spots = placeAll(here, reading.places, drawn, look === 'sheet' ? MARGIN : 0)
      for (const node of here) laid.set(node.id, { node, ...spots.get(node.id)! })
      return {
        width: Math.max(0, ...here.map((node) => spots.get(node.id)!.x + node.width)),
        height: Math.max(0, ...here.map((node) => spots.get(node.id)!.y + sizeOf(node).height)),
      }
    }
    const own = block.type === 'define' ? this.definitionFrame(block, reading, layOut(block.name, 'frame')) : null
    if (block.type === 'graph') layOut('', 'sheet')
    const placed = new Map<string, SheetNode>()
    if (own) placed.set(own.id, own)
    for (const member of members) {
      const { node, x, y } = laid.get(member.id)!
      placed.set(member.id, this.keep(member, node, x, y, placed.get(member.path.at(-1) ?? '')))
    }
    return [...placed.values()]
  }

  private sized(
    id: string,
    from: Member['from'],
    block: SheetSource,
    { definition, complaining, typeOf }: Reading,
    drawn: Drawn,
    body: () => { readonly width: number; readonly height: number },
  ): SheetNode {
    const card = this.card(from.kind)
    const plain = this.draw(id, from, definition, complaining.has(id))
    if (!card?.region || !from.body) return plain
    const inside = body()
    const captured = drawn.captured.get(id) ?? []
    const walls = regionWalls(from, plain, card.region, {
      captured,
      read: drawn.read.get(id) ?? new Set(),
      typeOf,
      columns: this.columns,
      prefix: prefixOf(block),
    })
    const size = frameSize('region', inside, Math.max(walls.left.length, walls.right.length), plain.body)
    return { ...plain, ...wallPorts(walls.left, walls.right), width: size.width, frame: { look: 'region', ...size, ...walls } }
  }

  private definitionFrame(
    { name, inputs, outputs }: Extract<SheetSource, { type: 'define' }>,
    { typeOf }: Reading,
    inside: { readonly width: number; readonly height: number },
  ): SheetNode {
    const walls = definitionWalls(inputs, outputs, typeOf, `${name}/`)
    const size = frameSize('definition', inside, Math.max(walls.left.length, walls.right.length), 0)
    const node: SheetNode = {
      id: name,
      kind: 'define',
      title: name,
      icon: 'group',
      x: MARGIN,
      y: MARGIN,
      width: size.width,
      body: 0,
      ...wallPorts(walls.left, walls.right),
      inline: [],
      params: {},
      paramWires: {},
      empty: '',
      frame: { look: 'definition', ...size, ...walls },
    }
    return this.same(name, null, node)
  }

  private keep({ id, from }: Member, node: SheetNode, x: number, y: number, parent: SheetNode | undefined): SheetNode {
    const inside = parent?.frame && insideOf(parent.frame.look)
    const origin = parent && inside ? { x: parent.x + inside.x, y: parent.y + inside.y } : { x: 0, y: 0 }
    const within = parent && inside ? { within: { x: inside.x + x, y: inside.y + y }, parent: parent.id, origin } : {}
    return this.same(id, from, { ...node, x: origin.x + x, y: origin.y + y, ...within })
  }

  /** The object there was before, where it says the same. */
  private same(id: string, from: unknown, node: SheetNode): SheetNode {
    const before = this.nodes.get(id)
    const key = JSON.stringify([
      node.x,
      node.y,
      node.width,
      node.parent,
      node.within,
      node.frame,
      node.outputs,
      node.inputs,
      node.title,
      node.opens,
    ])
    if (before && before.from === from && before.key === key) return before.node
    this.nodes.set(id, { key, from, node })
    return node
  }

  private draw(id: string, from: Member['from'], definition: DefinitionLookup, complains: boolean): SheetNode {
    const before = this.drawn.get(id)
    const card = this.card(from.kind)
    const used = card?.definition === undefined ? undefined : from.params[card.definition]
    const facts = JSON.stringify([complains, typeof used === 'string' ? definitionFacts(definition, used) : null])
    if (before?.from === from && before.facts === facts) return before.node
    const node = drawNode(id, from, { card, definition, complains })
    this.drawn.set(id, { from, facts, node })
    return node
  }
}

function definitionFacts(definition: DefinitionLookup, name: string) {
  const found = definition(name)
  return found ? [found.inputs, Object.keys(found.outputs)] : null
}

/** Of `model|tensor` the one that came; before one did, the first; what is only taken as one is taken as the widest, the last. */
function oneOf(several: string, came: string): string {
  if (several === 'any') return came
  const names = several.split('|')
  return came === several ? names[0]! : names.includes(came) ? came : names.at(-1)!
}

/** Where the file says, and the rest in columns below that. */
function placeAll(
  here: readonly SheetNode[],
  places: Places,
  drawn: Drawn,
  margin: number,
): ReadonlyMap<string, { readonly x: number; readonly y: number }> {
  const spots = new Map<string, { readonly x: number; readonly y: number }>()
  let below = 0
  for (const node of here) {
    const place = places[node.id]
    if (!place) continue
    spots.set(node.id, { x: place[0] * GRID, y: place[1] * GRID })
    below = Math.max(below, place[1] * GRID + Math.ceil((sizeOf(node).height + 24) / GRID) * GRID)
  }
  const free = here.filter((node) => !spots.has(node.id))
  const ids = new Set(here.map((node) => node.id))
  const links = drawn.wires.flatMap((wire) => {
    const { from, to } = wire.ends ?? wire
    return ids.has(from.node) && ids.has(to.node) ? [{ from, to }] : []
  })
  for (const [id, at] of placeInColumns(free, links, margin, margin + below, (each) => roomBelow(drawn, each))) spots.set(id, at)
  return spots
}
