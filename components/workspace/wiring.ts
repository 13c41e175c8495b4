/* What a wire between two ports of a sheet means as operations: inputs, params, entries of regions, ports of definitions. */
import type { Ref } from '../../lib/graph/graph'
import type { Session } from '../../lib/session/types'
import type { PortRef, SheetModel, Verdict } from '../canvas'
import type { GraphNode, Operation } from './document-types'
import { portsOf, type CardLookup, type DefinitionLookup } from './draw-node'
import { freeId } from './kinds'
import { allMembers, memberOf, type Member } from './members'
import { namesIn } from './walls'

export interface Wiring {
  connect(from: Ref, to: Ref): readonly Operation[]
  disconnect(from: Ref, to: Ref): readonly Operation[]
  verdict(from: Ref, to: Ref): Verdict
  typeOf(port: PortRef): string | null
  ends(
    port: PortRef,
  ): readonly { readonly ref: Ref; readonly node: string; readonly sheet: string; readonly type: string; readonly param: boolean }[]
  /** Keeps what comes from a body in every region it would leave, and wires that. */
  keepAndConnect(from: Ref, to: Ref): readonly Operation[]
}

/** A port of a wall means the value that comes through it. */
export function sourceOf(from: Ref): Ref {
  const [kind, ...rest] = from.port.split('.')
  if (kind === 'inside') return { node: from.node, port: rest.join('.') }
  if (kind === 'captured') return { node: rest.slice(0, -1).join('.'), port: rest.at(-1) ?? '' }
  return from
}
const dotted = (port: string): readonly [string, string] | null => {
  const cut = port.indexOf('.')
  return cut < 0 ? null : [port.slice(0, cut), port.slice(cut + 1)]
}
export const plainId = (id: string): string => id.slice(id.indexOf('/') + 1)

