/*
 * The front matter: YAML between two `---` lines, kept to plain data. No anchors, tags, merges or keys that reach into
 * JavaScript's objects. Its bytes are kept; a changed title or seed replaces one value in place.
 */
import { isAlias, isMap, isNode, isPair, isScalar, LineCounter, parseDocument, parse as parseYaml, visit, type Document } from 'yaml'
import type { Json } from '../graph/json'
import { LIMITS } from './limits'
import { lineEndOf, splitLines, withoutEnd } from './lines'
import { forbiddenKey } from './names'
import { hasHidden, quote } from './scalar'
import type { Problem } from './types'

export const NOTEBOOK_VERSION = 1

export interface FrontMatter {
  readonly title: string
  readonly seed: number
  readonly data: Readonly<Record<string, Json>>
  readonly problems: readonly Problem[]
  /** It could not be read: the file opens read-only. */
  readonly broken: boolean
}

const UNTITLED = 'Untitled'

/** Length of the front matter with its two fences and the blank lines below; 0 where there is none, -1 where it never ends. */
export function frontMatterLength(source: string): number {
  const lines = splitLines(source)
  if (!/^\uFEFF?---[ \t]*$/.test(withoutEnd(lines[0] ?? ''))) return 0
  let length = (lines[0] ?? '').length
  let closed = false
  for (const line of lines.slice(1)) {
    if (closed && withoutEnd(line).trim() !== '') break
    length += line.length
    if (!closed && /^---[ \t]*$/.test(withoutEnd(line))) closed = true
  }
  return closed ? length : -1
}

/** The YAML between the fences and how long the text before it is. */
function inner(source: string): { text: string; offset: number } {
  const lines = splitLines(source)
  const offset = (lines[0] ?? '').length
  let length = 0
  for (const line of lines.slice(1)) {
    if (/^---[ \t]*$/.test(withoutEnd(line))) break
    length += line.length
  }
  return { text: source.slice(offset, offset + length), offset }
}

const OPTIONS = { version: '1.2', schema: 'core', merge: false, uniqueKeys: true, strict: true, prettyErrors: false } as const

interface Reading {
  readonly document: Document.Parsed
  readonly at: (offset: number | undefined) => { line: number; column: number }
}
function readDocument(text: string): Reading {
  const counter = new LineCounter()
  const document = parseDocument(text, { ...OPTIONS, lineCounter: counter })
  // line 1 is the opening fence
  const at = (offset: number | undefined) => {
    const place = counter.linePos(offset ?? 0)
    return { line: Math.max(1, place.line) + 1, column: Math.max(1, place.col) }
  }
  return { document, at }
}

/** Everything that is YAML but not plain data. */
function notPlain({ document, at }: Reading): Problem[] {
  const problems: Problem[] = []
  const refuse = (offset: number | undefined, message: string) => problems.push({ ...at(offset), code: 'bad-yaml', message })
  visit(document, (_key, value, path) => {
    if (problems.length >= 10) return visit.BREAK
    if (path.length > LIMITS.nesting * 2) {
      refuse(isNode(value) ? value.range?.[0] : undefined, `The front matter nests deeper than ${LIMITS.nesting} levels.`)
      return visit.BREAK
    }
    if (isAlias(value)) refuse(value.range?.[0], 'The front matter uses an alias (`*name`); a notebook holds plain data only.')
    if (isNode(value) && !isAlias(value)) {
      if (value.anchor) refuse(value.range?.[0], 'The front matter uses an anchor (`&name`); a notebook holds plain data only.')
      if (value.tag) refuse(value.range?.[0], 'The front matter uses a tag (`!name`); a notebook holds plain data only.')
    }
    if (isPair(value)) {
      const key = value.key
      const offset = isNode(key) ? key.range?.[0] : undefined
      if (!isScalar(key) || typeof key.value !== 'string') refuse(offset, 'A key of the front matter is not a word.')
      else if (forbiddenKey(key.value)) refuse(offset, `The key \`${key.value}\` is not allowed.`)
      else if (key.value === '<<') refuse(offset, 'The front matter uses a merge key (`<<`); a notebook holds plain data only.')
    }
    return undefined
  })
  return problems
}
const brokenWith = (problem: Problem): FrontMatter => ({ title: UNTITLED, seed: 0, data: {}, problems: [problem], broken: true })

