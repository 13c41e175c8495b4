/* Nodes that are understood, where each stands, and which type any wire carries: through bodies and definitions too. */
import { ERROR_PORT, type GraphNode, type Ref } from '../graph/graph'
import type { InsidePorts } from '../graph/region-form'
import type { DefinitionBlock, KindFacts, KindLookup, NodeEntry, Block } from './types'

export interface KnownNode {
  readonly entry: NodeEntry
  readonly node: GraphNode
  readonly facts: KindFacts
  readonly ports: ReturnType<KindFacts['ports']>
  /** Ids of the regions around it, the outermost first. */
  readonly within: readonly string[]
}
/** The nodes of the notebook, or those of one definition. */
export interface Known {
  /** Nodes that are understood, those in bodies too. */
  readonly nodes: ReadonlyMap<string, KnownNode>
  /** Ids that stand in the file, understood or not. */
  readonly ids: ReadonlySet<string>
  /** Inside a definition: the definition. */
  readonly self: DefinitionBlock | null
  readonly definitions: ReadonlyMap<string, Known>
  /** What the regions give inside, as it is asked for. */
  readonly inside: Map<string, InsidePorts>
}

export function knownNodes(blocks: readonly Block[], kinds: KindLookup): Known {
  const definitions = new Map<string, Known>()
  for (const block of blocks)
    if (block.type === 'define' && !definitions.has(block.name)) definitions.set(block.name, knownIn([block], kinds, block, definitions))
  return knownIn(
    blocks.filter((block) => block.type === 'graph'),
    kinds,
    null,
    definitions,
  )
}

function knownIn(
  blocks: readonly { readonly entries: readonly NodeEntry[] }[],
  kinds: KindLookup,
  self: DefinitionBlock | null,
  definitions: ReadonlyMap<string, Known>,
): Known {
  const nodes = new Map<string, KnownNode>()
  const ids = new Set<string>()
  const add = (entries: readonly NodeEntry[], within: readonly string[]): void => {
    for (const entry of entries) {
      if (entry.id !== '') ids.add(entry.id)
      const facts = entry.node ? kinds.kind(entry.node.kind) : undefined
      if (entry.node && facts && !nodes.has(entry.id))
        nodes.set(entry.id, { entry, node: entry.node, facts, ports: portsOf(facts, entry.node), within })
      if (entry.body) add(entry.body.entries, [...within, entry.id])
    }
  }
  for (const block of blocks) add(block.entries, [])
  return { nodes, ids, self, definitions, inside: new Map() }
}

/** Nodes are immutable and carried over from one reading to the next: what follows from one is found once. */
const portsByNode = new WeakMap<GraphNode, { readonly facts: KindFacts; readonly ports: ReturnType<KindFacts['ports']> }>()
function portsOf(facts: KindFacts, node: GraphNode): ReturnType<KindFacts['ports']> {
  const found = portsByNode.get(node)
  if (found?.facts === facts) return found.ports
  const own = facts.ports(node.params, node.entryWires)
  const ports = facts.region ? { ...own, outputs: { ...keptNames(node), ...own.outputs } } : own
  portsByNode.set(node, { facts, ports })
  return ports
}

/** What a region carries and keeps comes out under its name; of which type, its kind may say. */
function keptNames(node: GraphNode): Record<string, { readonly type: string }> {
  const names = ['carry', 'keep'].flatMap((param) => Object.keys(node.entryWires?.[param] ?? {}))
  return Object.fromEntries(names.map((name) => [name, { type: 'any' }]))
}

/** The definition that a node within a use stands in, and its id there: `USE/id`. Null where the way leads nowhere. */
export function placeOf(known: Known, path: string): { readonly known: Known; readonly id: string } | null {
  const [first = '', ...rest] = path.split('/')
  if (rest.length === 0) return { known, id: first }
  const use = known.nodes.get(first)
  const name = use?.facts.definition === undefined ? undefined : use.node.params[use.facts.definition]
  const definition = typeof name === 'string' ? known.definitions.get(name) : undefined
  return definition ? placeOf(definition, rest.join('/')) : null
}

