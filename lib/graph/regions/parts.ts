/*
 * The hidden nodes that a region, a use or a choice is made of, as kinds. All are instant: they only hand on, decide or
 * gather, so the runtime computes them on the spot and counts no run.
 */
import type { NodeKind } from '../define-node'
import { Input, type Boxed, type Inputs, type Outputs, type PortType } from '../port-type'
import type { Ports } from '../ports'
import { truthOf } from './truth'
import { z } from '../zod'
import { DecisionPort, IterationsPort, Whatever } from './ports'
import { INDEX, type Gathered, type Iterations, type LazySpec, type RegionSpec } from './spec'

/** Computed at once, without a run. */
export interface InstantKind extends NodeKind {
  /** What it reads from its wires is told by its params as well: no wire is part of its key. */
  readonly keyedByParams?: true
  readonly instant: (
    inputs: Readonly<Record<string, unknown>>,
    params: Readonly<Record<string, unknown>>,
    node: string,
  ) => Record<string, unknown>
}
export const isInstant = (kind: NodeKind): kind is InstantKind => 'instant' in kind
export const isKeyedByParams = (kind: NodeKind): boolean => isInstant(kind) && kind.keyedByParams === true

const NO_PARAMS = z.object({})
const ROUND = z.object({ at: z.number(), names: z.array(z.string()) })
const KNOWN_ROUND = ROUND.extend({ round: z.string() })

const hidden = (part: Pick<InstantKind, 'kind' | 'instant'> & Partial<InstantKind>): InstantKind =>
  ({
    version: 1,
    title: part.kind,
    summary: part.kind,
    icon: 'box',
    group: 'Hidden',
    inputs: {},
    outputs: {},
    params: NO_PARAMS,
    size: { width: 0, body: 0 },
    example: '',
    exampleNode: '',
    compute: () => ({}),
    ...part,
  }) as InstantKind

export const ITERATIONS = 'iterations'
export const DECISION = 'decision'
export const VALUE = 'value'
const anyInput = Whatever.input('')
const maybe = anyInput.optional()
const many = anyInput.many()
const anyOutput = Whatever.output('').optional()

const record = <T>(names: readonly string[], value: T, before = ''): Record<string, T> =>
  Object.fromEntries(names.map((name) => [before + name, value]))

/** Ports that hold for one node whatever its params. */
const fixedPorts = (inputs: Inputs, outputs: Outputs): Pick<NodeKind, 'inputs' | 'outputs'> & { ports: () => Partial<Ports> } => ({
  inputs,
  outputs,
  ports: () => ({}),
})

export const entryPort = (param: string, name: string): string => `${param}.${name}`

/** Makes the iterations of a region from what is wired into it; of turns only how many there may be. */
export function planKind(kind: NodeKind, spec: RegionSpec, entries: readonly string[], ownInputs: Inputs): InstantKind {
  return hidden({
    ...kind,
    kind: `${kind.kind} iterations`,
    ...fixedPorts({ ...ownInputs, ...record(entries, many, `${spec.entries}.`) }, { [ITERATIONS]: IterationsPort.output('') }),
    instant: (inputs, params, node) => {
      const wired = Object.fromEntries(entries.map((name) => [name, inputs[entryPort(spec.entries ?? '', name)] as readonly Boxed[]]))
      return { [ITERATIONS]: spec.iterations({ node, inputs, params, entries: wired }) }
    },
  })
}

/** Iterations come by the thousand: they share their kinds. */
function oncePerSpec(make: (spec: RegionSpec) => InstantKind): (spec: RegionSpec) => InstantKind {
  const made = new WeakMap<RegionSpec, InstantKind>()
  return (spec) => {
    const kind = made.get(spec) ?? make(spec)
    made.set(spec, kind)
    return kind
  }
}

/** The current values of one iteration of a region whose iterations are known. */
export const currentKind = oncePerSpec((spec) =>
  hidden({
    kind: 'current values',
    inputs: { [ITERATIONS]: IterationsPort.input('') },
    params: KNOWN_ROUND,
    keyedByParams: true,
    ports: ({ names }: { names: readonly string[] }) => ({ outputs: record([...names, INDEX], anyOutput) }),
    instant: (inputs, { at }) => {
      const round = (inputs[ITERATIONS] as Iterations).rounds[at as number]
      return { ...round?.values, [INDEX]: spec.place(at as number) }
    },
  }),
)

export const MORE = 'more'
/** The gate of a region whose last test failed: the test before. A gate is always wired, so that its opening is heard of. */
export const BEFORE = 'before'

