/* Blocks of fields: a ` ```scene ` is a slide, a ` ```view ` a panel that stays in sight. What is not understood keeps its bytes. */
import type { Json } from '../graph/json'
import { isBlank, splitLines } from './lines'
import { closestNames, orList } from './names'
import { readRef } from './ref'
import { belowEnd, readField, type RawField } from './sheet'
import { readParam, ValueProblem, type Reads } from './value'
import type { FieldEntry, PinnedView, Problem, Scene, SceneBlock, ViewBlock } from './types'

export const SCENE_FIELDS: Readonly<Record<string, Reads>> = {
  target: 'text',
  presets: 'any',
  steps: 'any',
  lamp: 'any',
  barrier: 'text',
  notes: 'text',
}
export const VIEW_FIELDS: Readonly<Record<string, Reads>> = { target: 'text', panel: 'number', caption: 'text' }

interface Fields {
  readonly entries: readonly FieldEntry[]
  readonly values: ReadonlyMap<string, Json>
  readonly problems: Problem[]
}

function readFields(text: string, known: Readonly<Record<string, Reads>>): Fields {
  const lines = splitLines(text).slice(1, -1)
  const raw: RawField[] = []
  let lead = ''
  for (let at = 0; at < lines.length; at++) {
    const source = lines[at] ?? ''
    if (isBlank(source) || source.trimStart().startsWith('#')) {
      lead += source
      continue
    }
    const end = belowEnd(lines, at, 0)
    raw.push(readField(lines.slice(at, end), at + 2, lead))
    lead = ''
    at = end - 1
  }
  const values = new Map<string, Json>()
  const problems: Problem[] = []
  const entries = raw.map((field): FieldEntry => {
    const reads = Object.hasOwn(known, field.name) ? known[field.name] : undefined
    const problem = reads === undefined ? notKnown(field, Object.keys(known)) : readInto(values, field, reads)
    if (problem) problems.push(problem)
    return { name: field.name, source: field.source, at: field.line - 2, column: field.valueColumn, role: problem ? 'unknown' : 'param' }
  })
  return { entries, values, problems }
}
function readInto(values: Map<string, Json>, field: RawField, reads: Reads): Problem | null {
  const at = { line: field.line, column: field.column, severity: 'warning' as const }
  if (values.has(field.name))
    return { ...at, code: 'duplicate', message: `\`${field.name}\` stands twice in this block.`, hint: 'Keep one of them.' }
  try {
    values.set(field.name, readParam(field, reads))
    return null
  } catch (error) {
    if (!(error instanceof ValueProblem)) throw error
    return {
      ...at,
      line: error.line,
      column: error.column,
      code: error.code,
      message: error.message,
      ...(error.hint ? { hint: error.hint } : {}),
    }
  }
}
function notKnown(field: RawField, known: readonly string[]): Problem {
  const closest = closestNames(field.name, known)
  return {
    line: field.line,
    column: field.column,
    code: field.name === '' ? 'bad-line' : 'unknown-param',
    message: field.name === '' ? 'This line is not of the form `name: value`.' : `This block has no field \`${field.name.slice(0, 60)}\`.`,
    hint: closest.length > 0 ? `Close to it: ${orList(closest)}.` : `Its fields: ${orList(known)}.`,
    severity: 'warning',
  }
}

export function readScene(id: string, text: string, name: string): SceneBlock {
  const { entries, values, problems } = readFields(text, SCENE_FIELDS)
  const presets = presetsOf(values.get('presets'))
  if (presets === null) problems.push(badPresets(entries))
  const scene: Scene = {
    target: textOf(values.get('target')),
    presets: presets ?? [],
    steps: namesOf(values.get('steps')),
    lamp: namesOf(values.get('lamp')),
    notes: textOf(values.get('notes')) ?? '',
    barrier: textOf(values.get('barrier')),
  }
  return { type: 'scene', id, name, scene, source: text, line: 1, fields: entries, ...(problems.length > 0 ? { problems } : {}) }
}
const badPresets = (entries: readonly FieldEntry[]): Problem => {
  const field = entries.find((entry) => entry.name === 'presets')
  return {
    line: (field?.at ?? 0) + 2,
    column: field?.column ?? 1,
    code: 'wrong-type',
    message: 'Presets are values by param: `presets: {heat.value: 0.7}`.',
    severity: 'warning',
  }
}

export function readView(id: string, text: string): ViewBlock {
  const { entries, values, problems } = readFields(text, VIEW_FIELDS)
  const panel = values.get('panel')
  const view: PinnedView = {
    target: textOf(values.get('target')),
    panel: typeof panel === 'number' && Number.isInteger(panel) && panel >= 0 ? panel : 0,
    caption: textOf(values.get('caption')) ?? '',
  }
  return { type: 'view', id, view, source: text, line: 1, fields: entries, ...(problems.length > 0 ? { problems } : {}) }
}

const textOf = (value: Json | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null)
const namesOf = (value: Json | undefined): readonly string[] => {
  const list = Array.isArray(value) ? (value as readonly Json[]) : value === undefined ? [] : [value]
  return list.filter((item): item is string => typeof item === 'string')
}
function presetsOf(value: Json | undefined): Scene['presets'] | null {
  if (value === undefined) return []
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const entries = Object.entries(value as { readonly [key: string]: Json })
  const presets = entries.map(([name, preset]) => {
    const ref = readRef(name)
    return ref && { node: ref.node, param: ref.port, value: preset }
  })
  return presets.every((preset) => preset !== null) ? presets : null
}
