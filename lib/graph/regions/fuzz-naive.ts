/* The naive oracle of regions: evaluates by plain recursion, every iteration and use anew, asking only for what is asked for. */
import { counterRandom, deriveSeed } from '../random'
import { keyText, meanings } from '../runtime/fuzz-kinds'
import type { Program, Sketch } from './fuzz-program'

/** What a node gave. `values` may be there in part where it failed. */
export interface Outcome {
  readonly ok: boolean
  readonly values: Readonly<Record<string, unknown>>
}
const BAD: Outcome = { ok: false, values: {} }

export type Idle = 'yes' | 'no' | 'maybe'

const readsFrom = ({ inputs, paramWires, entries }: Sketch, id: string): boolean =>
  [...Object.values(inputs), ...Object.values(paramWires), ...Object.values(entries).flatMap((named) => Object.values(named))]
    .flat()
    .some((ref) => ref.startsWith(`${id}.`))

interface Frame {
  readonly nodes: readonly Sketch[]
  readonly prefix: string
  readonly suffix: string
  readonly outer: Frame | null
  /** What names that are no nodes give here: a region's current values, a definition's inputs. */
  readonly given: { readonly id: string; readonly value: (port: string) => unknown } | null
  /** Values that a use sets. */
  readonly overrides: Readonly<Record<string, unknown>>
}

const PORT_NUMBERS: Readonly<Record<string, unknown>> = { add: { more: 0 }, coarse: { by: 3 }, later: { turns: 1 }, number: { value: 0 } }

export class Naive {
  /** Computations asked for. */
  readonly keys = new Set<string>()
  readonly #known = new Map<string, Outcome>()
  readonly #top: Frame

  constructor(readonly program: Program) {
    this.#top = { nodes: program.nodes, prefix: '', suffix: '', outer: null, given: null, overrides: {} }
  }

  /** A node of the notebook itself. */
  observe(id: string): Outcome {
    const node = this.program.nodes.find((one) => one.id === id)
    return node ? this.#node(this.#top, node) : BAD
  }

  /** The first iteration of a node in the body of a region of the notebook; null where there is none. */
  observeFirst(region: string, id: string): Outcome | null {
    const node = this.program.nodes.find((one) => one.id === region)!
    const frames = this.#frames(this.#top, node, 1)
    const inner = node.body!.find((one) => one.id === id)
    return frames?.[0] && inner ? this.#node(frames[0], inner) : null
  }

  /**
   * Whether a node of the notebook itself is read by choices alone that did not choose it. `maybe`: bodies or uses come in.
   * What tells is asked for: before the choice, what may be chosen waits for it.
   */
  idle(id: string): Idle {
    const { nodes } = this.program
    const node = nodes.find((one) => one.id === id)
    const own = new Set(this.program.all(node ? [node] : []))
    const readers = this.program.all().filter((one) => !own.has(one) && readsFrom(one, id))
    const found = readers.flatMap((one): Idle[] => (nodes.includes(one) ? this.#passes(one, id) : this.#passesAround(one)))
    if (node?.kind === 'use') return 'maybe'
    if (found.length === 0) return 'no'
    return found.includes('no') ? 'no' : found.includes('maybe') ? 'maybe' : 'yes'
  }

  #passesAround(inner: Sketch): Idle[] {
    const around = this.program.nodes.find((one) => this.program.all([one]).includes(inner))
    if (around) this.idle(around.id)
    return ['maybe']
  }

  /** A choice that cannot choose reads nothing and passes nothing over. */
  #passes(reader: Sketch, id: string): Idle[] {
    if (reader.body || reader.kind !== 'choose' || reader.paramWires['which']?.startsWith(`${id}.`)) return [this.idle(reader.id)]
    const wire = reader.paramWires['which']
    const which = wire ? this.#value(this.#top, wire) : (reader.params['which'] ?? 0)
    const chosen = which === undefined ? undefined : reader.inputs['of']![Math.abs(which as number)]
    if (chosen === undefined) return []
    return chosen.startsWith(`${id}.`) ? [this.idle(reader.id)] : ['yes']
  }

