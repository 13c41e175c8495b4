/* Operations on definitions: made of nodes, detached from a use, renamed, their ports made and taken away. */
import { refText, type GraphNode, type Ref } from '../graph/graph'
import { freeSheetName } from './block-operations'
import { headerText, setPorts } from './definition-edit'
import { usedBy } from './definition-check'
import { addressed, addressOf, Draft, OperationRefused } from './draft'
import { indented, withField, withFieldRenamed, type Told } from './edit'
import { entering, groupOf, leaving, namesFor, seesFrom, tell, type Crossing, type Group } from './groups'
import type { Handlers } from './handlers'
import { find } from './known'
import { indentOf } from './lines'
import { nameFault } from './names'
import { copyInto, type Copying } from './copies'
import { freeId, plain, setPlace, withoutFields } from './node-operations'
import { tellProse } from './prose'
import { nodeText, paramLines, sheetText } from './write'
import type { NodeEntry, Operation } from './types'

type SubgraphOperation = 'make-subgraph' | 'detach' | 'rename-definition' | 'set-input' | 'set-output' | 'rename-port' | 'remove-port'

export const SUBGRAPH_OPERATIONS: Handlers<SubgraphOperation> = {
  'make-subgraph': makeSubgraph,
  detach,
  'rename-definition': renameDefinition,
  'set-input': (draft, { definition, name, type }) => {
    const block = draft.definition(definition)
    mayName(name)
    const given = type.trim().toLowerCase()
    if (draft.kinds.isType && !draft.kinds.isType(given)) throw new OperationRefused(`\`${type.slice(0, 60)}\` is no type of a port.`)
    setPorts(draft, definition, { inputs: { ...block.inputs, [name]: given } })
  },
  'set-output': (draft, { definition, name, from }) => {
    const block = draft.definition(definition)
    mayName(name)
    const source = plain(from)
    const known = draft.knownAround(`${definition}/${source.node}`)
    if (find(known, [], source).at !== 'port')
      throw new OperationRefused(`\`${refText(source)}\` cannot be read from outside \`${definition}\`.`)
    setPorts(draft, definition, { outputs: { ...block.outputs, [name]: source } })
  },
  'rename-port': renamePort,
  'remove-port': removePort,
}

function mayName(name: string): void {
  const fault = nameFault(name)
  if (fault !== null) throw new OperationRefused(`The name \`${name.slice(0, 60)}\` ${fault}.`)
}

function makeSubgraph(draft: Draft, { ids, name, use: given }: Extract<Operation, { op: 'make-subgraph' }>): void {
  const group = groupOf(draft, ids)
  const kind = draft.kinds.kind('subgraph')
  if (!kind?.definition) throw new OperationRefused('This catalogue has no kind that stands for a definition.')
  freeSheetName(draft, name)
  mayName(name)
  if (group.ids.has(name))
    throw new OperationRefused(`A node of the subgraph is called \`${name}\`, too.`, 'Inside, that name gives what came in.')
  const use = addressOf(given).id
  if (!group.ids.has(use)) freeId(draft, addressed(group.scope, use))
  const inputs = portsIn(entering(group))
  const outputs = portsOut(draft, group)
  const text = definitionText(draft, group, name, inputs, outputs)
  const [first] = group.members
  const column = indentOf(first?.entry.head ?? '')
  const node: GraphNode = {
    id: use,
    kind: 'subgraph',
    version: kind.version,
    params: { [kind.definition]: name },
    paramWires: {},
    inputs: Object.fromEntries([...inputs.names].map(([key, port]) => [port, [inputs.refs.get(key) as Ref]])),
  }
  const useText = indented(nodeText(node, { ...draft, kinds: withoutPorts(draft) }, 0), column)
  const led = ref(outputs.names, use)
  tell(
    draft,
    group.scope,
    (source, consumer) => (group.ids.has(consumer) || !group.ids.has(source.node) ? undefined : led(source)),
    (entry) => {
      const at = group.members.findIndex((member) => member.node.id === entry.id)
      return at < 0 ? entry.source : at === 0 ? useText : null
    },
  )
  if (group.scope.definition !== null)
    outputsFollow(draft, group.scope.definition, (source) => (group.ids.has(source.node) ? led(source) : undefined))
  else tellProse(draft, (id) => (group.ids.has(id) ? `${use}/${id}` : undefined))
  draft.insertDefinition(group.block.id, { name, text })
  movePlaces(draft, group, name, use)
}
interface PortNames {
  readonly names: ReadonlyMap<string, string>
  readonly refs: ReadonlyMap<string, Ref>
  readonly types: ReadonlyMap<string, string>
}
/** The text of a use before its definition is there: its ports are not known yet. */
const withoutPorts = (draft: Draft): Draft['kinds'] => draft.catalogue
const ref =
  (names: ReadonlyMap<string, string>, node: string) =>
  (source: Ref): Ref | undefined => {
    const port = names.get(refText(source))
    return port === undefined ? undefined : { node, port }
  }

