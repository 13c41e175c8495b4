/* From a cell whose sources are all fresh to an attempt: params with wired values in, inputs at their ports, the key. */
import type { Json } from '../json'
import type { Ref } from '../graph'
import { refText } from '../graph'
import { canonicalJson } from '../hash'
import { resolveInputs } from '../node-values'
import { wiredParam } from '../params'
import type { NodeKind } from '../define-node'
import type { Boxed } from '../port-type'
import { sentences } from '../sentences'
import { nodeInWords, type Attempt, type Cell, type Parsed, type Rest } from './cell'
import { checkWires, parse } from './faults'
import { keyOf, keyParts } from './key'
import type { Made } from './memo'

export interface Surroundings {
  readonly made: (node: string) => Made | undefined
  readonly seed: (cell: Cell) => number
  readonly viewerInput: (cell: Cell) => Json | undefined
}

/** What to run with, or the rest of a node that cannot run. Throws NodeFailure. */
export function prepare(cell: Cell, kind: NodeKind, around: Surroundings): Attempt | Rest {
  const parsed = cell.parsed ?? parseWired(cell, kind, around)
  if ('state' in parsed) return parsed
  const faulty = (cell.parsed ? null : checkWires(nodeInWords(cell), parsed.ports)) ?? unmadeInput(cell, parsed, around)
  if (faulty) return faulty
  const parts = keyParts({
    kind: kind.kind,
    version: kind.version,
    paramTexts: parsed.texts,
    inputs: cell.node.inputs,
    made: (ref) => madeOf(ref, around),
    ...(kind.random ? { seed: around.seed(cell) } : {}),
    ...(kind.readsViewer ? { viewerInput: canonicalJson(around.viewerInput(cell) ?? null) } : {}),
  })
  return { ...parsed, parts, key: keyOf(parts), inputs: inputsOf(cell, parsed, around) }
}

function parseWired(cell: Cell, kind: NodeKind, around: Surroundings): Parsed | Rest {
  const written: Record<string, unknown> = { ...cell.node.params }
  for (const [param, ref] of Object.entries(cell.node.paramWires)) {
    const { type, value } = boxed(cell, param, ref, around)
    if (value === undefined) return unmade(ref)
    if (!type.spec.asParam) throw sentences.noParamValue(nameOf(cell), param, refText(ref), type.title)
    written[param] = wiredParam(kind.params, param, type.spec.asParam(value))
  }
  return parse(kind, written, nameOf(cell))
}

function inputsOf(cell: Cell, parsed: Parsed, around: Surroundings): Record<string, unknown> {
  const given: Record<string, unknown> = {}
  for (const [port, wires] of Object.entries(cell.node.inputs)) {
    const values = wires.map((ref) => boxed(cell, port, ref, around)).filter((one) => one.value !== undefined)
    if (values.length > 0) given[port] = parsed.ports.inputs[port]?.arity === 'many' ? values : values[0]
  }
  return resolveInputs(nameOf(cell), parsed.ports.inputs, given)
}

/** A source may leave out an optional output: what needs it has nothing to run on, what can do without goes on. */
function unmadeInput(cell: Cell, parsed: Parsed, around: Surroundings): Rest | null {
  for (const [port, input] of Object.entries(parsed.ports.inputs)) {
    const ref = cell.node.inputs[port]?.[0]
    if (ref && input.arity === 'one' && boxed(cell, port, ref, around).value === undefined) return unmade(ref)
  }
  return null
}

const nameOf = (cell: Cell): string => cell.part?.owner ?? cell.id

const unmade = (ref: Ref): Rest => ({ state: 'empty', reason: sentences.unmade(refText(ref)) })

/** The value is undefined where the source left out an optional output. */
function boxed(cell: Cell, port: string, ref: Ref, around: Surroundings): Boxed {
  const made = madeOf(ref, around)
  const type = made.types[ref.port]
  if (!type || !Object.hasOwn(made.types, ref.port)) throw sentences.noOutput(nameOf(cell), port, refText(ref), Object.keys(made.types))
  return { type, value: made.outputs[ref.port]?.value }
}

function madeOf(ref: Ref, around: Surroundings): Made {
  const made = around.made(ref.node)
  if (!made) throw new Error(`${ref.node} was read before it was fresh`)
  return made
}
