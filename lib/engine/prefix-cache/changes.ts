/*
 * What besides its tokens decides a row: edits, each from its first position on, and for some rotary scalings how long the text is. Says
 * how many rows two calls have in common, and which of a call's rows may see later tokens at all.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { EditsByHook } from '../ir/edits'
import type { Program, ValueInfo } from '../ir/program'
import type { RopeSpec } from '../models/rope'
import type { Edit } from '../types'

export interface Change {
  /** All that the edit does. */
  readonly text: string
  /** No row before it knows of the edit. */
  readonly first: number
}

export interface Changes {
  readonly list: readonly Change[]
  /** Rows from here on may depend on tokens after them: an edit gave weight to keys that a mask had hidden. */
  readonly causalTo: number
}

export function changesOf(groups: EditsByHook, program: Program, length: number): Changes {
  const list: Change[] = []
  let causalTo = Infinity
  for (const [hook, edits] of groups) {
    const info = program.values.get(hook)!
    for (const edit of edits) {
      list.push({ text: textOf(edit, info, length), first: firstOf(edit) })
      if (seesAhead(edit, info)) causalTo = Math.min(causalTo, firstRow(edit))
    }
  }
  return { list, causalTo }
}

/** Rows before this are the same with either. */
export function commonRows(a: readonly Change[], b: readonly Change[]): number {
  if (a.length === b.length && a.every(({ text }, i) => text === b[i]!.text)) return Infinity
  const bounds = [...new Set([...a, ...b].map(({ first }) => first))].sort((x, y) => x - y)
  const upTo = (list: readonly Change[], bound: number) =>
    list
      .filter(({ first }) => first <= bound)
      .map(({ text }) => text)
      .join('\n')
  return bounds.find((bound) => upTo(a, bound) !== upTo(b, bound)) ?? Infinity
}

/** Texts of one class turn the same position by the same angles. Beyond the trained length dynamic scaling has one for each length. */
export function lengthClass(ropes: readonly RopeSpec[], length: number): string {
  return ropes
    .map(({ kind, original }) => {
      if (length <= original) return ''
      return kind === 'dynamic' ? String(length) : kind === 'longrope' ? 'long' : ''
    })
    .join()
}

const firstRow = ({ positions }: Edit): number => (positions ? Math.min(Infinity, ...positions) : 0)

/** An edited head result takes the sum another way round, in other last bits, for all rows. */
const firstOf = (edit: Edit): number => (edit.at.endsWith('.hook_result') ? 0 : firstRow(edit))

function textOf(edit: Edit, info: ValueInfo, length: number): string {
  const { at, heads, positions, dims, op, value } = edit
  const values =
    value instanceof Float32Array ? bytesToHex(sha256(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))) : value
  const of = value instanceof Float32Array && stretches(edit, value.length, info) ? length : null
  return JSON.stringify([at, heads ?? null, positions ?? null, dims ?? null, op, values === undefined ? null : String(values), of])
}

/** Whether its values run along the text, so that they mean something else for another length. */
function stretches({ op, positions, dims }: Edit, count: number, { dims: letters, shape }: ValueInfo): boolean {
  if (letters.includes('S')) return !(positions && dims)
  if (positions || letters[0] !== 'T') return false
  const row = shape.slice(1).reduce<number>((product, size) => product * Number(size), 1)
  return op === 'replace' || count > row
}

/** Scores and weights of later keys are −∞ and 0; what leaves them so sees nothing ahead. Before the mask any edit is hidden by it. */
function seesAhead({ at, op, positions, dims, value }: Edit, { dims: letters }: ValueInfo): boolean {
  if (!letters.includes('S')) return false
  const scores = at.endsWith('.hook_attn_scores')
  if (!scores && !at.endsWith('.hook_pattern')) return false
  if (positions?.length && dims?.length && Math.max(...dims) <= Math.min(...positions)) return false
  const numbers = typeof value === 'number' ? [value] : [...(value ?? [])]
  if (op === 'scale') return !numbers.every((x) => x > 0 && x < Infinity)
  if (scores) return op !== 'add' || !numbers.every(Number.isFinite)
  return op !== 'zero'
}