function portsIn(crossings: readonly Crossing[]): PortNames {
  const refs = new Map(crossings.map(({ wire }) => [refText(wire.from), wire.from]))
  return { names: namesFor([...refs.values()]), refs, types: new Map() }
}
/** What is read from outside; where nothing is, what nothing inside reads, or the subgraph would be a dead end. */
function portsOut(draft: Draft, group: Group): PortNames {
  const read = leaving(group).map(({ wire }) => wire.from)
  const { definition } = group.scope
  if (definition !== null)
    for (const source of Object.values(draft.definition(definition).outputs)) if (group.ids.has(source.node)) read.push(source)
  const refs = new Map((read.length > 0 ? read : endsOf(group)).map((source) => [refText(source), source]))
  return { names: namesFor([...refs.values()]), refs, types: new Map() }
}
function endsOf({ members, known, ids }: Group): Ref[] {
  const used = new Set(
    [...known.nodes.values()]
      .filter(({ node }) => ids.has(node.id))
      .flatMap(({ node }) =>
        Object.values(node.inputs)
          .flat()
          .map((source) => source.node),
      ),
  )
  return members
    .filter(({ node }) => !used.has(node.id))
    .flatMap(({ node, ports }) => {
      const [port] = Object.keys(ports.outputs)
      return port === undefined ? [] : [{ node: node.id, port }]
    })
}

function definitionText(draft: Draft, group: Group, name: string, inputs: PortNames, outputs: PortNames): string {
  const types = Object.fromEntries(
    entering(group).map((crossing) => [inputs.names.get(refText(crossing.wire.from)) ?? '', typeOf(draft, group, crossing)]),
  )
  const header = headerText(
    { inputs: types, outputs: Object.fromEntries([...outputs.names].map(([key, port]) => [port, outputs.refs.get(key) as Ref])) },
    draft.end,
  )
  const copying: Copying = {
    ids: new Map(),
    told: (source) => (group.ids.has(source.node) ? source : (ref(inputs.names, name)(source) ?? null)),
  }
  const nodes = group.members.map(({ entry }) => indented(copyInto(draft, entry, copying), -indentOf(entry.head ?? '')))
  return sheetText(`${name} define`, header + nodes.join(''), draft.end)
}
/** A port takes one type; where several may come, any. */
function typeOf(draft: Draft, group: Group, crossing: Crossing): string {
  const found = find(group.known, seesFrom(crossing), crossing.wire.from)
  const type = found.at === 'port' ? found.type : 'any'
  return draft.kinds.isType && !draft.kinds.isType(type) ? 'any' : type
}

/** Inside, places count from where the use stands. */
function movePlaces(draft: Draft, group: Group, name: string, use: string): void {
  const places = draft.layout()?.places ?? {}
  const placed = [...group.ids].flatMap((id) => {
    const place = places[addressed(group.scope, id)]
    return place ? [{ id, place }] : []
  })
  const outer = placed.filter(({ id }) => group.members.some((member) => member.node.id === id))
  if (outer.length === 0) return
  const corner = [Math.min(...outer.map(({ place }) => place[0])), Math.min(...outer.map(({ place }) => place[1]))] as const
  for (const { id } of placed) setPlace(draft, addressed(group.scope, id), null)
  setPlace(draft, addressed(group.scope, use), corner)
  for (const { id, place } of placed) {
    const moved = outer.some((other) => other.id === id)
    setPlace(draft, `${name}/${id}`, moved ? [place[0] - corner[0], place[1] - corner[1]] : place)
  }
}