/** Reads the front matter's source, fences included. */
export function readFrontMatter(source: string): FrontMatter {
  if (source === '')
    return brokenWith({
      line: 1,
      column: 1,
      code: 'no-front-matter',
      message: 'The file does not begin with front matter.',
      hint: 'A notebook begins with the lines `---`, `vitrine: 1`, `title: …`, `---`.',
    })
  const { text } = inner(source)
  if (text.length > LIMITS.frontMatter)
    return brokenWith({
      line: 2,
      column: 1,
      code: 'too-large',
      message: `The front matter is longer than ${LIMITS.frontMatter} characters.`,
    })
  const reading = readDocument(text)
  const error = reading.document.errors[0]
  if (error) {
    const message = `The front matter is not valid YAML: ${error.message.split('\n')[0]?.replace(/\.$/, '')}.`
    return brokenWith({ ...reading.at(error.pos[0]), code: 'bad-yaml', message })
  }
  const refused = notPlain(reading)
  if (refused.length > 0) return { ...brokenWith(refused[0]!), problems: refused }
  if (!isMap(reading.document.contents))
    return brokenWith({ line: 2, column: 1, code: 'bad-yaml', message: 'The front matter is not a list of `key: value` lines.' })
  return interpret(reading, reading.document.toJS({ maxAliasCount: 0 }) as Record<string, Json>)
}

function interpret({ document, at }: Reading, data: Record<string, Json>): FrontMatter {
  const placeOf = (key: string) => {
    const node = document.get(key, true)
    return at(isNode(node) ? node.range?.[0] : undefined)
  }
  if (data['vitrine'] !== NOTEBOOK_VERSION) {
    const said = data['vitrine']
    const message =
      said === undefined
        ? 'The front matter has no `vitrine: 1`, so this may not be a notebook.'
        : `The file is of version ${JSON.stringify(said)}; this program reads version ${NOTEBOOK_VERSION}.`
    return brokenWith({ ...(said === undefined ? { line: 2, column: 1 } : placeOf('vitrine')), code: 'unknown-version', message })
  }
  const problems: Problem[] = []
  const title = data['title']
  if (title !== undefined && typeof title !== 'string')
    problems.push({
      ...placeOf('title'),
      code: 'wrong-type',
      message: `The title is ${JSON.stringify(title)}, not a text.`,
      hint: 'Put it in quotation marks.',
    })
  const seed = data['seed']
  const seedGood = seed === undefined || (typeof seed === 'number' && Number.isSafeInteger(seed) && seed >= 0)
  if (!seedGood)
    problems.push({
      ...placeOf('seed'),
      code: 'wrong-type',
      message: `The seed is ${JSON.stringify(seed)}, not a whole number from 0; 0 is used.`,
    })
  return {
    title: typeof title === 'string' && title.trim() !== '' ? title : UNTITLED,
    seed: seedGood && typeof seed === 'number' ? seed : 0,
    data,
    problems,
    broken: false,
  }
}

/** The value as one YAML line, plain where it reads back as itself. */
function yamlScalar(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const plain = value.trim() === value && !hasHidden(value) && !/#|: |:$/.test(value)
  if (plain) {
    try {
      if (parseYaml(`x: ${value}`, { version: '1.2', schema: 'core' })?.x === value) return value
    } catch {
      // not plain: quoted below
    }
  }
  return quote(value)
}

/** The same front matter with one key set; everything else keeps its bytes. */
export function withFrontMatter(source: string, key: 'title' | 'seed', value: string | number): string {
  const { text, offset } = inner(source)
  const node = readDocument(text).document.get(key, true)
  const written = yamlScalar(value)
  if (isNode(node) && node.range && node.range[1] > node.range[0]) {
    const [from, to] = node.range
    const tail = text.slice(from, to).endsWith('\n') ? lineEndOf(source) : ''
    return source.slice(0, offset + from) + written + tail + source.slice(offset + to)
  }
  const lines = splitLines(text)
  const existing = lines.findIndex((line) => line.startsWith(`${key}:`))
  const end = lineEndOf(source)
  if (existing >= 0) lines[existing] = `${key}: ${written}${end}`
  else lines.splice(insertAt(lines, key), 0, `${key}: ${written}${end}`)
  return source.slice(0, offset) + lines.join('') + source.slice(offset + text.length)
}
/** `title` stands below `vitrine`, `seed` below `title`. */
function insertAt(lines: readonly string[], key: 'title' | 'seed'): number {
  const above = key === 'seed' ? ['title:', 'vitrine:'] : ['vitrine:']
  for (const name of above) {
    const found = lines.findIndex((line) => line.startsWith(name))
    if (found >= 0) return found + 1
  }
  return lines.length
}
