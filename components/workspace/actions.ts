/* What the viewer may do to an open notebook, as commands of the session: each one undo step, refusals as sentences. */
import type { Json } from '../../lib/graph/json'
import type { Ref } from '../../lib/graph/graph'
import type { KindCard, Session } from '../../lib/session/types'
import type { Fix, KindEntry, PortRef, SheetActions, Verdict } from '../canvas'
import type { PanelAction } from '../viz/Panel'
import { entriesOf, fittingKinds, freeId, type ConverterFact, type TypeFit } from './kinds'
import { freeSpot } from './free-spot'
import { wiresInto, type CardLookup } from './sheet-model'
import type { GraphNode, Operation } from './hooks'

const GRID = 8
/** Steps by key are one move together. */
const NUDGE = 'Moved by keys'

export interface Surroundings {
  readonly session: Session
  readonly cards: readonly KindCard[]
  readonly card: CardLookup
  readonly fits: TypeFit
  readonly converters: readonly ConverterFact[]
  readonly select: (ids: readonly string[]) => void
  readonly show: (id: string) => void
  /** Where the nodes of a sheet are drawn now. */
  readonly placesOn: (sheet: string) => readonly {
    readonly id: string
    readonly x: number
    readonly y: number
    readonly width: number
    readonly body: number
  }[]
  /** Opens the list of models for a node that lacks one. */
  readonly mend: (id: string) => void
  readonly pin: (node: string, action: PanelAction) => void
  readonly say: (words: string, action?: { readonly label: string; readonly onAct: () => void }) => void
  readonly fail: (words: string) => void
}

export interface NotebookActions {
  /** The doors of one sheet. */
  sheet(name: string): SheetActions
  setParam(id: string, param: string, value: Json): string | null
  unwireParam(id: string, param: string): void
  apply(operations: readonly Operation[], label: string, mergeKey?: string): boolean
  undo(): void
  redo(): void
}

