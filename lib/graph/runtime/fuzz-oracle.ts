/* The naive oracle: computes every node anew from the graph, by plain recursion and with none of the runtime's code. */
import type { GraphNode, Ref } from '../graph'
import { counterRandom, deriveSeed } from '../random'
import { keyText, meanings } from './fuzz-kinds'

export interface World {
  readonly nodes: Map<string, GraphNode>
  readonly broken: Set<string>
  readonly guesses: Map<string, number>
  seed: number
}

export type Expected =
  | { readonly state: 'fresh'; readonly outputs: Outputs; readonly key?: string }
  | { readonly state: 'frozen'; readonly outputs: Outputs }
  | { readonly state: 'error'; readonly key?: string }
  | { readonly state: 'empty' | 'cancelled' | 'disabled' | 'skipped' | 'stale' }
  | { readonly state: 'blocked'; readonly by: ReadonlySet<string> }
type Outputs = Readonly<Record<string, unknown>>

/** What is a matter of time or of words, and taken from the runtime: who was stopped, what was frozen, what an error says. */
export interface Given {
  cancelled(id: string): boolean
  /** Values that a frozen node holds. */
  frozen(id: string): Outputs | undefined
  /** Runs when asked, and was not. */
  waits(id: string): boolean
  sentence(id: string): string | undefined
}

const INPUTS: Readonly<Record<string, Readonly<Record<string, 'one' | 'optional' | 'many'>>>> = {
  number: {},
  add: { of: 'many' },
  coarse: { a: 'one' },
  split: { a: 'one' },
  picky: { a: 'one' },
  later: { a: 'one', b: 'optional' },
  write: { a: 'one' },
  length: { words: 'one' },
  draw: {},
  guess: {},
}
const DEFAULTS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  number: { value: 0 },
  add: { more: 0 },
  coarse: { by: 3 },
  later: { turns: 1 },
  write: { turns: 1 },
}

export class Oracle {
  readonly #known = new Map<string, Expected>()
  constructor(
    readonly world: World,
    readonly given: Given,
  ) {}

  expect(id: string): Expected {
    let known = this.#known.get(id)
    if (!known) this.#known.set(id, (known = this.#work(this.#node(id))))
    return known
  }

  /** Observed nodes and what they depend on; nodes with a fault, switched off, pinned or frozen depend on nothing. */
  needed(observed: Iterable<string>): Set<string> {
    const found = new Set([...observed].filter((id) => this.world.nodes.has(id)))
    for (const id of found) for (const source of this.#sources(id)) found.add(source)
    return found
  }

  #node(id: string): GraphNode {
    const node = this.world.nodes.get(id)
    if (!node) throw new Error(`no node ${id}`)
    return node
  }

  #sources(id: string): string[] {
    const node = this.#node(id)
    if (this.#holds(node) || this.#mistake(node) || this.#inCycle(id)) return []
    return wires(node)
  }

