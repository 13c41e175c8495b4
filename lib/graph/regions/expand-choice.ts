/* A lazy node: a hidden part decides which wire is taken, and the node has that wire alone. */
import type { NodeKind } from '../define-node'
import type { GraphNode } from '../graph'
import { flatNode, put, type Expanding } from './work'
import type { Part } from './flat'
import { partOf } from './names'
import { choiceKind, chosenKind, DECISION } from './parts'
import type { Scope } from './scope'
import type { LazySpec } from './spec'

export function expandChoice(work: Expanding, scope: Scope, node: GraphNode, kind: NodeKind, spec: LazySpec, part: Part | undefined): void {
  const flat = flatNode(work, scope, node)
  const wires = flat.inputs[spec.of] ?? []
  const choice = partOf(flat.id, 'choice')
  put(
    work,
    { ...flat, id: choice, inputs: {} },
    { ...part, kind: choiceKind(kind, spec, wires.length), owner: flat.id, shapes: work.path, ends: true, signature: `${wires.length}` },
  )
  const shape = work.shapes.get(choice)
  const chosen = shape && 'decision' in shape ? wires[shape.decision] : undefined
  const others = Object.fromEntries(Object.entries(flat.inputs).filter(([port]) => port !== spec.of))
  const taken = work.allWires ? wires : chosen ? [chosen] : []
  const inputs = { ...others, ...(taken.length > 0 ? { [spec.of]: taken } : {}), [DECISION]: [{ node: choice, port: DECISION }] }
  put(work, { ...flat, inputs }, { ...part, kind: chosenKind(kind, spec), gate: choice, choice: { decidedBy: choice, wires, chosen } })
}
