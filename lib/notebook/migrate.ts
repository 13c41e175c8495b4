/*
 * Files of earlier versions, brought to today's one step at a time: n to n + 1 for the schema, n to n + 1 for each kind. Pure:
 * text in, text out; what no step concerns keeps its bytes.
 */
import { readBlocks } from './block'
import { indented } from './edit'
import { deepEntries, mapTree } from './entry-tree'
import { frontMatterLength, NOTEBOOK_VERSION } from './front-matter'
import { indentOf, lineEndOf, splitLines, withoutEnd } from './lines'
import { blockText } from './block'
import { graphText } from './write'
import type { Block, KindLookup, NodeEntry } from './types'

/** A node's fields by name, each as its lines from behind the colon on, without the indent of the node. */
export type FieldTexts = ReadonlyMap<string, string>
/** One step of a kind: from the fields of version n to those of n + 1. */
export type KindStep = (fields: FieldTexts) => FieldTexts

/** Steps of the schema, by the version they start from. */
export const SCHEMA_STEPS: ReadonlyMap<number, (source: string) => string> = new Map()

export interface Migration {
  readonly source: string
  /** What was done, in words. */
  readonly steps: readonly string[]
}

export interface Steps {
  readonly schema: ReadonlyMap<number, (source: string) => string>
  readonly today: number
}
const TODAY: Steps = { schema: SCHEMA_STEPS, today: NOTEBOOK_VERSION }

export function migrateSource(given: string, kinds: KindLookup, { schema, today }: Steps = TODAY): Migration {
  const steps: string[] = []
  let source = given
  for (let version = versionOf(source); version !== null && version < today; version = versionOf(source)) {
    const step = schema.get(version)
    if (!step) break
    source = step(source)
    if (versionOf(source) !== version + 1) throw new Error(`The step from version ${version} did not lead to version ${version + 1}.`)
    steps.push(`The file is of version ${version + 1}, was of ${version}.`)
  }
  return migrateKinds(source, kinds, steps)
}

/** `vitrine: N` of the front matter. */
function versionOf(source: string): number | null {
  const length = frontMatterLength(source)
  const found = length > 0 ? /^vitrine:[ \t]*(\d{1,9})[ \t]*\r?$/m.exec(source.slice(0, length)) : null
  return found ? Number(found[1]) : null
}

function migrateKinds(source: string, kinds: KindLookup, steps: string[]): Migration {
  const length = frontMatterLength(source)
  if (length <= 0) return { source, steps }
  const { blocks, problems } = readBlocks(source.slice(length), kinds, new Set(), () => '')
  if (problems.length > 0 || !blocks.some((block) => isOld(block, kinds))) return { source, steps }
  const end = lineEndOf(source)
  const texts = blocks.map((block) => {
    if (block.type !== 'graph' && block.type !== 'define') return blockText(block) + (block.gap ?? '')
    const entries = mapTree(block.entries, (entry) => migrated(entry, kinds, steps, end))
    return (entries ? graphText({ ...block, entries }, kinds, end) : blockText(block)) + (block.gap ?? '')
  })
  return { source: source.slice(0, length) + texts.join(''), steps }
}
function isOld(block: Block, kinds: KindLookup): boolean {
  if (block.type !== 'graph' && block.type !== 'define') return false
  return [...deepEntries(block.entries)].some((entry) => stepsFor(entry, kinds).length > 0)
}

/** The steps from a node's version to today's; none where one of them is missing. */
function stepsFor(entry: NodeEntry, kinds: KindLookup): readonly KindStep[] {
  const facts = kinds.kind(entry.kind ?? '')
  const version = Number(/@(\d{1,9})[ \t]*\r?\n?$/.exec(entry.head ?? '')?.[1] ?? Number.NaN)
  if (!facts?.migrations || !(version < facts.version)) return []
  const steps: KindStep[] = []
  for (let from = version; from < facts.version; from++) {
    const step = facts.migrations[from]
    if (!step) return []
    steps.push(step)
  }
  return steps
}

function migrated(entry: NodeEntry, kinds: KindLookup, said: string[], end: string): string | null {
  const steps = stepsFor(entry, kinds)
  const facts = kinds.kind(entry.kind ?? '')
  if (steps.length === 0 || !facts) return entry.source
  const margin = indentOf(entry.head ?? '')
  const head = (entry.head ?? '').replace(/@\d+/, `@${facts.version}`)
  const before = fieldsOf(entry)
  const after = steps.reduce((fields, step) => step(fields), before)
  said.push(`\`${entry.id}\` is a \`${facts.kind}@${facts.version}\`.`)
  const fields = [...after].map(([name, text]) => {
    const own = before.get(name) === text ? entry.fields?.find((field) => field.name === name)?.source : undefined
    return own ?? indented(`${name}:${text}`, margin + 2).replaceAll(/\r?\n/g, end)
  })
  return (entry.lead ?? '') + head + fields.join('')
}
function fieldsOf(entry: NodeEntry): FieldTexts {
  const fields = new Map<string, string>()
  for (const field of entry.fields ?? []) {
    const lines = splitLines(field.source)
    const first = lines.findIndex((line) => line.trimStart().startsWith(`${field.name}:`))
    const own = lines.slice(Math.max(0, first))
    const margin = indentOf(own[0] ?? '')
    const text = own.map((line) => (withoutEnd(line).trim() === '' ? line : line.slice(Math.min(margin, indentOf(line))))).join('')
    if (field.name !== '') fields.set(field.name, text.slice(field.name.length + 1))
  }
  return fields
}
