/* Lays a sheet out anew: elkjs in a worker, loaded on first use; columns by depth where it cannot be had. */
import { GRID, heightOf, portPlace } from './measure'
import type { SheetModel } from './model'
import { placeInColumns } from './order'

export interface Place {
  readonly id: string
  readonly x: number
  readonly y: number
}

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.spacing.nodeNodeBetweenLayers': '32',
  'elk.spacing.nodeNode': '24',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.nodePlacement.bk.fixedAlignment': 'LEFTUP',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.edgeRouting': 'ORTHOGONAL',
}

export async function tidyPlaces(model: SheetModel): Promise<readonly Place[]> {
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
    const snap = (value: number) => Math.round(value / GRID) * GRID
    return (laid.children ?? []).map((child) => ({ id: child.id, x: snap(child.x ?? 0), y: snap(child.y ?? 0) }))
  } finally {
    elk.terminateWorker()
  }
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
