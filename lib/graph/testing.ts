/* Small port types and kinds for this room's own tests and measures: numbers and words, nothing of language models. */
import { z } from './zod'
import { defineNode, type NodeDefinition, type NodeKind } from './define-node'
import type { Graph, GraphNode, NodeSettings, Ref } from './graph'
import type { Json } from './json'
import { definePort, type Inputs, type Outputs } from './port-type'
import type { ResultStore } from './runtime/tier'

const gotWords = (value: unknown): string => (value === null ? 'nothing' : typeof value)

export const Count = definePort<number>({
  name: 'count',
  title: 'Count',
  widensTo: ['words'],
  widen: (value) => String(value),
  check: (value) => (typeof value === 'number' && Number.isFinite(value) ? null : `expected a finite number, got ${String(value)}`),
  asParam: (value) => value,
  parts: (value) => [value],
  bytes: () => 8,
  toJson: (value) => value,
  fromJson: (json) => json,
  encoding: { encode: (value) => ({ data: value, arrays: [] }), decode: ({ data }) => data as number },
  summary: String,
})

export const Words = definePort<string>({
  name: 'words',
  title: 'Words',
  check: (value) => (typeof value === 'string' ? null : `expected text, got ${gotWords(value)}`),
  asParam: (value) => value,
  parts: (value) => [value],
  bytes: (value) => value.length * 2,
  toJson: (value) => value,
  fromJson: (json) => json,
  encoding: { encode: (value) => ({ data: value, arrays: [] }), decode: ({ data }) => data as string },
  growth: {
    delta: (before = '', after) => (after.startsWith(before) ? after.slice(before.length) : undefined),
    apply: (before = '', delta) => before + String(delta),
  },
  summary: (value) => `${value.length} characters`,
})

export const Block = definePort<Float32Array>({
  name: 'block',
  title: 'Block',
  check: (value) => (value instanceof Float32Array ? null : `expected a Float32Array, got ${gotWords(value)}`),
  parts: (value) => [value],
  bytes: (value) => value.byteLength,
  toJson: (value) => value.length,
  encoding: { encode: (value) => ({ data: null, arrays: [value] }), decode: ({ arrays }) => arrays[0] as Float32Array },
  summary: (value) => `${value.length} numbers`,
})

/** A handle with a lane of its own; values of it are not kept. */
export const Engine = definePort<{ readonly name: string }>({
  name: 'engine',
  title: 'Engine',
  check: () => null,
  parts: (value) => [value.name],
  bytes: () => 8,
  toJson: (value) => value.name,
  lane: (value) => value.name,
  facts: (value) => ({ model: value.name, digest: `digest of ${value.name}`, backend: 'by hand' }),
  summary: (value) => value.name,
})

export const Anything = definePort<unknown>({
  name: 'any',
  title: 'Anything',
  check: () => null,
  parts: () => [],
  bytes: () => 0,
  toJson: () => null,
  summary: () => 'anything',
})

type Plain<I extends Inputs, O extends Outputs, P extends z.ZodObject> = Pick<
  NodeDefinition<I, O, P, never>,
  'kind' | 'inputs' | 'outputs' | 'params' | 'compute'
> &
  Partial<NodeDefinition<I, O, P, never>>

/** A kind with the parts that tests do not look at filled in. */
export const plainKind = <const I extends Inputs, const O extends Outputs, P extends z.ZodObject>(
  definition: Plain<I, O, P>,
): NodeDefinition<I, O, P, never> =>
  defineNode<I, O, P, never>({
    version: 1,
    title: definition.kind,
    summary: `Stands for ${definition.kind} in tests.`,
    icon: 'box',
    group: 'Tests',
    size: { width: 128, body: 40 },
    example: '',
    exampleNode: '',
    ...definition,
  } as NodeDefinition<I, O, P, never>)

/** Parses `a.x` into a wire. */
export function wire(text: string): Ref {
  const dot = text.lastIndexOf('.')
  return { node: text.slice(0, dot), port: text.slice(dot + 1) }
}

export interface NodeSketch {
  readonly kind: string
  readonly params?: Readonly<Record<string, Json>>
  readonly inputs?: Readonly<Record<string, string | readonly string[]>>
  readonly paramWires?: Readonly<Record<string, string>>
  readonly settings?: NodeSettings
}

export function sketchNode(id: string, sketch: NodeSketch): GraphNode {
  const inputs = Object.entries(sketch.inputs ?? {}).map(([port, wires]) => [port, [wires].flat().map((text) => wire(text as string))])
  const paramWires = Object.entries(sketch.paramWires ?? {}).map(([param, text]) => [param, wire(text)])
  return {
    id,
    kind: sketch.kind,
    version: 1,
    params: sketch.params ?? {},
    paramWires: Object.fromEntries(paramWires) as Record<string, Ref>,
    inputs: Object.fromEntries(inputs) as Record<string, Ref[]>,
    ...(sketch.settings ? { settings: sketch.settings } : {}),
  }
}

/** `graphOf({ a: { kind: 'number', params: { value: 1 } }, … })`. */
export const graphOf = (sketches: Readonly<Record<string, NodeSketch>>): Graph =>
  new Map(Object.entries(sketches).map(([id, sketch]) => [id, sketchNode(id, sketch)]))

export const lookup = (kinds: readonly NodeKind[]): ((id: string) => NodeKind | undefined) => {
  const byId = new Map(kinds.map((kind) => [kind.kind, kind]))
  return (id) => byId.get(id)
}

/** Results kept between two runtimes of one test. */
export class MapStore implements ResultStore {
  readonly kept = new Map<string, Uint8Array>()
  has(key: string): boolean {
    return this.kept.has(key)
  }
  async get(key: string): Promise<Uint8Array | undefined> {
    return this.kept.get(key)
  }
  async put(key: string, bytes: Uint8Array): Promise<void> {
    this.kept.set(key, bytes)
  }
  async remove(key: string): Promise<void> {
    this.kept.delete(key)
  }
}

/** A clock that stands still until told otherwise. */
export function handClock(): { (): number; advance(ms: number): void } {
  let now = 0
  return Object.assign(() => now, { advance: (ms: number) => void (now += ms) })
}
