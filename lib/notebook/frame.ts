/*
 * The frame of a file: front matter, then prose and our fenced blocks in reading order. Only fences at the left margin
 * that name one of our languages are blocks; every other fence is code inside prose. CommonMark's rules for fences.
 */
import { LIMITS } from './limits'
import { isBlank, lineEndOf, splitLines, withoutEnd } from './lines'
import type { Problem } from './types'

const LANGUAGES: ReadonlySet<string> = new Set(['graph', 'layout', 'view', 'scene'])

export interface Segment {
  /** null: prose. */
  readonly language: string | null
  /** What stands behind the language on the fence line. */
  readonly info: string
  /** Exact bytes, without the line end of the last line. */
  readonly text: string
  /** That line end and the blank lines below. */
  readonly gap: string
}
export interface Frame {
  readonly segments: readonly Segment[]
  /** Lines count from the first line of the text given. */
  readonly problems: readonly Problem[]
}

interface Fence {
  readonly mark: string
  readonly length: number
  readonly info: string
  readonly indent: number
}
/** The opening of a fenced block, or null (CommonMark 4.5). */
export function openingFence(line: string): Fence | null {
  const found = /^( {0,3})(`{3,}|~{3,})(.*)$/.exec(withoutEnd(line))
  if (!found) return null
  const [, indent = '', marks = '', info = ''] = found
  if (marks[0] === '`' && info.includes('`')) return null
  return { mark: marks[0] ?? '`', length: marks.length, info: info.trim(), indent: indent.length }
}
export function closesFence(line: string, fence: Fence): boolean {
  const found = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(withoutEnd(line))
  const marks = found?.[1]
  return marks !== undefined && marks[0] === fence.mark && marks.length >= fence.length
}

/** Splits lines into segments; `split` is pure text work and never fails. */
export function readFrame(text: string): Frame {
  const lines = splitLines(text)
  const segments: Segment[] = []
  const problems: Problem[] = []
  let prose: string[] = []
  let blank: string[] = []

  const finish = (language: string | null, info: string, held: readonly string[]) => {
    const last = held.at(-1) ?? ''
    const end = last.slice(withoutEnd(last).length)
    const all = held.join('')
    segments.push({ language, info, text: all.slice(0, all.length - end.length), gap: end })
  }
  /** Blank lines belong to the segment above. */
  const settle = () => {
    // blank lines before anything else stand by themselves, so that lines are counted right
    if (segments.length === 0 && prose.length === 0) prose.push(...blank.splice(0))
    if (prose.length > 0) finish(null, '', prose)
    prose = []
    const above = segments.at(-1)
    if (above && blank.length > 0) segments[segments.length - 1] = { ...above, gap: above.gap + blank.join('') }
    blank = []
  }

  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (isBlank(line)) {
      blank.push(line)
      continue
    }
    if (prose.length === 0 && segments.length > 0) settle()
    const fence = openingFence(line)
    if (!fence) {
      prose.push(...blank, line)
      blank = []
      continue
    }
    let end = at + 1
    while (end < lines.length && !closesFence(lines[end] ?? '', fence)) end++
    if (end === lines.length)
      problems.push({
        line: at + 1,
        column: fence.indent + 1,
        code: 'unclosed-fence',
        message: `The block that opens with \`${withoutEnd(line).trim().slice(0, 60).replaceAll('`', "'")}\` is never closed.`,
        hint: `Put a line of ${fence.length} ${fence.mark === '~' ? 'tildes' : 'backticks'} below its last line.`,
      })
    const held = lines.slice(at, end + 1)
    const [language = '', ...rest] = fence.info.split(/[ \t]+/)
    if (fence.indent === 0 && LANGUAGES.has(language)) {
      settle()
      finish(language, rest.join(' '), held)
    } else {
      prose.push(...blank, ...held)
      blank = []
    }
    at = end
  }
  settle()
  if (segments.length > LIMITS.blocks)
    problems.push({ line: 1, column: 1, code: 'too-large', message: `The file has more than ${LIMITS.blocks} blocks.` })
  return { segments, problems }
}

/** A fence line longer than any run of its mark inside. */
export function fenceFor(content: string): string {
  let longest = 2
  for (const run of content.match(/`{3,}/g) ?? []) longest = Math.max(longest, run.length)
  return '`'.repeat(longest + 1)
}

/** The gap that a block written without one gets. */
export const defaultGap = (source: string, last: boolean): string => (last ? lineEndOf(source) : lineEndOf(source).repeat(2))