/** What a wire finds at its source: a type, or why there is none. */
export type Found =
  | { readonly at: 'port'; readonly type: string }
  | { readonly at: 'nowhere' }
  /** The id stands in the file, but is not understood: nothing can be said. */
  | { readonly at: 'unknown' }
  | { readonly at: 'no-port'; readonly names: readonly string[]; readonly what: string }
  /** In the body of `region`, from outside. */
  | { readonly at: 'hidden'; readonly region: string }

/** Looks up a source as a node within these regions sees it. */
export function find(known: Known, within: readonly string[], ref: Ref): Found {
  if (known.self?.name === ref.node) return portIn(known.self.inputs, ref.port, `The definition \`${ref.node}\``)
  const source = known.nodes.get(ref.node)
  if (within.includes(ref.node)) return source ? insideFound(known, source, ref.port) : { at: 'unknown' }
  if (!source) return { at: known.ids.has(ref.node) ? 'unknown' : 'nowhere' }
  const hidden = source.within.find((region, at) => within[at] !== region)
  if (hidden !== undefined) return { at: 'hidden', region: hidden }
  return outputFound(known, source, ref.port)
}
const portIn = (types: Readonly<Record<string, string>>, port: string, what: string): Found => {
  const type = Object.hasOwn(types, port) ? types[port] : undefined
  return type === undefined ? { at: 'no-port', names: Object.keys(types), what } : { at: 'port', type }
}
function insideFound(known: Known, region: KnownNode, port: string): Found {
  const { types, open } = insideOf(known, region)
  if (Object.hasOwn(types, port)) return { at: 'port', type: types[port] ?? 'any' }
  return open ? { at: 'port', type: 'any' } : { at: 'no-port', names: Object.keys(types), what: `Inside its body, \`${region.node.id}\`` }
}
function outputFound(known: Known, { node, facts, ports }: KnownNode, port: string): Found {
  const output = Object.hasOwn(ports.outputs, port) ? ports.outputs[port] : undefined
  if (!output) {
    if (port === ERROR_PORT) return { at: 'port', type: 'text' }
    return { at: 'no-port', names: Object.keys(ports.outputs), what: `\`${node.kind}\`` }
  }
  const definition = facts.definition === undefined ? undefined : known.definitions.get(String(node.params[facts.definition] ?? ''))
  if (output.type !== 'any' || !definition) return { at: 'port', type: output.type }
  return { at: 'port', type: outputType(definition, port) }
}

/** Definitions being looked into, so that one that uses itself is not looked into for ever. */
const open = new Set<Known>()
/** The type of a definition's output. */
function outputType(definition: Known, port: string): string {
  const ref = definition.self?.outputs[port]
  if (!ref || open.has(definition)) return 'any'
  open.add(definition)
  try {
    const found = find(definition, [], ref)
    return found.at === 'port' ? found.type : 'any'
  } finally {
    open.delete(definition)
  }
}

const UNKNOWN: InsidePorts = { types: {}, open: true }
/** What a region's own id gives inside its body. */
export function insideOf(known: Known, region: KnownNode): InsidePorts {
  const { node, facts, within } = region
  const form = facts.region
  if (!form) return UNKNOWN
  const before = known.inside.get(node.id)
  if (before) return before
  // a region whose values come from itself is told so elsewhere
  known.inside.set(node.id, UNKNOWN)
  const inside = form.inside(node.params, (param) => {
    const types = Object.create(null) as Record<string, readonly string[]>
    for (const [name, refs] of Object.entries(node.entryWires?.[param] ?? {}))
      types[name] = refs.map((ref) => {
        const found = find(known, within, ref)
        return found.at === 'port' ? found.type : 'any'
      })
    return types
  })
  known.inside.set(node.id, inside)
  return inside
}
