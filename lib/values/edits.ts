/* Edits: what to change at which hook points while a model runs, in order. */
import { structured } from './encoding'
import { definePort } from '../graph/port-type'
import type { Edit } from '../engine/types'
import { describe, isRecord, plural } from './describe'
import type { EditsValue } from './types'

export const Edits = definePort<EditsValue>({
  name: 'edits',
  title: 'Edits',
  check: (value) =>
    Array.isArray(value) && value.every((edit) => isRecord(edit) && typeof edit.at === 'string' && typeof edit.op === 'string')
      ? null
      : `expected a list of edits, got ${describe(value)}`,
  parts: editParts,
  bytes: (value) => value.reduce((sum, edit) => sum + 128 + (edit.value instanceof Float32Array ? edit.value.byteLength : 8), 0),
  toJson: (value) =>
    value.map((edit) => ({
      at: edit.at,
      ...(edit.heads ? { heads: edit.heads } : {}),
      ...(edit.positions ? { positions: edit.positions } : {}),
      ...(edit.dims ? { dims: edit.dims } : {}),
      op: edit.op,
      ...(edit.value === undefined ? {} : { value: typeof edit.value === 'number' ? edit.value : Array.from(edit.value) }),
      ...(edit.purpose ? { purpose: edit.purpose } : {}),
    })),
  encoding: structured(),
  summary: (value) => (value.length === 1 ? editText(value[0]!) : plural(value.length, 'edit')),
})

/** Everything that decides what an edit does, and what it says of itself. */
export function* editParts(edits: EditsValue): Iterable<string | number | Float32Array> {
  for (const edit of edits) {
    yield JSON.stringify([edit.at, edit.heads ?? null, edit.positions ?? null, edit.dims ?? null, edit.op, edit.purpose ?? ''])
    yield edit.value ?? ''
  }
}

/** `zero blocks.1.attn.hook_z, head 7, positions 3, 4`. */
export function editText(edit: Edit): string {
  const selected = [part('head', edit.heads), part('position', edit.positions), part('dim', edit.dims)].filter(Boolean)
  return [`${edit.op} ${edit.at}`, ...selected].join(', ')
}

const part = (word: string, indices: readonly number[] | undefined): string =>
  indices ? `${word}${indices.length === 1 ? '' : 's'} ${indices.join(', ')}` : ''