/** The outputs of a definition whose sources moved. */
function outputsFollow(draft: Draft, definition: string, told: (source: Ref) => Ref | null | undefined): void {
  const { outputs } = draft.definition(definition)
  const entries = Object.entries(outputs).flatMap(([name, source]) => {
    const now = told(source)
    return now === null ? [] : [[name, now ?? source] as const]
  })
  if (entries.some(([name, source]) => outputs[name] !== source) || entries.length < Object.keys(outputs).length)
    setPorts(draft, definition, { outputs: Object.fromEntries(entries) })
}

function detach(draft: Draft, { id }: Extract<Operation, { op: 'detach' }>): readonly Operation[] {
  const use = draft.understood(id)
  const name = usedBy(use)
  if (name === null) throw new OperationRefused(`\`${id}\` does not stand for a definition.`)
  const block = draft.definition(name)
  const scope = addressOf(id)
  const ids = new Map<string, string>()
  const inner = draft.knownAround(`${name}/${name}`).ids
  for (const each of inner) ids.set(each, freeName(draft, scope.definition, each, new Set(ids.values()), scope.id))
  const outer = (source: Ref): Ref | null =>
    source.node === name ? (use.node.inputs[source.port]?.[0] ?? null) : { node: ids.get(source.node) ?? source.node, port: source.port }
  const column = indentOf(use.entry.head ?? '')
  const text = block.entries.map((entry) => indented(copyInto(draft, entry, { ids, told: outer }), column)).join('')
  const last = (source: Ref): Ref | null | undefined => {
    if (source.node !== scope.id) return undefined
    const from = block.outputs[source.port]
    return from ? outer(from) : null
  }
  tell(
    draft,
    scope,
    (source) => last(source),
    (entry, original) => (original === use.entry ? (entry.lead ?? '') + text : entry.source),
  )
  if (scope.definition !== null) outputsFollow(draft, scope.definition, last)
  else
    tellProse(
      draft,
      (path) => (path.startsWith(`${id}/`) ? ids.get(path.slice(id.length + 1)) : undefined),
      (source) => last(source) ?? undefined,
    )
  placeCopies(draft, id, name, ids)
  return overridesOf(use.node).flatMap(({ node, param, value }): Operation[] => {
    const to = ids.get(node)
    return to === undefined ? [] : [{ op: 'set-param', id: addressed(scope, to), param, value }]
  })
}
function freeName(draft: Draft, definition: string | null, wanted: string, taken: ReadonlySet<string>, use: string): string {
  let name = wanted
  for (let count = 1; taken.has(name) || draft.hasNode(addressed({ definition }, name)); count++)
    name = count === 1 ? `${use}-${wanted}`.slice(0, 60) : `${wanted.slice(0, 50)}-${count}`
  return name
}
function overridesOf(node: GraphNode) {
  const given = node.params['overrides']
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return []
  return Object.entries(given as Readonly<Record<string, GraphNode['params'][string]>>).map(([path, value]) => {
    const dot = path.lastIndexOf('.')
    return { node: path.slice(0, dot), param: path.slice(dot + 1), value }
  })
}
function placeCopies(draft: Draft, use: string, name: string, ids: ReadonlyMap<string, string>): void {
  const places = draft.layout()?.places ?? {}
  const corner = places[use]
  const inBody = new Set(
    [...draft.knownAround(`${name}/${name}`).nodes].filter(([, node]) => node.within.length > 0).map(([inner]) => inner),
  )
  for (const [inner, to] of ids) {
    const place = places[`${name}/${inner}`]
    if (!place) continue
    const origin = inBody.has(inner) ? [0, 0] : (corner ?? [0, 0])
    setPlace(draft, addressed(addressOf(use), to), [place[0] + (origin[0] ?? 0), place[1] + (origin[1] ?? 0)])
  }
  if (corner) setPlace(draft, use, null)
}

/** Every place where definitions may be used. */
const everyScope = (draft: Draft): { readonly definition: string | null }[] => [
  { definition: null },
  ...[...draft.known.definitions.keys()].map((definition) => ({ definition })),
]
const uses = (draft: Draft, scope: { readonly definition: string | null }, name: string): ReadonlySet<string> => {
  const known = scope.definition === null ? draft.known : draft.known.definitions.get(scope.definition)
  return new Set([...(known?.nodes.values() ?? [])].filter((node) => usedBy(node) === name).map(({ node }) => node.id))
}

