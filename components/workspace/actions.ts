/* What the viewer may do to an open notebook, as commands of the session: each one undo step, refusals as sentences. */
import type { Json } from '../../lib/graph/json'
import type { Ref } from '../../lib/graph/graph'
import type { KindCard, Session } from '../../lib/session/types'
import type { Fix, KindEntry, PortRef, SheetActions, SheetModel, SheetWire } from '../canvas'
import type { PanelAction } from '../viz/Panel'
import { entriesOf, fittingKinds, type ConverterFact, type TypeFit } from './kinds'
import { toInspector } from './inspector-keys'
import { outermost, putOnClipboard, takeFromClipboard } from './clipboard'
import type { CardLookup, DefinitionLookup } from './draw-node'
import { frameAt } from './frame-at'
import { freeSpot } from './free-spot'
import type { GraphNode, Operation } from './document-types'
import { allMembers, memberOf, sheetWith } from './members'
import { holdsModel, modelExports } from './models/exports'
import { commandsFor } from './node-commands'
import { setSettingOperation, settingWords, type NodeDoors } from './node-doors'
import { plainWires } from './node-wires'
import { gridPlace, makeStructure } from './structure'
import { makeWiring, plainId, sourceOf } from './wiring'

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
  /** As the sheets are drawn now. */
  readonly models: () => readonly SheetModel[]
  /** Under which id a node is computed: on a definition's sheet that of the use which is open. */
  readonly liveId?: (id: string) => string
  /** Shows the inside of a use. */
  readonly open?: (id: string) => void
  /** The list of models, for a node whose model is not here. */
  readonly mend?: (id: string) => void
  readonly pin: (node: string, action: PanelAction) => void
  readonly say: (words: string, action?: { readonly label: string; readonly onAct: () => void }) => void
  readonly fail: (words: string) => void
}

export interface NotebookActions {
  /** The doors of one sheet. */
  sheet(name: string): SheetActions
  readonly nodes: NodeDoors
  setParam(id: string, param: string, value: Json): string | null
  unwireParam(id: string, param: string): void
  apply(operations: readonly Operation[], label: string, mergeKey?: string): boolean
  /** Like `apply`, with the refusal as its answer. */
  attempt(operations: readonly Operation[], label: string, mergeKey?: string): string | null
  undo(): void
  redo(): void
}

