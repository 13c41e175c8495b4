/* Commands that move nodes across walls: wrapping, carrying in and out, subgraphs, copies. Each is one undo step. */
import type { Ref } from '../../lib/graph/graph'
import type { Session } from '../../lib/session/types'
import { frameSize, insideOf, sizeOf, type SheetModel, type SheetNode } from '../canvas'
import type { Operation } from './document-types'
import { freeId } from './kinds'
import { allMembers, memberOf } from './members'
import { plainId, type Wiring } from './wiring'

const GRID = 8
const LEAST_TURNS = 10
export type RegionKind = 'map' | 'loop' | 'sweep'
type Spot = { readonly id: string; readonly x: number; readonly y: number }

export interface Structure {
  freeze(model: SheetModel | undefined, but?: ReadonlySet<string>): readonly Operation[]
  /** `apart`: outside readers are let go, since a list is no longer what they take. */
  wrap(
    model: SheetModel,
    ids: readonly string[],
    kind: RegionKind,
    apart?: boolean,
  ): { readonly id: string; readonly operations: readonly Operation[] }
  wrapCircle(
    model: SheetModel,
    ids: readonly string[],
    from: Ref,
    to: Ref,
  ): { readonly id: string; readonly operations: readonly Operation[] } | string
  makeSubgraph(model: SheetModel, ids: readonly string[]): { readonly use: string; readonly operations: readonly Operation[] }
  carry(model: SheetModel, moves: readonly Spot[], into: string | null): readonly Operation[]
  place(model: SheetModel | undefined, spot: Spot): Operation
  free(kind: string): string
}

export const gridPlace = (x: number, y: number): readonly [number, number] => [
  Math.max(0, Math.round(x / GRID)),
  Math.max(0, Math.round(y / GRID)),
]

