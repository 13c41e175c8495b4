/*
 * Runs one node once. The same function serves the runtime, the terminal and the tests: params through their schema,
 * values checked at every port, failures as sentences. It remembers nothing.
 */
import type { z } from 'zod'
import { breather } from './breathe'
import { wallClock, type Clock } from './clock'
import type { Context, NodeDefinition, NodeKind, ServiceName, ServiceTypes } from './define-node'
import type { Json } from './json'
import { checkOutputs, resolveInputs } from './node-values'
import { parseParams } from './params'
import type { Boxed, Inputs, InputValues, Outputs, OutputValues } from './port-type'
import { portsOf, type Ports } from './ports'
import { counterRandom } from './random'
import { sentences } from './sentences'

/** A wire may bring the port's own value, or a value with its type, which is widened where it fits. */
export type WireValues<I extends Inputs> = {
  readonly [K in keyof InputValues<I>]: InputValues<I>[K] | Boxed
} & Readonly<Record<string, unknown>>

export interface RunOptions<I extends Inputs, O extends Outputs, P extends z.ZodObject, Needs extends ServiceName> {
  readonly inputs: WireValues<I>
  /** As written: defaults may be left out. */
  readonly params: z.input<P>
  readonly services?: Pick<ServiceTypes, Needs>
  /** Already derived for this instance. Default 0. */
  readonly seed?: number
  readonly signal?: AbortSignal
  readonly onPartial?: (partial: Partial<OutputValues<O>>) => void
  readonly onProgress?: (share: number, words?: string) => void
  readonly viewerInput?: Json
  /** Named in sentences. Default: the kind. */
  readonly node?: string
  readonly clock?: Clock
}

/** Services must be given where the kind asks for some. */
export type RunArguments<I extends Inputs, O extends Outputs, P extends z.ZodObject, Needs extends ServiceName> = [Needs] extends [never]
  ? RunOptions<I, O, P, Needs>
  : RunOptions<I, O, P, Needs> & { readonly services: Pick<ServiceTypes, Needs> }

/** Rejects with a NodeFailure (or what the kind threw), or with the signal's reason once aborted. */
export async function runNode<I extends Inputs, O extends Outputs, P extends z.ZodObject, Needs extends ServiceName>(
  kind: NodeDefinition<I, O, P, Needs>,
  options: RunArguments<I, O, P, Needs>,
): Promise<OutputValues<O>> {
  const node = options.node ?? kind.kind
  const params = parseParams(kind.params, options.params as Record<string, unknown>, node)
  const ports = portsOf(kind as unknown as NodeKind, params)
  const inputs = resolveInputs(node, ports.inputs, options.inputs)
  const signal = options.signal ?? new AbortController().signal
  signal.throwIfAborted()
  const erased = kind as unknown as NodeKind
  const made = await runPrepared({ ...options, kind: erased, node, params, ports, inputs, signal: () => signal } as PreparedRun)
  signal.throwIfAborted()
  return made as OutputValues<O>
}

/** A run whose params are parsed and whose inputs are resolved. */
export interface PreparedRun {
  readonly kind: NodeKind
  readonly node: string
  readonly params: Readonly<Record<string, unknown>>
  readonly ports: Ports
  readonly inputs: Readonly<Record<string, unknown>>
  readonly services?: Partial<ServiceTypes>
  readonly seed?: number
  /** Asked for only by kinds that look at it. */
  readonly signal: () => AbortSignal
  readonly onPartial?: (partial: Readonly<Record<string, unknown>>) => void
  readonly onProgress?: (share: number, words?: string) => void
  readonly viewerInput?: Json
  readonly clock?: Clock
}

export async function runPrepared(run: PreparedRun): Promise<Readonly<Record<string, unknown>>> {
  const made: Readonly<Record<string, unknown>> = await run.kind.compute(run.inputs, run.params, contextOf(run))
  checkOutputs(run.node, run.ports.outputs, made)
  return made
}

function contextOf(run: PreparedRun): Context<ServiceName> {
  let breathe: (() => Promise<void>) | undefined
  return {
    get signal() {
      return run.signal()
    },
    random: run.kind.random ? counterRandom(run.seed ?? 0) : () => refuseChance(run.node),
    progress: (share, words) => {
      if (!run.signal().aborted) run.onProgress?.(share, words)
    },
    emit: (partial) => {
      if (!run.onPartial || run.signal().aborted) return
      checkOutputs(run.node, run.ports.outputs, partial, true)
      run.onPartial(partial)
    },
    breathe: () => (breathe ??= breather(run.signal(), run.clock ?? wallClock))(),
    services: servicesOf(run),
    ...(run.kind.readsViewer && run.viewerInput !== undefined ? { viewerInput: run.viewerInput } : {}),
  }
}

function servicesOf(run: PreparedRun): Pick<ServiceTypes, ServiceName> {
  const services: Record<string, unknown> = {}
  for (const name of run.kind.needs ?? []) {
    const service = run.services?.[name]
    if (service === undefined) throw sentences.missingService(run.node, name)
    services[name] = service
  }
  return services as unknown as Pick<ServiceTypes, ServiceName>
}

function refuseChance(node: string): never {
  throw sentences.undeclaredRandom(node)
}