  #node(frame: Frame, node: Sketch): Outcome {
    const id = frame.prefix + node.id + frame.suffix
    let known = this.#known.get(id)
    if (!known) this.#known.set(id, (known = this.#work(frame, node, id)))
    return known
  }

  /** Undefined: there is no such value. */
  #value(frame: Frame, ref: string): unknown {
    const [name = '', port = ''] = ref.split('.')
    const node = frame.nodes.find((one) => one.id === name)
    if (node?.kind === 'use') return this.#useOutput(frame, node)
    if (node) {
      const { ok, values } = this.#node(frame, node)
      return ok ? values[port] : undefined
    }
    if (frame.given?.id === name) return frame.given.value(port)
    return frame.outer ? this.#value(frame.outer, ref) : undefined
  }

  #work(frame: Frame, node: Sketch, id: string): Outcome {
    if (node.kind === 'each' || node.kind === 'grid') return this.#list(frame, node)
    if (node.kind === 'turns') return this.#turns(frame, node)
    if (node.kind === 'choose') return this.#choice(frame, node)
    if (node.kind === 'use') {
      const out = this.#useOutput(frame, node)
      return out === undefined ? BAD : { ok: true, values: { out } }
    }
    return this.#plain(frame, node, id)
  }

  #plain(frame: Frame, node: Sketch, id: string): Outcome {
    const inputs: Record<string, unknown> = {}
    for (const [port, refs] of Object.entries(node.inputs)) {
      const values = refs.map((ref) => this.#value(frame, ref))
      inputs[port] = port === 'of' ? values : values[0]
    }
    if (Object.values(inputs).flat().includes(undefined)) return BAD
    if (node.kind === 'list') {
      const upTo = inputs['upTo'] as number | undefined
      const items = upTo === undefined ? node.params['items'] : Array.from({ length: Math.abs(upTo) % 5 }, (_, at) => at)
      return { ok: true, values: { items } }
    }
    const set = Object.entries(frame.overrides).flatMap(([path, value]) =>
      path.startsWith(`${node.id}.`) ? [[path.slice(node.id.length + 1), value]] : [],
    )
    const params = { ...(PORT_NUMBERS[node.kind] as object), ...node.params, ...Object.fromEntries(set) }
    const path = id.replace(/\[\d+\]/g, '')
    const draw =
      node.kind === 'draw' ? counterRandom(deriveSeed(this.program.seed, path, (id.match(/\[\d+\]/g) ?? []).join('')))() : undefined
    this.keys.add(keyText(node.kind, inputs, params, draw))
    try {
      return { ok: true, values: meanings[node.kind]!(inputs, params, draw) }
    } catch {
      return BAD
    }
  }

  #choice(frame: Frame, node: Sketch): Outcome {
    const wire = node.paramWires['which']
    const which = wire ? this.#value(frame, wire) : (node.params['which'] ?? 0)
    const refs = node.inputs['of']!
    const chosen = which === undefined ? undefined : refs[Math.abs(which as number)]
    const value = chosen === undefined ? undefined : this.#value(frame, chosen)
    return value === undefined ? BAD : { ok: true, values: { value } }
  }

  #useOutput(frame: Frame, node: Sketch): unknown {
    const definition = this.program.definitions.find(({ name }) => name === node.params['of'])
    if (!definition) return undefined
    const { name, body, output } = definition
    const given = { id: name, value: () => this.#value(frame, node.inputs['a']![0]!) }
    const prefix = `${frame.prefix}${node.id}${frame.suffix}/`
    const overrides = (node.params['overrides'] ?? {}) as Readonly<Record<string, unknown>>
    return this.#value({ nodes: body, prefix, suffix: '', outer: null, given, overrides }, output)
  }

  #inside(frame: Frame, node: Sketch, at: number, current: (port: string) => unknown): Frame {
    const given = { id: node.id, value: (port: string) => (port === 'index' ? at : current(port)) }
    return { nodes: node.body!, prefix: frame.prefix, suffix: `${frame.suffix}[${at}]`, outer: frame, given, overrides: frame.overrides }
  }

  /** A turn begins when its state is there: until then nothing reads its index either. */
  #turn(frame: Frame, node: Sketch, at: number, state: () => unknown): Frame {
    const inner = this.#inside(frame, node, at, state)
    const value = (port: string) => (state() === undefined ? undefined : inner.given!.value(port))
    return { ...inner, given: { id: node.id, value } }
  }

  /** Null where it is not known what to go over. `most`: only so many. */
  #frames(frame: Frame, node: Sketch, most = Infinity): Frame[] | null {
    if (node.kind === 'turns') return [this.#turn(frame, node, 0, () => this.#value(frame, node.entries['carry']!['s']![0]!))]
    if (node.kind === 'each') {
      const items = this.#value(frame, node.inputs['over']![0]!) as number[] | undefined
      return items?.slice(0, most).map((item, at) => this.#inside(frame, node, at, () => item)) ?? null
    }
    const axes = node.params['axes'] as Record<string, number[] | null>
    const wired = node.entries['axes']?.['of']?.[0]
    const of = wired === undefined ? [undefined] : (this.#value(frame, wired) as number[] | undefined)
    const points = axes['k']!.flatMap((k) => of?.map((value) => ({ k, of: value })) ?? [])
    return of === undefined
      ? null
      : points.slice(0, most).map((point, at) => this.#inside(frame, node, at, (port) => point[port as 'k' | 'of']))
  }

  #list(frame: Frame, node: Sketch): Outcome {
    const frames = this.#frames(frame, node)
    if (!frames) return BAD
    const keep = Object.entries(node.entries['keep'] ?? {})
    const kept = keep.map(([name, [ref]]) => [name, frames.map((inner) => this.#value(inner, ref!))] as const)
    const made = kept.map(([name, values]) => [name, values.filter((value) => value !== undefined)] as const)
    return { ok: kept.every(([, values]) => !values.includes(undefined)), values: Object.fromEntries(made) }
  }

  /** What is kept of the turns before the one whose test failed is asked for all the same. */
  #failed(node: Sketch, finished: readonly Frame[]): Outcome {
    for (const [ref] of Object.values(node.entries['keep'] ?? {})) for (const inner of finished) this.#value(inner, ref!)
    return BAD
  }

  #turns(frame: Frame, node: Sketch): Outcome {
    const most = node.params['most'] as number
    const { until } = node.paramWires
    const next = node.entries['next']!['s']![0]!
    const frames: Frame[] = []
    let read = (): unknown => this.#value(frame, node.entries['carry']!['s']![0]!)
    let ended = false
    for (let at = 0; at < most && !ended; at++) {
      const inner = this.#turn(frame, node, at, read)
      frames.push(inner)
      const test = until === undefined ? 0 : this.#value(inner, until)
      if (test === undefined) return this.#failed(node, frames.slice(0, -1))
      ended = test !== 0
      if (ended) read = () => inner.given!.value('s')
      else read = () => this.#value(inner, next)
    }
    const state = read()
    const keep = Object.entries(node.entries['keep'] ?? {})
    const kept = keep.map(([name, [ref]]) => [name, frames.map((inner) => this.#value(inner, ref!))] as const)
    const ok = state !== undefined && kept.every(([, values]) => !values.includes(undefined))
    return { ok, values: { ...Object.fromEntries(kept), ...(state === undefined ? {} : { s: state }) } }
  }
}
