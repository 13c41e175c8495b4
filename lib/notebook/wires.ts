/* Wires of nodes, what is wrong with one of them, and what depends on what: through bodies too. */
import { refText, type GraphNode, type Ref } from '../graph/graph'
import { regionForm } from '../graph/region-form'
import { find, type Found, type Known, type KnownNode } from './known'
import { closestNames, orList } from './names'

export interface Wire {
  readonly to: string
  /** Input or param; of an entry, `keep.right`. */
  readonly name: string
  readonly from: Ref
  readonly param: boolean
  /** The field it stands in. */
  readonly field: string
  /** It comes from within the body of its own node. */
  readonly inside: boolean
}

const wiresByNode = new WeakMap<GraphNode, readonly Wire[]>()
/** All wires of a node itself; those of the nodes in its body are theirs. */
export function wiresOf(node: GraphNode): readonly Wire[] {
  const found = wiresByNode.get(node)
  if (found) return found
  const form = node.body ? regionForm(node.kind) : undefined
  const to = node.id
  const inputs = Object.entries(node.inputs).flatMap(([name, refs]) =>
    refs.map((from) => ({ to, name, from, param: false, field: name, inside: false })),
  )
  const params = Object.entries(node.paramWires).map(([name, from]) => ({
    to,
    name,
    from,
    param: true,
    field: name,
    inside: form?.insideParams.includes(name) ?? false,
  }))
  const entries = Object.entries(node.entryWires ?? {}).flatMap(([field, wires]) =>
    Object.entries(wires).flatMap(([name, refs]) =>
      refs.map((from) => ({ to, name: `${field}.${name}`, from, param: true, field, inside: form?.entries[field]?.from === 'inside' })),
    ),
  )
  const wires = [...inputs, ...params, ...entries]
  wiresByNode.set(node, wires)
  return wires
}

/** The regions whose current values a wire sees. */
export const scopeOf = (consumer: KnownNode, inside: boolean): readonly string[] =>
  inside ? [...consumer.within, consumer.node.id] : consumer.within

/** The type names whose outputs may drive a param, by how the param is read (10-kinds, rule 2). */
const DRIVES: Readonly<Record<string, readonly string[]>> = {
  number: ['number'],
  switch: ['number'],
  text: ['text', 'number', 'json'],
  choice: ['text', 'number', 'json'],
  any: ['json', 'number', 'text'],
}

export interface WireFault {
  readonly code: string
  readonly message: string
  readonly hint?: string
}

/** What is wrong with one wire by itself, or null. Where the source is not understood nothing can be said. */
export function wireFault(wire: Wire, known: Known, suggest = true): WireFault | null {
  const target = known.nodes.get(wire.to)
  const found = find(known, target ? scopeOf(target, wire.inside) : [], wire.from)
  if (found.at === 'unknown') return null
  if (found.at === 'port') return target ? typeFault(wire, found.type, known, target) : null
  return nowhereFault(wire, found, suggest ? known.ids : [])
}

export function nowhereFault(
  wire: Pick<Wire, 'to' | 'name' | 'from'>,
  found: Exclude<Found, { readonly at: 'port' | 'unknown' }>,
  ids: Iterable<string>,
): WireFault {
  const { node, port } = wire.from
  const is = `${wire.to}: \`${wire.name}\` is wired to \`${refText(wire.from)}\``
  if (found.at === 'hidden')
    return {
      code: 'wire-into-body',
      message: `${is}, but \`${node}\` stands in the body of \`${found.region}\`, which has one for each iteration.`,
      hint: `Keep its value: \`keep: {${port}: ${node}.${port}}\` in \`${found.region}\`, and wire \`${found.region}.${port}\`.`,
    }
  if (found.at === 'nowhere') {
    const closest = closestNames(node, ids)
    const hint = closest.length > 0 ? { hint: `Close to it: ${orList(closest)}.` } : {}
    return { code: 'wire-to-nowhere', message: `${is}, but there is no node \`${node}\`.`, ...hint }
  }
  const has = orList(found.names)
  return {
    code: 'wire-to-nowhere',
    message: `${is}, but \`${node}\` has no output \`${port}\`.`,
    hint:
      has === '' ? `${found.what} has no outputs.` : found.what.startsWith('`') ? `Its outputs: ${has}.` : `${found.what} gives ${has}.`,
  }
}

