/* Lays a sheet out anew: elkjs in a worker, loaded on first use; columns by depth where it cannot be had. */
import { GRID, heightOf, portPlace } from './measure'
import type { Frame, SheetModel, SheetNode, SheetWire } from './model'
import { frameSize } from './frames'
import { placeInColumns } from './order'
import { roomBelow } from './portal-places'
import { drawnEnds } from './wire-key'

export interface Place {
  readonly id: string
  readonly x: number
  readonly y: number
}

const MARGIN = 16
const COLUMN_GAP = 32
const ROW_GAP = 24

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.spacing.nodeNodeBetweenLayers': '32',
  'elk.spacing.nodeNode': '24',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.edgeRouting': 'ORTHOGONAL',
}

/** Every body for itself, the innermost first, since a frame is as large as what stands in it. */
export async function tidyPlaces(model: SheetModel): Promise<readonly Place[]> {
  const root = model.nodes.find((node) => node.frame?.look === 'definition')
  return (await tidyWithin(model, root?.id, root ? 0 : MARGIN)).places
}

interface Tidied {
  readonly places: readonly Place[]
  readonly width: number
  readonly height: number
}
async function tidyWithin(model: SheetModel, parent: string | undefined, margin: number): Promise<Tidied> {
  const places: Place[] = []
  const here: SheetNode[] = []
  for (const node of model.nodes) {
    if (node.parent !== parent || node.frame?.look === 'definition') continue
    const inside = node.frame ? await tidyWithin(model, node.id, 0) : null
    if (inside) places.push(...inside.places)
    here.push(node.frame && inside ? resized(node, node.frame, inside) : node)
  }
  const laid = await laidOut({ ...model, nodes: here, wires: wiresAmong(model, here) })
  const sizes = new Map(here.map((node) => [node.id, node]))
  const shift = margin - MARGIN
  const origin = here[0]?.origin ?? { x: 0, y: 0 }
  let width = 0
  let height = 0
  for (const { id, x, y } of laid) {
    const node = sizes.get(id)
    if (!node) continue
    places.push({ id, x: origin.x + x + shift, y: origin.y + y + shift })
    width = Math.max(width, x + shift + node.width)
    height = Math.max(height, y + shift + heightOf(node))
  }
  return { places, width, height }
}

function resized(node: SheetNode, frame: Frame, inside: Tidied): SheetNode {
  const size = frameSize(frame.look, inside, Math.max(frame.left.length, frame.right.length), node.body)
  return { ...node, width: size.width, frame: { ...frame, ...size } }
}

function wiresAmong(model: SheetModel, here: readonly SheetNode[]): readonly SheetWire[] {
  const ids = new Set(here.map((node) => node.id))
  return model.wires.flatMap((wire) => {
    const ends = drawnEnds(wire)
    return ids.has(ends.from.node) && ids.has(ends.to.node) ? [{ ...wire, ...ends }] : []
  })
}

async function laidOut(model: SheetModel): Promise<readonly Place[]> {
  try {
    return await byElk(model)
  } catch {
    return [...placeInColumns(model.nodes, model.wires)].map(([id, at]) => ({ id, ...at }))
  }
}

async function byElk(model: SheetModel): Promise<readonly Place[]> {
  const { default: Elk } = await import('elkjs/lib/elk-api.js')
  const elk = new Elk({ workerFactory: () => new Worker(new URL('elkjs/lib/elk-worker.min.js', import.meta.url)) })
  try {
    const laid = await elk.layout(graphOf(model))
    return packColumns(model, laid.children ?? [])
  } finally {
    elk.terminateWorker()
  }
}

interface Laid {
  readonly id: string
  readonly x?: number
  readonly y?: number
  readonly width?: number
}

/**
 * Which column and in which order is the layout's to say, since few wires then cross; the columns begin at the top, 32
 * apart, and their nodes stand 24 apart, as on a wall. Straightest wires alone would make the sheet twice as high.
 */
export function packColumns(model: SheetModel, laid: readonly Laid[]): readonly Place[] {
  const nodes = new Map(model.nodes.map((node) => [node.id, node]))
  const columns: { right: number; readonly members: Laid[] }[] = []
  for (const child of [...laid].sort((a, b) => (a.x ?? 0) - (b.x ?? 0))) {
    const last = columns.at(-1)
    const right = (child.x ?? 0) + (child.width ?? 0)
    if (last && (child.x ?? 0) < last.right) {
      last.members.push(child)
      last.right = Math.max(last.right, right)
    } else columns.push({ right, members: [child] })
  }
  const upToGrid = (value: number) => Math.ceil(value / GRID) * GRID
  const places: Place[] = []
  let x = MARGIN
  for (const { members } of columns) {
    let y = MARGIN
    let wide = 0
    for (const { id } of members.sort((a, b) => (a.y ?? 0) - (b.y ?? 0))) {
      const node = nodes.get(id)
      if (!node) continue
      places.push({ id, x, y })
      y = upToGrid(y + heightOf(node) + ROW_GAP + roomBelow(model, id))
      wide = Math.max(wide, node.width)
    }
    x = upToGrid(x + wide + COLUMN_GAP)
  }
  return places
}

function graphOf(model: SheetModel) {
  const known = new Set(model.nodes.map((node) => node.id))
  const port = (node: SheetModel['nodes'][number], side: 'in' | 'out') =>
    (side === 'in' ? node.inputs : node.outputs).map((each) => ({
      id: `${node.id}|${side}|${each.name}`,
      width: 0,
      height: 0,
      ...(portPlace(node, side, each.name) ?? { x: 0, y: 0 }),
      layoutOptions: { 'elk.port.side': side === 'in' ? 'WEST' : 'EAST' },
    }))
  return {
    id: 'sheet',
    layoutOptions: { ...OPTIONS, 'elk.padding': '[top=16,left=16,bottom=16,right=16]' },
    children: model.nodes.map((node) => ({
      id: node.id,
      width: node.width,
      height: heightOf(node),
      layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
      ports: [...port(node, 'in'), ...port(node, 'out')],
    })),
    edges: model.wires
      .filter((wire) => known.has(wire.from.node) && known.has(wire.to.node))
      .map((wire, index) => ({
        id: `wire${index}`,
        sources: [`${wire.from.node}|out|${wire.from.port}`],
        targets: [`${wire.to.node}|in|${wire.to.port}`],
      })),
  }
}
