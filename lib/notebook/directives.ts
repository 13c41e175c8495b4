/* `:value[node.port]` and `:control[node.param]` in prose, found outside code; with where they stand. */
import { closesFence, openingFence } from './frame'
import { splitLines } from './lines'

export interface Directive {
  readonly kind: 'value' | 'control'
  /** An id; of a node in a use of a definition, `USE/id`. */
  readonly node: string
  /** Port of a value, param of a control. Empty where the label is not of the form `node.name`. */
  readonly name: string
  readonly label: string
  /** Offsets into the prose: the whole directive, and its label. */
  readonly start: number
  readonly end: number
  readonly labelStart: number
  /** Lines from 1 of the prose. */
  readonly line: number
  readonly column: number
}

const DIRECTIVE = /(?<![:\\]):(value|control)\[([^[\]\n]*)\]/g

/** The prose with code and, where asked, math blanked out: same length, same lines. */
export function withoutCode(text: string, alsoMath = false): string {
  let out = ''
  const lines = splitLines(text)
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const fence = openingFence(line)
    if (!fence) {
      out += line
      continue
    }
    let end = at + 1
    while (end < lines.length && !closesFence(lines[end] ?? '', fence)) end++
    out += blanked(lines.slice(at, end + 1).join(''))
    at = end
  }
  out = blankSpans(out, '`')
  return alsoMath ? blankSpans(out, '$') : out
}
const blanked = (text: string): string => text.replace(/[^\r\n]/g, ' ')

/** Blanks spans between equal runs of a mark (CommonMark 6.1; math by remark-math is the same). */
function blankSpans(text: string, mark: '`' | '$'): string {
  const runs = [...text.matchAll(mark === '`' ? /`+/g : /(?<!\\)\$+/g)].map((found) => ({ at: found.index, length: found[0].length }))
  // for each length, where its runs stand: an opener looks up the next of its own length
  const next = new Map<number, number>()
  const partner = runs.map(() => -1)
  for (let at = runs.length - 1; at >= 0; at--) {
    const length = runs[at]?.length ?? 0
    partner[at] = next.get(length) ?? -1
    next.set(length, at)
  }
  let out = ''
  let done = 0
  for (let at = 0; at < runs.length; at++) {
    const closer = partner[at] ?? -1
    const open = runs[at]
    const close = runs[closer]
    if (!open || !close || paragraphEnds(text, open.at, close.at)) continue
    const end = close.at + close.length
    out += text.slice(done, open.at) + blanked(text.slice(open.at, end))
    done = end
    at = closer
  }
  return out + text.slice(done)
}
/** A span never reaches over a blank line, except display math, which has no blank lines in practice. */
const paragraphEnds = (text: string, from: number, to: number): boolean => /\n[ \t]*\r?\n/.test(text.slice(from, to))

export function findDirectives(text: string): readonly Directive[] {
  if (!text.includes(':value[') && !text.includes(':control[')) return []
  const plain = withoutCode(text)
  const found: Directive[] = []
  let line = 1
  let lineStart = 0
  let at = 0
  for (const match of plain.matchAll(DIRECTIVE)) {
    const start = match.index
    for (; at < start; at++)
      if (plain[at] === '\n') {
        line++
        lineStart = at + 1
      }
    const kind = match[1] === 'control' ? 'control' : 'value'
    const label = match[2] ?? ''
    const [, node = '', name = ''] =
      /^\s*([A-Za-z][A-Za-z0-9_-]*(?:\/[A-Za-z][A-Za-z0-9_-]*)*)\.([A-Za-z][A-Za-z0-9_-]*)\s*$/.exec(label) ?? []
    const labelStart = start + 1 + kind.length + 1
    found.push({ kind, node, name, label, start, end: start + match[0].length, labelStart, line, column: start - lineStart + 1 })
  }
  return found
}

/** The prose with every directive of one node pointing to another. */
export function renameInDirectives(text: string, from: string, to: string): string {
  let out = ''
  let done = 0
  for (const directive of findDirectives(text)) {
    if (directive.node !== from && !directive.node.startsWith(`${from}/`)) continue
    out += text.slice(done, directive.labelStart) + directive.label.replace(from, to)
    done = directive.labelStart + directive.label.length
  }
  return out + text.slice(done)
}