function renameDefinition(draft: Draft, { name, to }: Extract<Operation, { op: 'rename-definition' }>): void {
  const block = draft.definition(name)
  if (name === to) return
  freeSheetName(draft, to)
  mayName(to)
  if (draft.hasNode(`${name}/${to}`)) throw new OperationRefused(`A node of \`${name}\` is called \`${to}\`.`)
  for (const scope of everyScope(draft)) {
    const using = uses(draft, scope, name)
    const own = scope.definition === name
    if (using.size === 0 && !own) continue
    tell(
      draft,
      scope,
      (source) => (own && source.node === name ? { node: to, port: source.port } : undefined),
      (entry) => (using.has(entry.id) ? named(draft, entry, to) : entry.source),
    )
  }
  outputsFollow(draft, name, (source) => (source.node === name ? { node: to, port: source.port } : undefined))
  const { source } = draft.block(block.id) as typeof block
  draft.setText(block.id, (source ?? '').replace(/^([`~]+graph[ \t]+)\S+/, `$1${to}`))
  const rows = Object.entries(draft.layout()?.places ?? {}).filter(([id]) => id.startsWith(`${name}/`))
  for (const [id] of rows) setPlace(draft, id, null)
  for (const [id, place] of rows) setPlace(draft, `${to}/${id.slice(name.length + 1)}`, place)
}
function named(draft: Draft, entry: NodeEntry, to: string): string | null {
  const facts = entry.node ? draft.kinds.kind(entry.node.kind) : undefined
  if (!entry.node || !facts?.definition) return entry.source
  const margin = indentOf(entry.head ?? '') + 2
  return withField(entry, entry.node, facts, facts.definition, paramLines(facts.definition, to, 'text', margin, draft.end))
}

function renamePort(draft: Draft, { definition, side, name, to }: Extract<Operation, { op: 'rename-port' }>): void {
  const block = draft.definition(definition)
  const ports: Readonly<Record<string, unknown>> = side === 'input' ? block.inputs : block.outputs
  if (!Object.hasOwn(ports, name)) throw new OperationRefused(`\`${definition}\` has no ${side} \`${name}\`.`)
  mayName(to)
  if (name === to) return
  if (Object.hasOwn(ports, to)) throw new OperationRefused(`\`${definition}\` has an ${side} \`${to}\` already.`)
  changePort(draft, definition, side, name, to)
}
function removePort(draft: Draft, { definition, side, name }: Extract<Operation, { op: 'remove-port' }>): void {
  const block = draft.definition(definition)
  if (!Object.hasOwn(side === 'input' ? block.inputs : block.outputs, name))
    throw new OperationRefused(`\`${definition}\` has no ${side} \`${name}\`.`)
  changePort(draft, definition, side, name, null)
}

/** The port under another name, or gone; wires inside and at every use with it. */
function changePort(draft: Draft, definition: string, side: 'input' | 'output', name: string, to: string | null): void {
  for (const scope of everyScope(draft)) {
    const using = uses(draft, scope, definition)
    const led = (source: Ref, node: string): Told | undefined =>
      source.node === node && source.port === name ? (to === null ? null : { node, port: to }) : undefined
    const ofUse = (source: Ref): Told | undefined => (side === 'output' && using.has(source.node) ? led(source, source.node) : undefined)
    const ofInput = (source: Ref): Told | undefined =>
      side === 'input' && scope.definition === definition ? led(source, definition) : undefined
    tell(
      draft,
      scope,
      (source) => ofUse(source) ?? ofInput(source),
      (entry) => (side === 'input' && using.has(entry.id) ? withPort(entry, name, to) : entry.source),
    )
    if (scope.definition !== null)
      outputsFollow(draft, scope.definition, (source) => (ofUse(source) ?? ofInput(source)) as Ref | null | undefined)
  }
  const block = draft.definition(definition)
  const changed = <T>(ports: Readonly<Record<string, T>>) =>
    Object.fromEntries(
      Object.entries(ports).flatMap(([each, port]) => (each === name ? (to === null ? [] : [[to, port]]) : [[each, port]])),
    )
  setPorts(draft, definition, side === 'input' ? { inputs: changed(block.inputs) } : { outputs: changed(block.outputs) })
}
const withPort = (entry: NodeEntry, name: string, to: string | null): string =>
  to === null ? withoutFields(entry, [name]) : withFieldRenamed(entry, name, to)