export function makeWiring(session: Session, card: CardLookup, definition: DefinitionLookup, sheets: () => readonly SheetModel[]): Wiring {
  const node = (id: string): GraphNode | undefined => memberOf(session.notebook(), id)?.from
  const drawn = (id: string) =>
    sheets()
      .flatMap((sheet) => sheet.nodes)
      .find((each) => each.id === id)

  function connect(given: Ref, to: Ref): readonly Operation[] {
    const from = sourceOf(given)
    const made = dotted(to.port)
    if (from.port === '') return freshInput(from.node, to)
    if (made?.[0] === 'output') {
      const taken = new Set(Object.keys(definition(to.node)?.outputs ?? {}))
      return [{ op: 'set-output', definition: to.node, name: made[1] || freeId(from.port, taken), from }]
    }
    const target = node(to.node)
    const region = target && card(target.kind)?.region
    if (target && region && made && made[0] in region.entries) return entry(target, to.node, made, from)
    if (!target) return [{ op: 'connect', from, to }]
    const input = portsOf(target, card(target.kind), definition)?.inputs.find((port) => port.name === to.port)
    if (!input) return [{ op: 'wire-param', id: to.node, param: to.port, from }]
    const before = input.arity === 'many' ? [] : (target.inputs[to.port] ?? [])
    return [...before.map((old) => ({ op: 'disconnect' as const, from: old, to })), { op: 'connect', from, to }]
  }

  function entry(target: GraphNode, id: string, [param, given]: readonly [string, string], from: Ref): readonly Operation[] {
    const taken = new Set([...namesIn(target, param), ...(param === 'keep' ? ['table', ...namesIn(target, 'carry')] : [])])
    const name = given || freeId(from.port, taken)
    return [{ op: 'set-entry', id, param, name, wires: [{ node: plainId(from.node), port: from.port }] }]
  }

  /** Dragged from the wall of a definition to an input inside: a new port of that type. */
  function freshInput(name: string, to: Ref): readonly Operation[] {
    const type = typeOf({ ...to, side: 'in' }) ?? 'any'
    const input = freeId(to.port, new Set(Object.keys(definition(name)?.inputs ?? {})))
    return [
      { op: 'set-input', definition: name, name: input, type: type.split('|')[0]! },
      ...connect({ node: name, port: `inside.${input}` }, to),
    ]
  }

  function disconnect(given: Ref, to: Ref): readonly Operation[] {
    const from = sourceOf(given)
    const target = node(to.node)
    const made = dotted(to.port)
    if (made?.[0] === 'output') return [{ op: 'remove-port', definition: to.node, side: 'output', name: made[1] }]
    if (made && target?.entryWires?.[made[0]]?.[made[1]]) {
      const left = target.entryWires[made[0]]![made[1]]!.filter((ref) => ref.node !== plainId(from.node) || ref.port !== from.port)
      return [{ op: 'set-entry', id: to.node, param: made[0], name: made[1], wires: left.length > 0 ? left : null }]
    }
    return target?.paramWires[to.port] ? [{ op: 'wire-param', id: to.node, param: to.port, from: null }] : [{ op: 'disconnect', from, to }]
  }

  function verdict(given: Ref, to: Ref): Verdict {
    const from = sourceOf(given)
    if (to.port.startsWith('captured.'))
      return { ok: false, message: 'This is where a value from around comes in. Let the wire go on a port inside.' }
    const made = dotted(to.port)
    if (made || from.port === '') return fromRefusal(session.refusal(connect(given, to)))
    const asked = session.canConnect(from, to)
    if (asked.ok || leavesRegion(from, to) === null) return asked
    const kept = keepAndConnect(given, to)
    return session.refusal(kept) === null ? { ...asked, keep: from } : asked
  }

  const leavesRegion = (from: Ref, to: Ref): readonly string[] | null => {
    const source = memberOf(session.notebook(), from.node)
    const target = memberOf(session.notebook(), to.node)
    if (!source || !target || from.port === '') return null
    const left = source.path.filter((region) => !target.path.includes(region) && region !== to.node)
    return left.length > 0 ? left : null
  }

  function keepAndConnect(given: Ref, to: Ref): readonly Operation[] {
    let from = sourceOf(given)
    const operations: Operation[] = []
    for (const region of [...(leavesRegion(from, to) ?? [])].reverse()) {
      const kept = node(region)
      if (!kept) break
      const [existing] = Object.entries(kept.entryWires?.['keep'] ?? {}).filter(
        ([, [ref]]) => ref?.node === plainId(from.node) && ref.port === from.port,
      )
      const name = existing?.[0] ?? freeId(from.port, new Set(['table', ...namesIn(kept, 'keep'), ...namesIn(kept, 'carry')]))
      if (!existing) operations.push(...entry(kept, region, ['keep', name], from))
      from = { node: region, port: name }
    }
    return [...operations, ...connect(from, to)]
  }

  function typeOf(port: PortRef): string | null {
    const at = drawn(port.node)
    return (port.side === 'out' ? at?.outputs : at?.inputs)?.find((each) => each.name === port.port)?.type ?? null
  }

  function ends(port: PortRef) {
    const home = memberOf(session.notebook(), port.node)
    const prefix = port.node.includes('/')
      ? port.node.slice(0, port.node.indexOf('/') + 1)
      : definition(port.node) && !home
        ? `${port.node}/`
        : ''
    const near = sheets().filter((sheet) =>
      sheet.nodes.some(({ id }) =>
        prefix === '' ? !id.includes('/') && sheet.nodes[0]?.kind !== 'define' : id.startsWith(prefix) || `${id}/` === prefix,
      ),
    )
    const members = new Map(allMembers(session.notebook()).map((member): [string, Member] => [member.id, member]))
    return near.flatMap((sheet) =>
      sheet.nodes
        .filter((other) => other.id !== port.node || other.frame)
        .flatMap((other) => {
          const named = (port.side === 'out' ? other.inputs : other.outputs).map(({ name, type }) => ({ name, type, param: false }))
          const kind = members.get(other.id)?.from.kind ?? ''
          const params = Object.keys((card(kind)?.schema as { properties?: object } | undefined)?.properties ?? {})
          const free = port.side === 'out' ? params.filter((name) => !named.some((each) => each.name === name)) : []
          return [...named, ...free.map((name) => ({ name, type: typeOf(port) ?? 'any', param: true }))]
            .filter(({ name }) => !name.startsWith('captured.'))
            .map(({ name, type, param }) => ({ ref: { node: other.id, port: name }, node: other.id, sheet: sheet.name, type, param }))
            .filter(({ ref }) => (port.side === 'out' ? verdict(port, ref) : verdict(ref, port)).ok)
        }),
    )
  }
  return { connect, disconnect, verdict, typeOf, ends, keepAndConnect }
}

const fromRefusal = (message: string | null): Verdict => (message === null ? { ok: true } : { ok: false, message })
