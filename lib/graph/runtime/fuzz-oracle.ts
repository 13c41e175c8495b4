/* The naive oracle: computes every node anew from the graph, by plain recursion and with none of the runtime's code. */
import type { GraphNode } from '../graph'
import { counterRandom, deriveSeed } from '../random'
import { keyText, meanings } from './fuzz-kinds'

export interface World {
  readonly nodes: Map<string, GraphNode>
  readonly broken: Set<string>
  readonly guesses: Map<string, number>
  seed: number
}

export type Expected =
  | { readonly state: 'fresh'; readonly outputs: Readonly<Record<string, unknown>>; readonly key: string }
  | { readonly state: 'error'; readonly key?: string }
  | { readonly state: 'empty' | 'cancelled' }
  | { readonly state: 'blocked'; readonly by: ReadonlySet<string> }

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
    /** Nodes that were stopped: taken from the runtime, as when a stop arrives is a matter of time. */
    readonly cancelled: (id: string) => boolean,
  ) {}

  expect(id: string): Expected {
    let known = this.#known.get(id)
    if (!known) this.#known.set(id, (known = this.#work(this.#node(id))))
    return known
  }

  /** Observed nodes and what they depend on; nodes with a fault depend on nothing. */
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
    if (this.#mistake(node) || this.#inCycle(id)) return []
    return wires(node)
  }

  #mistake(node: GraphNode): 'error' | 'empty' | null {
    const inputs = INPUTS[node.kind]
    if (this.world.broken.has(node.id) || !inputs) return 'error'
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
    const mistake = this.#mistake(node)
    if (mistake) return { state: mistake }
    if (this.#inCycle(node.id)) return { state: 'error' }
    const by = new Set<string>()
    for (const source of wires(node)) {
      const above = this.expect(source)
      if (above.state === 'blocked') for (const root of above.by) by.add(root)
      else if (above.state !== 'fresh') by.add(source)
    }
    if (by.size > 0) return { state: 'blocked', by }
    return this.#compute(node)
  }

  #compute(node: GraphNode): Expected {
    const params: Record<string, unknown> = { ...DEFAULTS[node.kind], ...node.params }
    for (const [param, ref] of Object.entries(node.paramWires)) params[param] = this.#value(ref.node, ref.port)
    if (!validParams(node.kind, params)) return { state: 'error' }
    const inputs: Record<string, unknown> = {}
    for (const [port, arity] of Object.entries(INPUTS[node.kind] ?? {})) {
      const values = (node.inputs[port] ?? []).map((ref) => this.#value(ref.node, ref.port))
      if (values.includes(undefined)) return { state: 'error' }
      if (values.some((value) => (port === 'words') !== (typeof value === 'string') && port !== 'words')) return { state: 'error' }
      const ported = port === 'words' ? values.map(String) : values
      if (arity === 'many') inputs[port] = ported
      else if (ported.length > 0) inputs[port] = ported[0]
    }
    if (this.cancelled(node.id)) return { state: 'cancelled' }
    const extra =
      node.kind === 'draw'
        ? counterRandom(deriveSeed(this.world.seed, node.id, ''))()
        : node.kind === 'guess'
          ? this.world.guesses.get(node.id)
          : undefined
    const key = keyText(node.kind, inputs, params, extra)
    try {
      return { state: 'fresh', outputs: meanings[node.kind]?.(inputs, params, extra) ?? {}, key }
    } catch {
      return { state: 'error', key }
    }
  }

  #value(id: string, port: string): unknown {
    const made = this.expect(id)
    return made.state === 'fresh' ? made.outputs[port] : undefined
  }
}

const wires = (node: GraphNode): string[] => [
  ...Object.values(node.inputs).flatMap((refs) => refs.map((ref) => ref.node)),
  ...Object.values(node.paramWires).map((ref) => ref.node),
]

function validParams(kind: string, params: Readonly<Record<string, unknown>>): boolean {
  if (Object.keys(params).some((name) => !(name in (DEFAULTS[kind] ?? {})))) return false
  if (Object.values(params).some((value) => typeof value !== 'number')) return false
  const { value = 0, by = 1, turns = 0 } = params as Record<string, number>
  return value <= 50 && by >= 1 && turns >= 0 && Number.isInteger(turns)
}
