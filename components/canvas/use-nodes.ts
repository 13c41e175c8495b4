/* The model's nodes for React Flow, with the places they have while they are dragged, and what a drop means. */
'use client'
import type { NodeChange } from '@xyflow/react'
import { useCallback, useMemo, useState } from 'react'
import { flowNode } from './flow-nodes'
import { dropFrame, dropWire, type Dropped } from './drop'
import type { SheetActions, SheetModel } from './model'
import type { CaseNode } from './NodeCase'

const NOTHING: ReadonlySet<string> = new Set()
type Place = { readonly x: number; readonly y: number }
/** What would take the node if it were dropped now. */
export interface Landing {
  readonly frame: string | null
  readonly wire: string | null
}
const NOWHERE: Landing = { frame: null, wire: null }

export function useNodes(model: SheetModel, selection: readonly string[], actions: SheetActions) {
  const [moved, setMoved] = useState<ReadonlyMap<string, Place>>(new Map())
  const nodes = useMemo(() => {
    const chosen = new Set(selection)
    return model.nodes.map((node) => {
      const base = flowNode(node, chosen.has(node.id))
      const at = moved.get(node.id)
      return at ? { ...base, position: at, dragging: true } : base
    })
  }, [model, selection, moved])
  const landing = useMemo<Landing>(() => {
    const drops = [...moved].flatMap(([id, at]) => dropped(model, id, at) ?? [])
    const [only] = drops
    if (!only) return NOWHERE
    const wire = drops.length === 1 ? dropWire(model, only, actions) : null
    const frame = dropFrame(model, only)
    return { frame: frame === (only.node.parent ?? null) ? null : frame, wire: wire ? wire.key : null }
  }, [model, moved, actions])
  const onNodesChange = useCallback(
    (changes: readonly NodeChange<CaseNode>[]) => {
      const places = new Map(moved)
      const settled: Dropped[] = []
      const chosen = new Set(selection)
      let selects = false
      for (const change of changes) {
        if (change.type === 'position' && change.position) {
          if (change.dragging) places.set(change.id, change.position)
          else settled.push(...(dropped(model, change.id, change.position) ?? []))
        }
        if (change.type === 'position' && !change.dragging) places.delete(change.id)
        if (change.type === 'select') {
          selects = true
          if (change.selected) chosen.add(change.id)
          else chosen.delete(change.id)
        }
      }
      if (changes.some((change) => change.type === 'position')) setMoved(places)
      settle(model, settled, actions)
      if (selects) actions.select([...chosen])
    },
    [moved, selection, model, actions],
  )
  const dragging = useMemo(() => withInner(model, moved), [model, moved])
  return { nodes, dragging, landing, onNodesChange }
}

/** Where it was let go, on the sheet; React Flow counts from the frame around it. */
function dropped(model: SheetModel, id: string, at: Place): readonly Dropped[] | null {
  const node = model.nodes.find((each) => each.id === id)
  if (!node) return null
  const parent = model.nodes.find((each) => each.id === node.parent)
  return [{ node, x: at.x + (parent?.x ?? 0), y: at.y + (parent?.y ?? 0) }]
}

function settle(model: SheetModel, settled: readonly Dropped[], actions: SheetActions): void {
  const stirred = settled.filter(({ node, x, y }) => node.x !== x || node.y !== y)
  const [first] = stirred
  if (!first) return
  const moves = stirred.map(({ node, x, y }) => ({ id: node.id, x, y }))
  const frame = dropFrame(model, first)
  const definition = model.nodes.find((node) => node.frame?.look === 'definition')
  if (frame !== (first.node.parent ?? null) && !(frame === null && first.node.parent === definition?.id)) {
    actions.carry(moves, frame)
    return
  }
  const wire = stirred.length === 1 ? dropWire(model, first, actions) : null
  if (wire && actions.insertInto(first.node.id, wire.wire, first)) return
  actions.move(moves, moves.length === 1 ? `Moved ${first.node.id}` : `Moved ${moves.length} nodes`)
}

/** What stands inside of a frame moves with it. */
function withInner(model: SheetModel, moved: ReadonlyMap<string, Place>): ReadonlySet<string> {
  if (moved.size === 0) return NOTHING
  const all = new Set(moved.keys())
  // Frames come before what stands in them.
  for (const node of model.nodes) if (node.parent !== undefined && all.has(node.parent)) all.add(node.id)
  return all
}