export function notebookActions(around: Surroundings): NotebookActions {
  const { session, fail, say } = around
  const live = around.liveId ?? ((id: string) => id)
  const definition: DefinitionLookup = (name) => {
    const block = session.notebook().blocks.find((each) => each.type === 'define' && each.name === name)
    return block?.type === 'define' ? block : undefined
  }
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
    attempt([{ op: 'set-param', id, param, value }], `Set ${plainId(id)}.${param}`, `param:${id}.${param}`)
  const wiring = makeWiring(session, around.card, definition, around.models)
  const structure = makeStructure(session, wiring)
  const modelOf = (name: string) => around.models().find((model) => model.name === name)
  const modelWith = (id: string) => around.models().find((model) => model.nodes.some((each) => each.id === id))
  const scopeOf = (name: string) => (modelOf(name)?.nodes[0]?.kind === 'define' ? `${name}/` : '')

  function connect(from: Ref, to: Ref): void {
    const source = sourceOf(from)
    apply(wiring.connect(from, to), `Wired ${plainId(source.node)}.${source.port} to ${plainId(to.node)}.${to.port}`)
  }

  function insertConverter(from: Ref, to: Ref, fix: Fix): void {
    const sheet = sheetWith(session.notebook(), to.node)
    const home = memberOf(session.notebook(), to.node)
    if (!sheet || !home) return
    const id = structure.free(fix.kind)
    const added = { ...newNode(id, around.card(fix.kind), {}), inputs: { [fix.input]: [plainRef(sourceOf(from))] } }
    const address = scopeOf(sheet.name) + id
    const region = regionAround(sheet.type === 'define' ? home.path.slice(1) : home.path)
    const place = betweenPlaces(session, from.node, to.node)
    apply(
      [
        { op: 'add-node', sheet: sheet.name, node: added, ...region, ...(place ? { place } : {}) },
        ...wiring.connect({ node: address, port: fix.output }, to),
      ],
      `Inserted ${fix.title}`,
    )
    around.select([address])
  }

  /** Into the body of the innermost frame under the place, or on the sheet. */
  function add(
    name: string,
    entry: KindEntry,
    at: { readonly x: number; readonly y: number },
    wire?: { readonly port: PortRef; readonly to: string },
  ): void {
    const model = modelOf(name)
    const id = structure.free(entry.kind)
    const address = scopeOf(name) + id
    const fresh = newNode(id, around.card(entry.kind), entry.params)
    const frame = frameAt(model?.nodes ?? [], at)
    const region = frame?.node.frame?.look === 'region' ? { region: frame.node.id } : {}
    const siblings = (model?.nodes ?? []).filter((each) => each.parent === frame?.node.id && each.frame?.look !== 'definition')
    const spot = freeSpot(at, siblings)
    const corner = frame?.corner ?? { x: 0, y: 0 }
    const place = gridPlace(spot.x - corner.x, spot.y - corner.y)
    const own = { node: address, port: wire?.to ?? '' }
    const feeds = !wire ? [] : wire.port.side === 'out' ? wiring.connect(wire.port, own) : wiring.connect(own, wire.port)
    const simple = wire?.port.side === 'out' && !feeds.some((each) => each.op === 'connect')
    const fed = simple ? { ...fresh, inputs: { [wire.to]: [plainRef(sourceOf(wire.port))] } } : fresh
    const later = wire?.port.side === 'out' ? (simple ? [] : feeds) : feeds
    if (apply([{ op: 'add-node', sheet: name, node: fed, place, ...region }, ...later, ...structure.freeze(model)], `Added ${entry.title}`))
      around.select([address])
  }

  function remove(ids: readonly string[]): void {
    const outer = outermost(session, ids)
    const gone = new Set(ids)
    const wires = allMembers(session.notebook())
      .flatMap((member) => plainWires(member.from).map(({ from }) => ({ from: from.node, to: member.id })))
      .filter(({ from, to }) => gone.has(from) || gone.has(to)).length
    const removed = apply(
      outer.map((id) => ({ op: 'remove-node' as const, id })),
      outer.length === 1 ? `Deleted ${outer[0]}` : `Deleted ${outer.length} nodes`,
    )
    if (!removed) return
    around.select([])
    say(`Deleted ${count(outer.length, 'node')}${wires > 0 ? ` and ${count(wires, 'wire')}` : ''}`, back)
  }

  /** Applies and selects what is new. */
  function paste(name: string, text: string, label: string, at?: { readonly x: number; readonly y: number }): void {
    const model = modelOf(name)
    const before = new Set(allMembers(session.notebook()).map((member) => member.id))
    const frame = at && frameAt(model?.nodes ?? [], at)
    const corner = frame?.corner ?? { x: 0, y: 0 }
    const region = frame?.node.frame?.look === 'region' ? { region: frame.node.id } : {}
    const place = at ? { place: gridPlace(at.x - corner.x, at.y - corner.y) } : {}
    if (!apply([...structure.freeze(model), { op: 'paste', sheet: name, text, ...region, ...place }], label)) return
    const fresh = allMembers(session.notebook()).filter((member) => !before.has(member.id) && member.sheet === name)
    around.select(
      outermost(
        session,
        fresh.map((member) => member.id),
      ),
    )
  }

  const doors: NodeDoors = {
    run: (ids) => session.run(ids.map(live)),
    runTo: (id) => session.runTo(live(id)),
    runFrom: (id) => session.runFrom(live(id)),
    runBranch: (id) => session.runBranch(live(id)),
    setSetting(id, setting, value) {
      const refused = attempt(
        [setSettingOperation(id, setting, value)],
        `Set ${settingWords[setting]} of ${plainId(id)}`,
        `setting:${id}.${setting}`,
      )
      if (refused) fail(refused)
      return refused
    },
    pinNow(id) {
      const outputs = session.view(live(id))?.outputs ?? {}
      const values = Object.fromEntries(Object.entries(outputs).flatMap(([port, { json }]) => (json === null ? [] : [[port, json]])))
      if (Object.keys(values).length === 0) fail(`${plainId(id)} has no value that a file can hold.`)
      else doors.setSetting(id, 'pin', values)
    },
    wrap(ids, kind) {
      const outer = outermost(session, ids)
      const model = modelWith(outer[0] ?? '')
      if (!model) return
      const whole = structure.wrap(model, outer, kind)
      const refused = session.refusal(whole.operations)
      const { id, operations } = refused === null ? whole : structure.wrap(model, outer, kind, true)
      if (!apply(operations, `Wrapped in a ${kind}`)) return
      around.select([id])
      if (refused !== null) say(`Wrapped; wires out of it were taken off, since a list comes out now. ${refused}`, back)
    },
    unwrap(id) {
      const inner =
        modelWith(id)
          ?.nodes.filter((each) => each.parent === id)
          .map((each) => each.id) ?? []
      if (apply([...structure.freeze(modelWith(id)), { op: 'unwrap', id }], `Unwrapped ${plainId(id)}`)) around.select(inner)
    },
    move(ids, into) {
      const model = modelWith(ids[0] ?? '')
      const frame = model?.nodes.find((each) => each.id === (into ?? model.nodes.find((one) => one.id === ids[0])?.parent))
      if (!model || !frame) return
      const beside = { x: frame.x, y: frame.y + (frame.frame?.height ?? 0) + 24 }
      const moves = ids.map((id, place) => ({
        id,
        ...(into === null ? { x: beside.x + 40 * place, y: beside.y } : insideSpot(model, frame.id, place)),
      }))
      apply(
        structure.carry(model, moves, into === null ? (frame.parent ?? null) : into),
        into === null ? `Moved out of ${frame.id}` : `Moved into ${into}`,
      )
    },
    makeSubgraph(ids) {
      const outer = outermost(session, ids)
      const model = modelWith(outer[0] ?? '')
      if (!model) return
      const { use, operations } = structure.makeSubgraph(model, outer)
      if (apply(operations, 'Made a subgraph')) around.select([use])
    },
    detach(id) {
      if (apply([{ op: 'detach', id }], `Detached ${plainId(id)}`)) around.select([])
    },
    exportModel(id) {
      say(`${plainId(id)} is being written as an ONNX file.`, { label: 'Stop', onAct: () => modelExports.stop(live(id)) })
      void modelExports.start(session, live(id)).then((why) => why !== null && fail(why))
    },
  }

  const sheet = (name: string): SheetActions => {
    const own: SheetActions = {
      select: around.select,
      move(moves, label) {
        const model = modelOf(name)
        const moved = moves.map((spot) => structure.place(model, spot))
        const rest = structure.freeze(model, new Set(moves.map(({ id }) => id)))
        apply([...moved, ...rest], label, label === NUDGE ? `nudge:${moves.map(({ id }) => id).join()}` : undefined)
      },
      canConnect: wiring.verdict,
      connect,
      disconnect(wires) {
        const all = wires.flatMap((wire) => [wire, ...('others' in wire ? ((wire as SheetWire).others ?? []) : [])])
        const done = apply(
          all.flatMap(({ from, to }) => wiring.disconnect(from, to)),
          all.length === 1 ? `Took off the wire to ${all[0]!.to.node}.${all[0]!.to.port}` : `Took off ${all.length} wires`,
        )
        if (done) say(`Took off ${count(all.length, 'wire')}`, back)
      },
      insertConverter,
      kinds: () => entriesOf(around.cards),
      fitting(port) {
        const type = wiring.typeOf(port)
        return type ? fittingKinds(entriesOf(around.cards), around.card, port, type, around.fits, around.converters) : []
      },
      ends: wiring.ends,
      add: (entry, at, wire) => add(name, entry, at, wire),
      remove,
      run: (ids) => session.run(ids.map(live)),
      cancel: (ids) => session.cancel(ids.map(live)),
      setParam,
      act: (id, action) => actOn(around, id, action as PanelAction, setParam, fail),
      show: around.show,
      why: (id) => around.select([id]),
      inspect: (id) => toInspector(id),
      mend: (id) => around.mend?.(id),
      allow: (id) => session.allow(live(id)),
      chooseIteration: (region, index) => session.chooseIteration(live(region), index),
      testOne(region, index) {
        session.chooseIteration(live(region), index)
        session.run(bodyOf(session, region).map(live))
      },
      wrapCircle(ids, from, to) {
        const model = modelOf(name)
        const made = model && structure.wrapCircle(model, ids, from, to)
        if (typeof made === 'string') fail(made)
        else if (made && apply(made.operations, 'Wrapped the circle in a loop')) around.select([made.id])
      },
      keepAndConnect: (from, to) => void apply(wiring.keepAndConnect(from, to), `Kept ${plainId(from.node)}.${from.port}`),
      carry(moves, into) {
        const model = modelOf(name)
        if (model) apply(structure.carry(model, moves, into), into === null ? 'Moved out' : `Moved into ${plainId(into)}`)
      },
      mayInsert: (id, wire) => insertion(id, wire) !== null,
      insertInto(id, wire, at) {
        const operations = insertion(id, wire)
        const moved = structure.place(modelOf(name), { id, ...at })
        return (
          operations !== null &&
          apply([...structure.freeze(modelOf(name), new Set([id])), moved, ...operations], `Put ${plainId(id)} into a wire`)
        )
      },
      commands: (ids) =>
        commandsFor(ids, {
          session,
          card: around.card,
          doors,
          sheet: own,
          model: modelOf(name),
          holdsModel: (id) => holdsModel(session.view(live(id))?.outputs),
        }),
      copy(ids, cut) {
        putOnClipboard(session.copy(outermost(session, ids)))
        if (cut) remove(ids)
        else say(`Copied ${count(ids.length, 'node')}`)
      },
      textOf: (ids) => session.copy(outermost(session, ids)),
      duplicate(ids) {
        const outer = outermost(session, ids)
        const model = modelOf(name)
        const boxes = (model?.nodes ?? []).filter((each) => outer.includes(each.id))
        if (boxes.length === 0) return
        const at = { x: Math.min(...boxes.map((box) => box.x)) + 24, y: Math.min(...boxes.map((box) => box.y)) + 24 }
        paste(name, session.copy(outer), `Duplicated ${count(outer.length, 'node')}`, at)
      },
      paste(at, text) {
        if (text !== undefined) paste(name, text, 'Pasted', at)
        else void takeFromClipboard().then((taken) => (taken ? paste(name, taken, 'Pasted', at) : fail('The clipboard holds no nodes.')))
      },
      open: (id) => around.open?.(id),
      clear: (id, setting) => void doors.setSetting(id, setting as 'mode', undefined),
    }
    return own
  }

  /** How a node that hangs on no wire goes into one; null where it does not fit. */
  function insertion(id: string, wire: SheetWire): readonly Operation[] | null {
    const home = memberOf(session.notebook(), id)
    const drawn = modelWith(id)
    const at = drawn?.nodes.find((each) => each.id === id)
    if (!home || !at || wire.ends || at.parent !== wire.within || id === wire.from.node || id === wire.to.node) return null
    if (plainWires(home.from).length > 0 || drawn?.wires.some((each) => each.from.node === id)) return null
    for (const input of at.inputs)
      for (const output of at.outputs) {
        const first = { node: id, port: input.name }
        const last = { node: id, port: output.name }
        if (!wiring.verdict(wire.from, first).ok || !around.fits(output.type, wire.type)) continue
        const operations = [...wiring.connect(wire.from, first), ...wiring.disconnect(wire.from, wire.to), ...wiring.connect(last, wire.to)]
        if (session.refusal(operations) === null) return operations
      }
    return null
  }

  return {
    sheet,
    nodes: doors,
    setParam,
    unwireParam: (id, param) => void apply([{ op: 'wire-param', id, param, from: null }], `Took off the wire to ${plainId(id)}.${param}`),
    apply,
    attempt,
    undo: () => void session.undo(),
    redo: () => void session.redo(),
  }
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`
const plainRef = ({ node, port }: Ref): Ref => ({ node: plainId(node), port })
const regionAround = (path: readonly string[]) => (path.length > 0 ? { region: path.at(-1)! } : {})
const bodyOf = (session: Session, region: string): readonly string[] =>
  allMembers(session.notebook()).flatMap((member) => (member.path.includes(region) ? [member.id] : []))

function insideSpot(model: SheetModel, region: string, place: number) {
  const frame = model.nodes.find((each) => each.id === region)
  const inner = model.nodes.filter((each) => each.parent === region)
  const right = Math.max(0, ...inner.map((each) => each.x + each.width + 32))
  return { x: Math.max((frame?.x ?? 0) + 128, right) + 32 * place, y: (frame?.y ?? 0) + 72 }
}

/** Regions begin with an empty body; a loop with a bound, since it must end. */
const newNode = (id: string, card: KindCard | undefined, params: Readonly<Record<string, Json>>): GraphNode => ({
  id,
  kind: card?.kind ?? id,
  version: card?.version ?? 1,
  params: card?.region?.needs.includes('most') ? { most: 10, ...params } : params,
  paramWires: {},
  inputs: {},
  ...(card?.region ? { body: new Map() } : {}),
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
      around.session.answer(around.liveId?.(id) ?? id, action.input)
      return
    default:
      around.pin(id, action)
  }
}
