/* Where a shown value comes from (3-runtime, rule 14), and which parts of its key changed. Read from cells; nothing is kept for it. */
import { ERROR_PORT } from '../graph'
import { isBoxed } from '../node-values'
import type { Json } from '../json'
import type { PortType } from '../port-type'
import { looseParams } from '../params'
import { gives, type Cell } from './cell'
import type { KeyParts } from './key'

export interface Provenance {
  readonly node: string
  /** `odds@1`. */
  readonly kind: string
  readonly port: string
  /** The port type's title. */
  readonly type: string
  /** Absent while partial. */
  readonly hash?: string
  /** Of the run that made it. */
  readonly key: string
  /** By port: the wires, and the hash of what came along each. */
  readonly inputs: readonly { readonly port: string; readonly from: string; readonly hash: string }[]
  readonly params: Readonly<Record<string, Json>>
  /** Of the value itself, and of the models among its inputs: `model`, `digest`, `backend`, `tensor`, `slice`. */
  readonly facts: Readonly<Record<string, Json>>
  /** Where chance was used. */
  readonly seed?: number
  readonly ms?: number
  /** Milliseconds since 1970 when it was computed. */
  readonly when?: number
  readonly from: 'run' | 'memory' | 'pin' | 'fallback' | 'bypass'
  /** What is shown is of an earlier key. */
  readonly current: boolean
}

/** One part of a key that differs: short texts as they are, values by the beginning of their hash. */
export interface KeyChange {
  /** `temperature`, `prompt.text`. */
  readonly part: string
  readonly before?: string
  readonly now?: string
}

export function provenanceOf(cell: Cell, port: string, seed: number): Provenance | null {
  const { shown, kind } = cell
  const made = port === ERROR_PORT ? cell.complaint : undefined
  const output = made?.outputs[port] ?? shown?.outputs[port]
  if (!shown || !output || !kind) return null
  const type = made?.types[port] ?? cell.result?.types[port]
  const parts = shown.partial ? cell.attempt?.parts : cell.resultParts
  return {
    node: cell.id,
    kind: `${kind.kind}@${kind.version}`,
    port,
    type: type?.title ?? output.type,
    ...(output.hash === undefined ? {} : { hash: output.hash }),
    key: shown.key,
    inputs: parts ? inputsOf(parts) : [],
    params: parts ? paramsOf(parts) : (looseParams(kind.params, cell.node.params) as Record<string, Json>),
    facts: { ...inputFacts(cell), ...(type ? factsOf(type, output.value) : {}) },
    ...(kind.random ? { seed } : {}),
    ...(shown.ms === undefined ? {} : { ms: shown.ms }),
    ...(cell.result?.when === undefined || shown.partial ? {} : { when: cell.result.when }),
    from: output.instead ?? (shown.fromMemo ? 'memory' : 'run'),
    current: gives(cell.rest) && cell.rest?.state === 'fresh',
  }
}

/** Why it is stale, where it waits with a key; else why it ran the last time. null where nothing ran before. */
export function keyChanges(cell: Cell): readonly KeyChange[] | null {
  const waiting = cell.rest?.state === 'stale' || (cell.rest === null && cell.wanted !== undefined)
  const [before, now] = waiting ? [cell.resultParts, cell.attempt?.parts] : [cell.partsBefore, cell.resultParts]
  return before && now ? changesBetween(before, now) : null
}

function changesBetween(before: KeyParts, now: KeyParts): KeyChange[] {
  const slots = new Set([...before.keys(), ...now.keys()])
  return [...slots].flatMap((slot) => {
    const [a, b] = [before.get(slot), now.get(slot)]
    if (a?.text === b?.text) return []
    const words = slot.startsWith('port ') ? shortHashes : shortText
    return [{ part: (b ?? a)?.words ?? slot, ...(a ? { before: words(a.text) } : {}), ...(b ? { now: words(b.text) } : {}) }]
  })
}

const shortText = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text)
const shortHashes = (text: string): string =>
  text
    .split(' ')
    .map((hash) => hash.slice(0, 8))
    .join(' ')

function inputsOf(parts: KeyParts): Provenance['inputs'] {
  return [...parts].flatMap(([slot, { words, text }]) => {
    if (!slot.startsWith('port ')) return []
    const hashes = text.split(' ')
    return words.split(', ').map((from, place) => ({ port: slot.slice(5), from, hash: hashes[place] ?? '' }))
  })
}

function paramsOf(parts: KeyParts): Record<string, Json> {
  const params: Record<string, Json> = {}
  for (const [slot, { text }] of parts) if (slot.startsWith('param ')) params[slot.slice(6)] = jsonOf(text)
  return params
}

/** Canonical text has a name for what JSON has no number for: it stays a text. */
function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

function inputFacts(cell: Cell): Record<string, Json> {
  const facts: Record<string, Json> = {}
  const ports = cell.attempt?.ports.inputs ?? {}
  for (const [port, input] of Object.entries(ports)) {
    const given = cell.shown?.inputs[port]
    for (const one of Array.isArray(given) && input.arity === 'many' ? (given as unknown[]) : [given]) {
      if (one === undefined) continue
      const found = isBoxed(one) ? factsOf(one.type, one.value) : factsOf(input.type, one)
      for (const name of ['model', 'digest', 'backend']) if (found[name] !== undefined) facts[name] ??= found[name]
    }
  }
  return facts
}

const factsOf = (type: PortType<any>, value: unknown): Readonly<Record<string, Json>> => type.spec.facts?.(value) ?? {}