export function makeStructure(session: Session, wiring: Wiring): Structure {
  const names = () => new Set(session.notebook().blocks.flatMap((block) => ('name' in block ? [block.name] : [])))
  const free = (kind: string): string =>
    freeId(kind, new Set([...allMembers(session.notebook()).map((member) => plainId(member.id)), ...names()]))
  const placed = () => session.notebook().blocks.find((block) => block.type === 'layout')?.places ?? {}

  const place = (model: SheetModel | undefined, { id, x, y }: Spot): Operation => {
    const origin = model?.nodes.find((node) => node.id === id)?.origin ?? { x: 0, y: 0 }
    return { op: 'move-node', id, place: gridPlace(x - origin.x, y - origin.y) }
  }

  /** Places of the nodes that have none in the file yet, so that nothing else moves when one is placed. */
  const freeze = (model: SheetModel | undefined, but: ReadonlySet<string> = new Set()): readonly Operation[] =>
    (model?.nodes ?? [])
      .filter((node) => node.frame?.look !== 'definition' && !but.has(node.id) && !placed()[node.id])
      .map((node) => place(model, node))

  /** What stands right of or below a frame that will be made here steps aside, as far as the walls are wide. */
  function stepAside(model: SheetModel, inner: readonly SheetNode[]): readonly Operation[] {
    const boxes = inner.map(sizeOf)
    const left = Math.min(...boxes.map((box) => box.x))
    const top = Math.min(...boxes.map((box) => box.y))
    const right = Math.max(...boxes.map((box) => box.x + box.width))
    const bottom = Math.max(...boxes.map((box) => box.y + box.height))
    const frame = frameSize('region', { width: right - left, height: bottom - top }, 6, 208)
    const ids = new Set(inner.map((node) => node.id))
    const beside = model.nodes.filter(
      (node) => node.parent === inner[0]?.parent && !ids.has(node.id) && !node.frame?.look.startsWith('def'),
    )
    const dx = upToGrid(frame.width - (right - left))
    const dy = upToGrid(frame.height - (bottom - top))
    return beside.flatMap((node) => {
      const box = sizeOf(node)
      if (box.x >= right - GRID) return [place(model, { id: node.id, x: node.x + dx, y: node.y })]
      const meets = box.x < left + frame.width && box.x + box.width > left && box.y + box.height > top
      return meets && box.y >= bottom - GRID ? [place(model, { id: node.id, x: node.x, y: node.y + dy })] : []
    })
  }

  function wrap(model: SheetModel, ids: readonly string[], kind: RegionKind, apart = false) {
    const inner = model.nodes.filter((node) => ids.includes(node.id))
    const prefix = ids[0]?.includes('/') ? ids[0].slice(0, ids[0].indexOf('/') + 1) : ''
    const id = prefix + free(kind)
    const region = kind === 'loop' ? { id, kind, params: { most: LEAST_TURNS } } : { id, kind }
    const read = apart ? leaving(model, inner) : []
    const off = read.flatMap(({ from, to }) => wiring.disconnect(from, to))
    const sources = new Map(read.map(({ from }) => [`${from.node}.${from.port}`, from]))
    const taken = new Set(['table'])
    const keeps = [...sources.values()].map((from): Operation => {
      const name = freeId(from.port, taken)
      taken.add(name)
      return { op: 'set-entry', id, param: 'keep', name, wires: [{ node: plainId(from.node), port: from.port }] }
    })
    const operations: readonly Operation[] = [...freeze(model), ...stepAside(model, inner), ...off, { op: 'wrap', ids, region }, ...keeps]
    return { id, operations }
  }

  /** The wire that would close the circle becomes the next state; what stood at its end is the first. */
  function wrapCircle(model: SheetModel, ids: readonly string[], from: Ref, to: Ref) {
    const prefix = to.node.includes('/') ? to.node.slice(0, to.node.indexOf('/') + 1) : ''
    const around = ids.map((id) => prefix + plainId(id))
    const target = memberOf(session.notebook(), to.node)
    const scope = target?.path.join()
    const members = around.filter((id) => memberOf(session.notebook(), id)?.path.join() === scope)
    const first = target?.from.inputs[to.port]?.[0] ?? target?.from.paramWires[to.port]
    const start = first ?? null
    const name = freeId(to.port, new Set(['index', 'table']))
    const { id, operations } = wrap(model, members, 'loop')
    const given = start ?? { node: free('text'), port: 'text' }
    if (!start && wiring.typeOf({ ...to, side: 'in' }) !== 'text' && wiring.typeOf({ ...to, side: 'in' }) !== 'any')
      return `A loop begins with a first value: wire one into ${to.node}.${to.port}, then draw this wire again.`
    const fresh: readonly Operation[] = start
      ? []
      : [{ op: 'add-node', sheet: model.name, node: { id: given.node, kind: 'text', version: 1, params: {}, paramWires: {}, inputs: {} } }]
    const take: Operation = target?.from.paramWires[to.port]
      ? { op: 'wire-param', id: to.node, param: to.port, from: { node: plainId(id), port: name } }
      : { op: 'connect', from: { node: plainId(id), port: name }, to }
    const carried: readonly Operation[] = [
      { op: 'set-entry', id, param: 'carry', name, wires: [given] },
      ...(start && take.op === 'connect' ? [{ op: 'disconnect', from: start, to } as const] : []),
      take,
      { op: 'set-entry', id, param: 'next', name, wires: [{ node: plainId(from.node), port: from.port }] },
    ]
    return { id, operations: [...fresh, ...operations, ...carried] }
  }

  function makeSubgraph(model: SheetModel, ids: readonly string[]) {
    const prefix = ids[0]?.includes('/') ? ids[0].slice(0, ids[0].indexOf('/') + 1) : ''
    const name = free('part')
    const use = free(`${name}-use`)
    return { use: prefix + use, operations: [...freeze(model), { op: 'make-subgraph', ids, name, use: prefix + use } as const] }
  }

  /** Out as far as both have a region in common, then in. Places count anew from where they come to stand. */
  function carry(model: SheetModel, moves: readonly Spot[], into: string | null): readonly Operation[] {
    const ids = moves.map(({ id }) => id)
    const target = into === null ? undefined : memberOf(session.notebook(), into)
    const goal = target ? [...target.path, target.id] : []
    const path = memberOf(session.notebook(), ids[0] ?? '')?.path ?? []
    let common = 0
    while (common < path.length && path[common] === goal[common]) common += 1
    const root = path[0] !== undefined && path[0] === goal[0] ? 0 : model.nodes.some((node) => node.frame?.look === 'definition') ? 1 : 0
    const out: Operation[] = path.slice(Math.max(common, root)).map(() => ({ op: 'move-out', ids }))
    const inside: Operation[] = goal.slice(Math.max(common, root)).map((region) => ({ op: 'move-into', ids, region }))
    const frame = model.nodes.find((node) => node.id === into)
    const corner = frame?.frame ? { x: frame.x + insideOf(frame.frame.look).x, y: frame.y + insideOf(frame.frame.look).y } : { x: 0, y: 0 }
    const places = moves.map(({ id, x, y }): Operation => ({ op: 'move-node', id, place: gridPlace(x - corner.x, y - corner.y) }))
    return [...freeze(model), ...out, ...inside, ...places]
  }
  return { freeze, wrap, wrapCircle, makeSubgraph, carry, place, free }
}

/** Wires from these nodes, and from what stands in them, to others. */
function leaving(model: SheetModel, inner: readonly SheetNode[]): readonly { readonly from: Ref; readonly to: Ref }[] {
  const ids = new Set(inner.map((node) => node.id))
  for (const node of model.nodes) if (node.parent !== undefined && ids.has(node.parent)) ids.add(node.id)
  return model.wires
    .flatMap((wire) => [wire, ...(wire.others ?? [])])
    .filter(({ from, to }) => ids.has(from.node) && !ids.has(to.node))
    .map(({ from, to }) => ({ from, to }))
}

const upToGrid = (value: number): number => Math.ceil(value / GRID) * GRID