/** The state at the start of a turn. */
export const stateKind = oncePerSpec((spec) =>
  hidden({
    kind: 'state',
    params: ROUND,
    ports: ({ names }: { names: readonly string[] }) => ({
      inputs: { ...record(names, anyInput), [MORE]: DecisionPort.input('').optional(), [ITERATIONS]: IterationsPort.input('').optional() },
      outputs: record([...names, INDEX], anyOutput),
    }),
    instant: (inputs, params) => ({
      ...Object.fromEntries((params['names'] as string[]).map((name) => [name, inputs[name]])),
      [INDEX]: spec.place(params['at'] as number),
    }),
  }),
)

/** Whether another turn follows: the test, read before the next state. */
export const moreKind = hidden({
  kind: 'go on',
  inputs: { until: anyInput, [MORE]: DecisionPort.input('').optional(), [ITERATIONS]: IterationsPort.input('').optional() },
  outputs: { [DECISION]: DecisionPort.output('') },
  instant: (inputs, _, node) => ({ [DECISION]: truthOf(inputs['until'] as Boxed, node) ? 0 : 1 }),
})

export const keptPort = (name: string, at: number): string => `keep.${name}[${at}]`
export const lastPort = (name: string): string => `next.${name}`

/** The region itself: gathers what its iterations gave. `ports` lists every kept value of every iteration. */
export function gatherKind(
  kind: NodeKind,
  spec: RegionSpec,
  ports: readonly string[],
  outputs: Outputs,
  gathered: Gatherer,
  names: string,
): InstantKind {
  const inputs: Inputs = {
    ...record(ports, maybe),
    [ITERATIONS]: IterationsPort.input(''),
    [MORE]: DecisionPort.input('').optional(),
    [BEFORE]: DecisionPort.input('').optional(),
  }
  return hidden({
    ...kind,
    kind: `${kind.kind} keeping ${names}`,
    ...fixedPorts(inputs, outputs),
    instant: (given, params, node) => spec.gather(gathered(node, params, (port) => given[port])),
  })
}
export type Gatherer = (node: string, params: Readonly<Record<string, unknown>>, read: (port: string) => unknown) => Gathered

/** Decides which wire a lazy node takes. */
export const choiceKind = (kind: NodeKind, spec: LazySpec, count: number): InstantKind =>
  hidden({
    ...kind,
    kind: `${kind.kind} among ${count}`,
    ...fixedPorts({}, { [DECISION]: DecisionPort.output('') }),
    instant: (_, params) => ({ [DECISION]: spec.choose(params, count) }),
  })

/** A lazy node, with the chosen wire alone. */
export const chosenKind = (kind: NodeKind, spec: LazySpec): InstantKind =>
  hidden({
    ...kind,
    ...fixedPorts({ [spec.of]: many, [DECISION]: DecisionPort.input('') }, { [spec.gives]: Whatever.output('') }),
    instant: (inputs) => ({ [spec.gives]: (inputs[spec.of] as readonly Boxed[])[0] }),
  })

/** What came in at one input of a use, checked and widened to the type that its definition names. */
export function inputKind(name: string, type: PortType<any>): InstantKind {
  const input = new Input(type, '', 'one', [])
  return hidden({
    kind: `input of type ${type.name}`,
    ...fixedPorts({ [name]: input }, { [name]: type.output('') }),
    instant: (inputs) => ({ [name]: inputs[name] }),
  })
}

export interface EdgeTypes {
  readonly inputs: Readonly<Record<string, PortType<any>>>
  readonly outputs: Readonly<Record<string, PortType<any>>>
}

/** A use that is passed through: ports alone, since nothing is computed. */
export const passingKind = (kind: NodeKind, { inputs, outputs }: EdgeTypes): InstantKind =>
  hidden({
    ...kind,
    ...fixedPorts(
      Object.fromEntries(Object.entries(inputs).map(([name, type]) => [name, type.input('').optional()])),
      Object.fromEntries(Object.entries(outputs).map(([name, type]) => [name, type.output('').optional()])),
    ),
    instant: () => ({}),
  })

/** A use shows what its definition gives. */
export const useKind = (kind: NodeKind, names: readonly string[]): InstantKind =>
  hidden({
    ...kind,
    ...fixedPorts(record(names, maybe), record(names, anyOutput)),
    instant: (inputs) => Object.fromEntries(names.map((name) => [name, inputs[name]])),
  })