  #holds(node: GraphNode): Outputs | undefined {
    return node.settings?.mode === 'frozen' && !node.settings.mute ? this.given.frozen(node.id) : undefined
  }

  #mistake(node: GraphNode): 'error' | 'empty' | null {
    const inputs = INPUTS[node.kind]
    if (this.world.broken.has(node.id)) return 'error'
    if (takesNothing(node)) return null
    if (!inputs) return 'error'
    if (wires(node).some((source) => !this.world.nodes.has(source))) return 'error'
    if (Object.keys(node.paramWires).some((param) => !(param in (DEFAULTS[node.kind] ?? {})))) return 'error'
    if (Object.keys(node.paramWires).length === 0 && !validParams(node.kind, { ...DEFAULTS[node.kind], ...node.params })) return 'error'
    for (const [port, refs] of Object.entries(node.inputs)) {
      if (refs.length > 0 && !inputs[port]) return 'error'
      if (refs.length > 1 && inputs[port] !== 'many') return 'error'
    }
    return Object.entries(inputs).some(([port, arity]) => arity === 'one' && !node.inputs[port]?.length) ? 'empty' : null
  }

  #inCycle(id: string): boolean {
    const seen = new Set<string>()
    const stack = [id]
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const node = this.#node(at)
      if (this.#mistake(node)) continue
      for (const source of wires(node)) {
        if (source === id) return true
        if (!seen.has(source)) {
          seen.add(source)
          stack.push(source)
        }
      }
    }
    return false
  }

  #work(node: GraphNode): Expected {
    const held = this.#holds(node)
    if (held) return { state: 'frozen', outputs: held }
    const mistake = this.#mistake(node)
    if (mistake) return { state: mistake }
    if (this.#inCycle(node.id)) return { state: 'error' }
    if (node.settings?.mute) return { state: 'disabled' }
    if (isPinned(node)) return { state: restOf(node), outputs: node.settings?.pin ?? {} } as Expected
    return this.#obstacle(node) ?? this.#compute(node)
  }

  /** A failure above says most, then a node that waits, then one that is switched off. */
  #obstacle(node: GraphNode): Expected | null {
    const by = new Set<string>()
    let waits = false
    let off = false
    for (const [port, ref] of refs(node)) {
      const above = this.expect(ref.node)
      if (above.state === 'fresh' || above.state === 'frozen') continue
      if (ref.port === 'error' && this.#complains(ref.node, above)) continue
      if (above.state === 'disabled' || above.state === 'skipped') off ||= !canDoWithout(node, port)
      else if (above.state === 'stale') waits = true
      else if (above.state === 'blocked') for (const root of above.by) by.add(root)
      else by.add(ref.node)
    }
    if (by.size > 0) return { state: 'blocked', by }
    return waits ? { state: 'stale' } : off ? { state: 'skipped' } : null
  }

  #complains(id: string, { state }: Expected): boolean {
    return (state === 'error' || state === 'fresh') && this.given.sentence(id) !== undefined
  }

  #compute(node: GraphNode): Expected {
    const params: Record<string, unknown> = { ...DEFAULTS[node.kind], ...node.params }
    for (const [param, ref] of Object.entries(node.paramWires)) {
      const value = this.#value(ref)
      if (isAbsent(value)) return { state: REST[value] } as Expected
      params[param] = value
    }
    if (!validParams(node.kind, params)) return { state: 'error' }
    const inputs: Record<string, unknown> = {}
    for (const [port, arity] of Object.entries(INPUTS[node.kind] ?? {})) {
      const wired = (node.inputs[port] ?? []).filter((ref) => !['disabled', 'skipped'].includes(this.expect(ref.node).state))
      const values = wired.map((ref) => this.#value(ref))
      if (values.includes(NOWHERE)) return { state: 'error' }
      const absent = values.find(isAbsent)
      if (absent !== undefined && arity === 'one') return { state: node.settings?.bypass ? 'fresh' : REST[absent], outputs: {} } as Expected
      const there = values.filter((value) => !isAbsent(value))
      if (!node.settings?.bypass && there.some((value) => (port === 'words') !== (typeof value === 'string') && port !== 'words'))
        return { state: 'error' }
      const ported = port === 'words' && !node.settings?.bypass ? there.map(String) : there
      if (arity === 'many') inputs[port] = ported
      else if (ported.length > 0) inputs[port] = ported[0]
    }
    if (node.settings?.bypass) return { state: restOf(node), outputs: passed(node, Object.values(inputs).flat()) } as Expected
    if (this.given.cancelled(node.id)) return { state: 'cancelled' }
    if (node.settings?.mode === 'manual' && this.given.waits(node.id)) return { state: 'stale' }
    return this.#result(node, inputs, params)
  }

  #result(node: GraphNode, inputs: Outputs, params: Outputs): Expected {
    const extra =
      node.kind === 'draw'
        ? counterRandom(deriveSeed(this.world.seed, node.id, ''))()
        : node.kind === 'guess'
          ? this.world.guesses.get(node.id)
          : undefined
    const key = keyText(node.kind, inputs, params, extra)
    try {
      const outputs = { ...meanings[node.kind]?.(inputs, params, extra), ...node.settings?.pin }
      return { state: restOf(node), outputs, key } as Expected
    } catch {
      return node.settings?.fallback ? { state: 'fresh', outputs: node.settings.fallback, key } : { state: 'error', key }
    }
  }

  #value(ref: Ref): unknown {
    if (ref.port === 'error') return this.given.sentence(ref.node) ?? UNSAID
    const made = this.expect(ref.node)
    if (made.state !== 'fresh' && made.state !== 'frozen') return NOWHERE
    if (!OUTPUTS[this.#node(ref.node).kind]?.includes(ref.port)) return NOWHERE
    return made.outputs[ref.port] ?? UNMADE
  }
}

const NOWHERE = 'no such output'
const UNMADE = 'not made'
const UNSAID = 'nothing failed'
/** How a node rests that needs such a value. */
const REST = { [NOWHERE]: 'error', [UNMADE]: 'empty', [UNSAID]: 'skipped' } as const
const isAbsent = (value: unknown): value is keyof typeof REST => typeof value === 'string' && value in REST
const OUTPUTS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(Object.keys(INPUTS).map((kind) => [kind, ['count']])),
  split: ['count', 'odd'],
  write: ['words'],
}

const restOf = (node: GraphNode): 'fresh' | 'frozen' => (node.settings?.mode === 'frozen' ? 'frozen' : 'fresh')
const isPinned = (node: GraphNode): boolean =>
  node.settings?.pin !== undefined && (OUTPUTS[node.kind] ?? ['?']).every((port) => port in (node.settings?.pin ?? {}))
const takesNothing = (node: GraphNode): boolean => node.settings?.mute === true || isPinned(node)

/** Words and numbers: a number is a word where a word is asked for. */
function passed(node: GraphNode, values: readonly unknown[]): Outputs {
  const outputs: Record<string, unknown> = {}
  for (const port of OUTPUTS[node.kind] ?? []) {
    const value = values.find((one) => port === 'words' || typeof one === 'number')
    if (value !== undefined) outputs[port] = port === 'words' ? String(value) : value
  }
  return outputs
}

const canDoWithout = (node: GraphNode, port: string): boolean => ['optional', 'many'].includes(INPUTS[node.kind]?.[port] ?? 'one')

const refs = (node: GraphNode): (readonly [string, Ref])[] => [
  ...Object.entries(node.inputs).flatMap(([port, list]) => list.map((ref) => [port, ref] as const)),
  ...Object.entries(node.paramWires),
]

const wires = (node: GraphNode): string[] => (takesNothing(node) ? [] : refs(node).map(([, ref]) => ref.node))

function validParams(kind: string, params: Readonly<Record<string, unknown>>): boolean {
  if (Object.keys(params).some((name) => !(name in (DEFAULTS[kind] ?? {})))) return false
  if (Object.values(params).some((value) => typeof value !== 'number')) return false
  const { value = 0, by = 1, turns = 0 } = params as Record<string, number>
  return value <= 50 && by >= 1 && turns >= 0 && Number.isInteger(turns)
}