export function notebookActions(around: Surroundings): NotebookActions {
  const { session, fail, say } = around
  const nodes = (): readonly GraphNode[] =>
    session.notebook().blocks.flatMap((block) => (block.type === 'graph' ? block.entries.flatMap((entry) => entry.node ?? []) : []))
  const node = (id: string) => nodes().find((each) => each.id === id)
  const sheetOf = (id: string) =>
    session.notebook().blocks.find((block) => block.type === 'graph' && block.entries.some((entry) => entry.id === id))
  const attempt = (operations: readonly Operation[], label: string, mergeKey?: string): string | null => {
    try {
      session.apply(operations, label, mergeKey === undefined ? {} : { mergeKey })
      return null
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }
  const apply = (operations: readonly Operation[], label: string, mergeKey?: string): boolean => {
    const refused = attempt(operations, label, mergeKey)
    if (refused) fail(refused)
    return refused === null
  }
  const back = { label: 'Undo', onAct: () => void session.undo() }
  const setParam = (id: string, param: string, value: Json): string | null =>
    attempt([{ op: 'set-param', id, param, value }], `Set ${id}.${param}`, `param:${id}.${param}`)
  const wiring = makeWiring(around, node)

  function connect(from: Ref, to: Ref): void {
    apply(wiring.connect(from, to), `Wired ${from.node}.${from.port} to ${to.node}.${to.port}`)
  }

  function insertConverter(from: Ref, to: Ref, fix: Fix): void {
    const sheet = sheetOf(to.node)
    if (sheet?.type !== 'graph') return
    const id = freeId(fix.kind, new Set(nodes().map((each) => each.id)))
    const place = betweenPlaces(session, from.node, to.node)
    const added = newNode(id, around.card(fix.kind), {})
    apply(
      [
        { op: 'add-node', sheet: sheet.name, node: { ...added, inputs: { [fix.input]: [from] } }, ...(place ? { place } : {}) },
        ...wiring.connect({ node: id, port: fix.output }, to),
      ],
      `Inserted ${fix.title}`,
    )
    around.select([id])
  }

  function add(
    sheet: string,
    entry: KindEntry,
    at: { readonly x: number; readonly y: number },
    wire?: { readonly port: PortRef; readonly to: string },
  ): void {
    const id = freeId(entry.kind, new Set(nodes().map((each) => each.id)))
    const fresh = newNode(id, around.card(entry.kind), entry.params)
    const fed = wire?.port.side === 'out' ? { ...fresh, inputs: { [wire.to]: [{ node: wire.port.node, port: wire.port.port }] } } : fresh
    const spot = freeSpot(at, around.placesOn(sheet))
    const place = gridPlace(spot.x, spot.y)
    const frozen = freeze(sheet, new Set([id]))
    const feeds =
      wire?.port.side === 'in' ? wiring.connect({ node: id, port: wire.to }, { node: wire.port.node, port: wire.port.port }) : []
    if (apply([{ op: 'add-node', sheet, node: fed, place }, ...feeds, ...frozen], `Added ${entry.title}`)) around.select([id])
  }

  function remove(ids: readonly string[]): void {
    const gone = new Set(ids)
    const wires = nodes()
      .flatMap(wiresInto)
      .filter(({ from, to }) => gone.has(from.node) || gone.has(to.node)).length
    const removed = apply(
      ids.map((id) => ({ op: 'remove-node' as const, id })),
      ids.length === 1 ? `Deleted ${ids[0]}` : `Deleted ${ids.length} nodes`,
    )
    if (!removed) return
    around.select([])
    say(`Deleted ${count(ids.length, 'node')}${wires > 0 ? ` and ${count(wires, 'wire')}` : ''}`, back)
  }

  /** Places of the nodes that have none in the file yet, so that nothing else moves when one is placed. */
  function freeze(name: string, but: ReadonlySet<string>): readonly Operation[] {
    const layout = session.notebook().blocks.find((block) => block.type === 'layout')
    return around
      .placesOn(name)
      .filter(({ id }) => !but.has(id) && !layout?.places[id])
      .map(({ id, x, y }) => ({ op: 'move-node' as const, id, place: gridPlace(x, y) }))
  }

  const sheet = (name: string): SheetActions => ({
    select: around.select,
    move(moves, label) {
      const moved = moves.map(({ id, x, y }) => ({ op: 'move-node' as const, id, place: gridPlace(x, y) }))
      apply(
        [...moved, ...freeze(name, new Set(moves.map(({ id }) => id)))],
        label,
        label === NUDGE ? `nudge:${moves.map(({ id }) => id).join()}` : undefined,
      )
    },
    canConnect: wiring.verdict,
    connect,
    disconnect(wires) {
      const done = apply(
        wires.flatMap(({ from, to }) => wiring.disconnect(from, to)),
        wires.length === 1 ? `Took off the wire to ${wires[0]!.to.node}.${wires[0]!.to.port}` : `Took off ${wires.length} wires`,
      )
      if (done) say(`Took off ${count(wires.length, 'wire')}`, back)
    },
    insertConverter,
    kinds: () => entriesOf(around.cards),
    fitting(port) {
      const type = wiring.typeOf(port)
      return type ? fittingKinds(entriesOf(around.cards), around.card, port, type, around.fits, around.converters) : []
    },
    ends: (port) => wiring.ends(port, nodes(), (id) => (sheetOf(id) as { readonly name?: string } | undefined)?.name ?? ''),
    add: (entry, at, wire) => add(name, entry, at, wire),
    remove,
    run: (ids) => session.run(ids),
    cancel: (ids) => session.cancel(ids),
    setParam,
    act: (id, action) => actOn(around, id, action as PanelAction, setParam, fail),
    show: around.show,
    why: (id) => around.select([id]),
    mend: around.mend,
  })

  return {
    sheet,
    setParam,
    unwireParam: (id, param) => void apply([{ op: 'wire-param', id, param, from: null }], `Took off the wire to ${id}.${param}`),
    apply,
    undo: () => void session.undo(),
    redo: () => void session.redo(),
  }
}

const gridPlace = (x: number, y: number): readonly [number, number] => [
  Math.max(0, Math.round(x / GRID)),
  Math.max(0, Math.round(y / GRID)),
]

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`

const newNode = (id: string, card: KindCard | undefined, params: Readonly<Record<string, Json>>): GraphNode => ({
  id,
  kind: card?.kind ?? id,
  version: card?.version ?? 1,
  params,
  paramWires: {},
  inputs: {},
})

function betweenPlaces(session: Session, from: string, to: string): readonly [number, number] | null {
  const layout = session.notebook().blocks.find((block) => block.type === 'layout')
  const a = layout?.places[from]
  const b = layout?.places[to]
  return a && b ? [Math.round((a[0] + b[0]) / 2), Math.max(a[1], b[1]) + 12] : null
}

function actOn(
  around: Surroundings,
  id: string,
  action: PanelAction,
  setParam: NotebookActions['setParam'],
  fail: (words: string) => void,
): void {
  switch (action.kind) {
    case 'set-param': {
      const refused = setParam(id, action.param, action.value)
      if (refused) fail(refused)
      return
    }
    case 'answer':
      around.session.answer(id, action.input)
      return
    default:
      around.pin(id, action)
  }
}

/** Wires between ports, and wires into params, told apart by the kind's ports. */
function makeWiring({ session, card }: Surroundings, node: (id: string) => GraphNode | undefined) {
  const inputOf = (to: Ref) => {
    const target = node(to.node)
    return (
      target &&
      card(target.kind)
        ?.ports(target.params)
        .inputs.find((port) => port.name === to.port)
    )
  }
  const connect = (from: Ref, to: Ref): readonly Operation[] => {
    const target = node(to.node)
    if (!target) return [{ op: 'connect', from, to }]
    const input = inputOf(to)
    if (!input) return [{ op: 'wire-param', id: to.node, param: to.port, from }]
    const before = input.arity === 'many' ? [] : (target.inputs[to.port] ?? [])
    return [...before.map((old) => ({ op: 'disconnect' as const, from: old, to })), { op: 'connect', from, to }]
  }
  const disconnect = (from: Ref, to: Ref): readonly Operation[] =>
    node(to.node)?.paramWires[to.port] ? [{ op: 'wire-param', id: to.node, param: to.port, from: null }] : [{ op: 'disconnect', from, to }]
  const verdict = (from: Ref, to: Ref): Verdict => session.canConnect(from, to)
  const typeOf = (port: PortRef): string | null => {
    const ports = card(node(port.node)?.kind ?? '')?.ports(node(port.node)?.params ?? {})
    return (port.side === 'out' ? ports?.outputs : ports?.inputs)?.find((each) => each.name === port.port)?.type ?? null
  }
  const ends = (port: PortRef, all: readonly GraphNode[], sheetOf: (id: string) => string) =>
    all
      .filter((other) => other.id !== port.node)
      .flatMap((other) => {
        const ports = card(other.kind)?.ports(other.params)
        const settings =
          port.side === 'out' ? Object.keys((card(other.kind)?.schema as { properties?: object } | undefined)?.properties ?? {}) : []
        const named = (port.side === 'out' ? (ports?.inputs ?? []) : (ports?.outputs ?? [])).map(({ name, type }) => ({
          name,
          type,
          param: false,
        }))
        return [...named, ...settings.map((name) => ({ name, type: typeOf(port) ?? 'any', param: true }))]
          .map(({ name, type, param }) => ({ ref: { node: other.id, port: name }, node: other.id, sheet: sheetOf(other.id), type, param }))
          .filter(({ ref }) => (port.side === 'out' ? verdict(port, ref) : verdict(ref, port)).ok)
      })
  return { connect, disconnect, verdict, typeOf, ends }
}