function typeFault(wire: Wire, from: string, known: Known, target: KnownNode): WireFault | null {
  if (wire.field !== wire.name) return entryFault(wire, from, known, target)
  if (wire.param) return paramFault(wire, from, target)
  const port = Object.hasOwn(target.ports.inputs, wire.name) ? target.ports.inputs[wire.name] : undefined
  if (!port) return null
  return unfit(wire, from, port.type, target)
}
function unfit(wire: Wire, from: string, to: string, { facts }: KnownNode): WireFault | null {
  if (from === 'any') return null
  const verdict = facts.fits(from, to)
  if (verdict.ok) return null
  return {
    code: 'wrong-type',
    message:
      `${wire.to}: \`${wire.name}\` takes ${orList(to.split('|'))}; \`${refText(wire.from)}\` gives \`${from}\`. ${verdict.message}`.trim(),
    ...(verdict.hint ? { hint: verdict.hint } : {}),
  }
}
function paramFault(wire: Wire, from: string, target: KnownNode): WireFault | null {
  const reads = target.facts.params.find((param) => param.name === wire.name)?.reads ?? 'any'
  const drives = DRIVES[reads] ?? []
  if (from.split('|').some((type) => type === 'any' || drives.includes(type))) return null
  return {
    code: 'wrong-type',
    message: `${wire.to}: the param \`${wire.name}\` takes ${orList(drives)}; \`${refText(wire.from)}\` gives \`${from}\`.`,
  }
}
/** What the next turn begins with must be of the type that was carried in. */
function entryFault(wire: Wire, from: string, known: Known, target: KnownNode): WireFault | null {
  if (wire.field !== 'next') return null
  const name = wire.name.slice('next.'.length)
  const carried = target.node.entryWires?.['carry']?.[name]?.[0]
  if (!carried)
    return {
      code: 'wire-to-nowhere',
      message: `${wire.to}: \`next\` has \`${name}\`, but \`carry\` does not.`,
      hint: `Say where it starts: \`carry: {${name}: node.port}\`.`,
    }
  const first = find(known, target.within, carried)
  return first.at === 'port' && first.type !== 'any' ? unfit(wire, from, first.type, target) : null
}

/** Where a region's values come in, and what waits for all its iterations, are two places of the graph. */
const ENTRANCE = '#in'
export const withoutEntrance = (vertex: string): string => vertex.replace(ENTRANCE, '')
const vertexOf = (within: readonly string[], ref: Ref): string => (within.includes(ref.node) ? ref.node + ENTRANCE : ref.node)

/** What each place of the graph needs before it. A body waits for its region's entrance, a region for its body. */
export function dependencies(known: Known): Map<string, readonly string[]> {
  const needs = new Map<string, string[]>()
  for (const [id, { node, within }] of known.nodes) {
    const around = within.at(-1)
    const entrance = around === undefined ? [] : [around + ENTRANCE]
    const wires = wiresOf(node)
    const outside = [...wires.filter((wire) => !wire.inside).map((wire) => vertexOf(within, wire.from)), ...entrance]
    if (node.body) {
      needs.set(id + ENTRANCE, outside)
      const within2 = [...within, id]
      const inside = wires.filter((wire) => wire.inside).map((wire) => vertexOf(within2, wire.from))
      needs.set(id, [id + ENTRANCE, ...inside, ...node.body.keys()])
    } else needs.set(id, outside)
  }
  return needs
}

/** Whether a wire from `from` into node `to` would close a circle. */
export function closesCircle(known: Known, from: Ref, to: string, inside: boolean): boolean {
  const consumer = known.nodes.get(to)
  if (!consumer) return false
  const needs = dependencies(known)
  const target = consumer.node.body && !inside ? to + ENTRANCE : to
  const seen = new Set<string>()
  const ways = [vertexOf(scopeOf(consumer, inside), from)]
  for (let at = ways.pop(); at !== undefined; at = ways.pop()) {
    if (at === target) return true
    if (seen.has(at)) continue
    seen.add(at)
    ways.push(...(needs.get(at) ?? []))
  }
  return false
}
