/* Documents: N texts, each with what is known of it and the range of the source it came from. */
import { structured } from './encoding'
import { canonicalJson, hashParts } from '../graph/hash'
import { definePort } from '../graph/port-type'
import { describe, isRecord, plural, textBytes } from './describe'
import { textPart } from '../graph/text-digest'
import type { DocumentItem, DocumentsValue } from './types'

export const Documents = definePort<DocumentsValue>({
  name: 'documents',
  title: 'Documents',
  check,
  parts: (value) => [documentsDigest(value)],
  bytes: (value) => value.sources.reduce((sum, { text }) => sum + textBytes(text), 64) + 128 * value.items.length + factsOf(value).oddBytes,
  toJson: (value) =>
    value.items.map(({ id, text, metadata, source, range }) => ({
      id,
      text,
      ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
      source: value.sources[source]!.name,
      range,
    })),
  encoding: structured(),
  summary: (value) => plural(value.items.length, 'document'),
})

function check(value: unknown): string | null {
  if (!isRecord(value) || !Array.isArray(value.items) || !Array.isArray(value.sources)) return `expected documents, got ${describe(value)}`
  const ids = new Set<string>()
  for (const item of value.items as readonly DocumentItem[]) {
    const source = (value.sources as DocumentsValue['sources'])[item.source]
    const [start, end] = item.range
    if (!source || !(start >= 0 && start <= end && end <= source.text.length))
      return `expected a range of its source for document ${item.id}, got ${start} to ${end}`
    if (ids.has(item.id)) return `expected an id of its own for every document, got two called ${item.id}`
    ids.add(item.id)
  }
  return null
}

/** Whether the text is other than its range says. */
const unwrapped = ({ sources }: DocumentsValue, { source, range, text }: DocumentItem): boolean =>
  text.length !== range[1] - range[0] || !sources[source]!.text.startsWith(text, range[0])

function isEmpty(record: DocumentItem['metadata']): boolean {
  for (const _ in record) return false
  return true
}

interface Facts {
  readonly digest: string
  /** Bytes of the texts that are other than their ranges say. */
  readonly oddBytes: number
}
const kept = new WeakMap<DocumentsValue, Facts>()

/** One hash for all of it: sources whole, documents by their ranges. Kept, since an index and hits are hashed by it too. */
export const documentsDigest = (value: DocumentsValue): string => factsOf(value).digest

function factsOf(value: DocumentsValue): Facts {
  const known = kept.get(value)
  if (known !== undefined) return known
  const { items } = value
  const ranges = new Uint32Array(3 * items.length)
  const ids: string[] = []
  const facts: string[] = []
  const odd: string[] = []
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!
    ranges[3 * at] = item.source
    ranges[3 * at + 1] = item.range[0]
    ranges[3 * at + 2] = item.range[1]
    ids.push(item.id)
    if (!isEmpty(item.metadata)) facts.push(`${at} ${canonicalJson(item.metadata)}`)
    if (unwrapped(value, item)) odd.push(item.text)
  }
  const digest = hashParts([
    ...value.sources.flatMap(({ name, text }) => [name, textPart(text)]),
    ranges,
    JSON.stringify(ids),
    facts.join('\n'),
    ...odd,
    value.problems.join('\n'),
  ])
  const made = { digest, oddBytes: odd.reduce((sum, text) => sum + textBytes(text), 0) }
  kept.set(value, made)
  return made
}

export const documentsOf = (
  items: readonly DocumentItem[],
  sources: DocumentsValue['sources'],
  problems: readonly string[] = [],
): DocumentsValue => ({ items, sources, problems })

/** Whole texts as documents, each its own source. */
export const textDocuments = (
  texts: readonly { readonly id: string; readonly text: string; readonly name?: string; readonly metadata?: DocumentItem['metadata'] }[],
  problems: readonly string[] = [],
): DocumentsValue =>
  documentsOf(
    texts.map(({ id, text, metadata }, source) => ({ id, text, metadata: metadata ?? {}, source, range: [0, text.length] as const })),
    texts.map(({ name, id, text }) => ({ name: name ?? id, text })),
    problems,
  )
