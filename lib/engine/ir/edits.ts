/* What edits do to numbers, in two forms: directly on a tensor, and as mask, value, factor and term for a graph that is built once. */
import { nearest } from '../sentences'
import { EngineFailure, type Edit } from '../types'
import { shapeOf, type Program, type ValueInfo } from './program'
import { forEachElement, regionOf, valueReader, type Rows } from './regions'

export type EditsByHook = ReadonlyMap<string, readonly Edit[]>

/** Groups edits by hook, in the order of the list. Refuses hooks the model does not have. */
export function groupEdits(edits: readonly Edit[], program: Program): EditsByHook {
  const groups = new Map<string, Edit[]>()
  for (const edit of edits) {
    if (!program.values.get(edit.at)?.hook) throw noSuchHook(edit.at, program.hooks, 'The edit')
    const group = groups.get(edit.at)
    if (group) group.push(edit)
    else groups.set(edit.at, [edit])
  }
  return groups
}

export function noSuchHook(name: string, hooks: readonly string[], who: string): EngineFailure {
  const near = nearest(name, hooks)
  return new EngineFailure(
    'no-such-hook',
    `${who} names the hook ${name.slice(0, 120)}, which this model does not have.`,
    near && `The nearest name is ${near}.`,
  )
}

/** Applies edits in place. */
export function applyEdits(data: Float32Array, info: ValueInfo, edits: readonly Edit[], rows: Rows, partial: boolean): void {
  for (const edit of edits) {
    const region = regionOf(edit, info, rows, partial)
    const value = valueReader(edit, region)
    forEachElement(region, (at, inRegion) => {
      const given = value(inRegion)
      if (edit.op === 'add') data[at] = data[at]! + given
      else if (edit.op === 'scale') data[at] = data[at]! * given
      else data[at] = given
    })
  }
}

/** Edited = mask ? value : tensor · factor + term, all of the tensor's shape. */
export interface EditMasks {
  readonly shape: readonly number[]
  readonly mask: Uint8Array
  readonly value: Float32Array
  readonly factor: Float32Array
  readonly term: Float32Array
}

export function editMasks(info: ValueInfo, edits: readonly Edit[], rows: Rows, partial: boolean): EditMasks {
  const shape = shapeOf(info, rows.T, rows.S)
  const size = shape.reduce((product, length) => product * length, 1)
  const masks = {
    shape,
    mask: new Uint8Array(size),
    value: new Float32Array(size),
    factor: new Float32Array(size).fill(1),
    term: new Float32Array(size),
  }
  for (const edit of edits) {
    const region = regionOf(edit, info, rows, partial)
    const value = valueReader(edit, region)
    forEachElement(region, (at, inRegion) => combine(masks, edit.op, at, value(inRegion)))
  }
  return masks
}

function combine({ mask, value, factor, term }: EditMasks, op: Edit['op'], at: number, given: number): void {
  if (op === 'add') {
    if (mask[at]) value[at] = value[at]! + given
    else term[at] = term[at]! + given
  } else if (op === 'scale') {
    if (mask[at]) value[at] = value[at]! * given
    else {
      factor[at] = factor[at]! * given
      term[at] = term[at]! * given
    }
  } else {
    mask[at] = 1
    value[at] = given
  }
}

/** Refuses edits of a full pass before anything runs. */
export function checkEdits(groups: EditsByHook, program: Program, rows: Rows): void {
  const known = new Set(['zero', 'mean', 'set', 'add', 'scale', 'replace'])
  for (const [hook, edits] of groups) {
    for (const edit of edits) {
      if (!known.has(edit.op))
        throw new EngineFailure(
          'bad-edit',
          `The edit at ${hook} has the unknown op ${String(edit.op).slice(0, 40)}; known are ${[...known].join(', ')}.`,
        )
      valueReader(edit, regionOf(edit, program.values.get(hook)!, rows, false))
    }
  }
}
