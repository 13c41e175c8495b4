/*
 * A node kind: ports, params, a pure compute and a view that is data. `defineNode` infers every type end to end;
 * the compiler refuses a wrong output, a missing input, a misspelt param, a service that was not asked for.
 */
import type { z } from 'zod'
import type { Json } from './json'
import type { Inputs, InputValues, Outputs, OutputValues } from './port-type'
import type { LazySpec, RegionSpec, UseSpec, Wired } from './regions/spec'

/** A panel as data. lib/viz narrows this; the graph room only passes it on. */
export interface PanelData {
  readonly panel: string
}

/** The services a kind may ask for in `needs`. lib/session provides them; other rooms add names by declaration merging. */
export interface ServiceTypes {}
export type ServiceName = keyof ServiceTypes

/** The only door to the world inside compute. No clock, no chance, no network but what stands here. */
export interface Context<Needs extends ServiceName = never, Out = Record<string, unknown>> {
  /** Aborted when a newer run supersedes this one or the viewer stops it. Check it per token, layer or chunk. */
  readonly signal: AbortSignal
  /** Uniform in [0, 1), counter-based, seeded for this instance. Calling it makes the seed part of nothing: declare `random: true`. */
  random(): number
  /** A share in [0, 1] and optionally words: `progress(12 / 48, '12 of 48')`. */
  progress(share: number, words?: string): void
  /** Partial outputs of a streamed kind. Labelled partial, never memoised. */
  emit(partial: Partial<Out>): void
  /** Lets waiting messages in; rejects with the abort reason once superseded. Await it at least every 4 ms of work. */
  breathe(): Promise<void>
  /** What the viewer chose for this node (a guess at a question), kept outside the file. */
  readonly viewerInput?: Json
  readonly services: Pick<ServiceTypes, Needs>
}

/** Words in a node's foot: `left` beside the state glyph in place of the cost, `right` at the far edge. */
export interface Foot {
  readonly left?: string
  readonly right?: string
  /** The same at length, for the title and for screen readers. */
  readonly more?: string
}

export interface ViewInput<I, O, P> {
  readonly in: I
  readonly out: O
  readonly params: P
  readonly node: string
  readonly viewerInput?: Json
}

/** Something outside that a kind reaches: it is asked about once, in these words, before it first runs. */
export interface Effect {
  readonly touches: 'network' | 'money' | 'files'
  /** `asks api.example.org`, `writes results.csv`. */
  readonly words: string
}

/** Sizes are multiples of 8 and known before values arrive. `body` is the height between port rows and foot. */
export interface NodeSize {
  readonly width: number
  readonly body: number
}

export interface NodeDefinition<
  I extends Inputs = Inputs,
  O extends Outputs = Outputs,
  P extends z.ZodObject = z.ZodObject,
  Needs extends ServiceName = ServiceName,
> {
  /** Lower case, hyphens: `random-tokens`. */
  readonly kind: string
  readonly version: number
  readonly title: string
  /** One sentence as a museum label says it. */
  readonly summary: string
  /** A lucide icon's name, one of its own for each kind. */
  readonly icon: string
  /** Section of the palette and the catalogue, as in 10-kinds: `Input and control`. */
  readonly group: string
  /** Words people search for: `softmax`, `next word`. */
  readonly tags?: readonly string[]
  readonly sources?: readonly string[]
  readonly inputs: I
  readonly outputs: O
  /** Kinds with own ports: pure; merged over `inputs` and `outputs`; checked by name at run time. */
  readonly ports?: (params: z.output<P>, wired: Wired) => { readonly inputs?: Inputs; readonly outputs?: Outputs }
  /** Its nodes have a body, which is computed once for each iteration. */
  readonly region?: RegionSpec
  /** Gives one of its inputs, and only that one is computed. */
  readonly lazy?: LazySpec
  /** Its nodes stand for a definition. */
  readonly definition?: UseSpec
  readonly params: P
  readonly needs?: readonly Needs[]
  /** True when compute calls `ctx.random()`: the derived seed then belongs to the key. */
  readonly random?: boolean
  /** True when `ctx.viewerInput` is read. */
  readonly readsViewer?: boolean
  /** Milliseconds it is expected to take where it has not run yet. Absent: taken to be quick. */
  readonly cost?: (params: z.output<P>) => number
  /** What it reaches outside, for these params. Such a node runs only when asked, and never equals another's run. */
  readonly effects?: (params: z.output<P>) => readonly Effect[]
  /** `network`: compute mostly waits for others, and takes no part of the processor. */
  readonly lane?: 'network'
  /** True when the node only asserts or annotates, counted by `run` as an assertion with `passed` read from output `number`. */
  readonly assertion?: boolean
  /** Params shown and edited in the node itself, above its panels: `['value']`. Others only in the inspector. */
  readonly inline?: readonly string[]
  readonly size: NodeSize
  /** A graph in the notebook's grammar with this kind in it, under ten lines; `/kinds/` runs it and tests keep its picture. */
  readonly example: string
  /** In the example, the id of the node that shows this kind. */
  readonly exampleNode: string
  /** Palette entries made of this kind with params set (10-kinds, rule 6). */
  readonly presets?: readonly { readonly title: string; readonly summary: string; readonly params: Record<string, Json> }[]
  compute(
    inputs: InputValues<I> & Readonly<Record<string, unknown>>,
    params: z.output<P>,
    ctx: Context<Needs, OutputValues<O>>,
  ): OutputValues<O> | Promise<OutputValues<O>>
  /** Panels for what was computed. Runs beside compute (in the worker), never in the page. May be given partial outputs. */
  view?(view: ViewInput<InputValues<I> & Readonly<Record<string, unknown>>, Partial<OutputValues<O>>, z.output<P>>): readonly PanelData[]
  foot?(view: ViewInput<InputValues<I> & Readonly<Record<string, unknown>>, Partial<OutputValues<O>>, z.output<P>>): Foot
  /** Said in an empty node: what it shows, what to wire. Defaults to the summary and the missing ports. */
  readonly empty?: string
}

/** A kind with its types erased, as lists and the runtime hold it. */
export type NodeKind = NodeDefinition<any, any, any, ServiceName>

/** Defines a kind. The intersection keeps compute's return from carrying extra ports. */
export function defineNode<const I extends Inputs, const O extends Outputs, P extends z.ZodObject, const Needs extends ServiceName = never>(
  definition: NodeDefinition<I, O, P, Needs>,
): NodeDefinition<I, O, P, Needs> {
  return definition
}
