/* From a cell whose sources are all fresh to an attempt: params with wired values in, inputs at their ports, the key. */
import type { Json } from '../json'
import type { Ref } from '../graph'
import { ERROR_PORT, refText } from '../graph'
import { canonicalJson } from '../hash'
import { resolveInputs } from '../node-values'
import { wiredParam } from '../params'
import type { NodeKind } from '../define-node'
import type { Boxed } from '../port-type'
import { isKeyedByParams } from '../regions/parts'
import { sentences } from '../sentences'
import { nameOf, nodeInWords, type Attempt, type Cell, type Parsed, type Rest } from './cell'
import { checkWires, parse } from './faults'
import { keyOf, keyParts } from './key'
import type { Made } from './memo'

export interface Surroundings {
  /** What a wire brings: the result of its node, or the sentence of its failure. */
  readonly made: (ref: Ref) => Made | undefined
  /** The cell's wires without those from nodes that are switched off. */
  readonly wires: (cell: Cell) => Readonly<Record<string, readonly Ref[]>>
  readonly seed: (cell: Cell) => number
  readonly viewerInput: (cell: Cell) => Json | undefined
}

/** What to run with, or the rest of a node that cannot run. Throws NodeFailure. */
export function prepare(cell: Cell, kind: NodeKind, around: Surroundings): Attempt | Rest {
  const parsed = cell.parsed ?? parseWired(cell, kind, around)
  if ('state' in parsed) return parsed
  const wires = around.wires(cell)
  const faulty = (cell.parsed ? null : checkWires(nodeInWords(cell), parsed.ports)) ?? unmadeInput(cell, wires, parsed, around)
  if (faulty) return faulty
  const parts = keyParts({
    kind: kind.kind,
    version: kind.version,
    params: parsed.params,
    paramTexts: parsed.texts,
    inputs: isKeyedByParams(kind) ? {} : wires,
    made: (ref) => madeOf(ref, around),
    ...(kind.random ? { seed: around.seed(cell) } : {}),
    ...(kind.effects && kind.effects(parsed.params).length > 0 ? { turn: `${cell.id} ${cell.turns}` } : {}),
    ...(kind.readsViewer ? { viewerInput: canonicalJson(around.viewerInput(cell) ?? null) } : {}),
  })
  return { ...parsed, parts, key: keyOf(parts), inputs: inputsOf(cell, wires, parsed, around) }
}

export function parseWired(cell: Cell, kind: NodeKind, around: Surroundings): Parsed | Rest {
  const written: Record<string, unknown> = { ...cell.node.params }
  for (const [param, ref] of Object.entries(cell.node.paramWires)) {
    const { type, value } = boxed(cell, param, ref, around)
    if (value === undefined) return unmade(ref)
    if (!type.spec.asParam) throw sentences.noParamValue(nameOf(cell), param, refText(ref), type.title)
    written[param] = wiredParam(kind.params, param, type.spec.asParam(value))
  }
  return parse(kind, written, nameOf(cell))
}

type Wires = Readonly<Record<string, readonly Ref[]>>

function inputsOf(cell: Cell, wired: Wires, parsed: Parsed, around: Surroundings): Record<string, unknown> {
  const given: Record<string, unknown> = {}
  for (const [port, wires] of Object.entries(wired)) {
    const values = wires.map((ref) => boxed(cell, port, ref, around)).filter((one) => one.value !== undefined)
    if (values.length > 0) given[port] = parsed.ports.inputs[port]?.arity === 'many' ? values : values[0]
  }
  return resolveInputs(nameOf(cell), parsed.ports.inputs, given)
}

/** A source may leave out an optional output: what needs it has nothing to run on, what can do without goes on. */
function unmadeInput(cell: Cell, wires: Wires, parsed: Parsed, around: Surroundings): Rest | null {
  for (const [port, input] of Object.entries(parsed.ports.inputs)) {
    const ref = wires[port]?.[0]
    if (ref && input.arity === 'one' && boxed(cell, port, ref, around).value === undefined) return unmade(ref)
  }
  return null
}

/** Nothing failed above: what would deal with the failure is left out. */
const unmade = (ref: Ref): Rest =>
  ref.port === ERROR_PORT ? { state: 'skipped', by: ref.node } : { state: 'empty', reason: sentences.unmade(refText(ref)) }

/** What is wired to a cell, in the order of its ports; for what passes through. */
export function wiredValues(cell: Cell, parsed: Parsed, around: Surroundings): readonly Boxed[] {
  const wires = around.wires(cell)
  return Object.keys(parsed.ports.inputs).flatMap((port) => (wires[port] ?? []).map((ref) => boxed(cell, port, ref, around)))
}

/** The value is undefined where the source left out an optional output. */
function boxed(cell: Cell, port: string, ref: Ref, around: Surroundings): Boxed {
  const made = madeOf(ref, around)
  const type = made.types[ref.port]
  if (!type || !Object.hasOwn(made.types, ref.port)) throw sentences.noOutput(nameOf(cell), port, refText(ref), Object.keys(made.types))
  return { type, value: made.outputs[ref.port]?.value }
}

function madeOf(ref: Ref, around: Surroundings): Made {
  const made = around.made(ref)
  if (!made) throw new Error(`${ref.node} was read before it was fresh`)
  return made
}
