/* The turns of a loop: a state, the body, and the test that tells whether another turn follows. */
import type { GraphNode, Ref } from '../graph'
import { expandScope, put } from './work'
import { child } from './fragment'
import { putRegion, type Turning } from './gathering'
import { partOf } from './names'
import { DECISION, ITERATIONS, MORE, moreKind, stateKind } from './parts'
import { bodyLater, currentId, entries, ledEntries, partWithin, type Known, type Region, type Wires } from './region'
import type { Scope } from './scope'
import type { TurnsSpec } from './spec'

/** How far the turns are known: more to come, all of them, or stopped by a test that failed. */
type Standing = 'open' | 'ended' | 'used up' | 'failed'

interface Turn {
  readonly at: number
  readonly before: Scope | undefined
  readonly gate: string
  readonly carry: Wires
}

export function expandTurns(region: Region, turns: TurnsSpec, known: Known, outer: GraphNode): void {
  const { work, node, plan, id } = region
  const hasTest = node.paramWires[turns.until] !== undefined
  const carry = ledEntries(region, turns.carry)
  const bodies: Scope[] = []
  let gate = plan
  let gateBefore = plan
  let standing: Standing = 'used up'
  for (let at = 0; at < known.count && standing === 'used up'; at++) {
    const scope = bodyLater(region, at)
    const turn: Turn = { at, before: bodies[at - 1], gate, carry }
    const piece = child(work, currentId(id, at), (inner) => expandTurn({ ...region, work: inner }, turns, scope(), turn), { scope })
    bodies.push(piece.scope as Scope)
    if (!hasTest) continue
    gateBefore = gate
    gate = moreId(id, at)
    standing = standingAfter(region, gate)
  }
  const last = bodies.at(-1)
  const next = entries(node, turns.next)
  const state = (name: string): Ref => {
    const ref = standing === 'used up' ? next[name]?.[0] : undefined
    return ref ? last!.resolve(ref) : { node: last!.region!.current, port: name }
  }
  const states = last ? Object.fromEntries(Object.keys(carry).map((name) => [name, state(name)])) : {}
  const turning: Turning = { outer, bodies, known, gate, last: states }
  if (standing === 'open') putRegion(region, { ...turning, open: true })
  else putRegion(region, standing === 'failed' ? { ...turning, gate: gateBefore, failedAt: gate } : turning)
}

function standingAfter({ work }: Region, more: string): Standing {
  const shape = work.shapes.get(more)
  if (!shape || 'open' in shape) return 'open'
  if ('failed' in shape) return 'failed'
  return 'decision' in shape && shape.decision === 1 ? 'used up' : 'ended'
}

const moreId = (id: string, at: number): string => partOf(id, `more[${at}]`)

function expandTurn(region: Region, turns: TurnsSpec, body: Scope, turn: Turn): void {
  const { work, node } = region
  putState(region, turns, body, turn)
  expandScope(work, body, partWithin(region, turn.at))
  const until = node.paramWires[turns.until]
  if (until) putTest(region, body.resolve(until), turn)
}

function putTest({ work, part, id, plan }: Region, until: Ref, { at, gate }: Turn): void {
  const inputs = { until: [until], ...gateWire(gate, plan) }
  put(
    work,
    { id: moreId(id, at), kind: 'go on', version: 1, params: {}, paramWires: {}, inputs },
    // The turn itself stays as it is: the pieces around it are made anew after its test.
    { ...part, kind: moreKind, owner: id, shapes: work.path.slice(0, -1), ends: true, gate },
  )
}

/** What is decided before a turn: that there is one at all, and that the one before was not the last. */
const gateWire = (gate: string, plan: string): Record<string, readonly Ref[]> =>
  gate === plan ? { [ITERATIONS]: [{ node: plan, port: ITERATIONS }] } : { [MORE]: [{ node: gate, port: DECISION }] }

function putState(region: Region, turns: TurnsSpec, body: Scope, { at, before, gate, carry }: Turn): void {
  const { work, node, spec, id, plan } = region
  const next = entries(node, turns.next)
  const inputs: Record<string, readonly Ref[]> = {}
  for (const [name, refs] of Object.entries(carry)) {
    const follows = before && next[name]?.[0]
    if (follows) inputs[name] = [before.resolve(follows)]
    else inputs[name] = before ? [{ node: before.region!.current, port: name }] : refs
  }
  Object.assign(inputs, gateWire(gate, plan))
  put(
    work,
    { id: body.region!.current, kind: 'state', version: 1, params: { at, names: Object.keys(carry) }, paramWires: {}, inputs },
    { ...partWithin(region, at), kind: stateKind(spec), owner: id, gate },
  )
}
