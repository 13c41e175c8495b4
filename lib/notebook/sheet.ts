/*
 * The line grammar of a graph block (grammar.md), before kinds have a say: heads, fields and the comments above them, all
 * with their exact bytes. Joined, the pieces are the block again, whatever is in it.
 */
import { LIMITS } from './limits'
import { indentOf, isBlank, withoutEnd, withoutTrailingSpace } from './lines'
import type { Problem } from './types'

export interface RawField {
  readonly name: string
  /** Comments above, the line, and everything below that is deeper. */
  readonly source: string
  /** Lines from the start of the block to the line with the name, the fence being 0. */
  readonly line: number
  readonly column: number
  readonly valueColumn: number
  /** The value on the same line, without spaces around it. */
  readonly inline: string
  /** Exact lines below that are deeper than the name. */
  readonly below: readonly string[]
  readonly indent: number
}
export interface RawNode {
  readonly id: string
  readonly kind: string
  readonly version: number | null
  readonly lead: string
  readonly head: string
  readonly line: number
  readonly kindColumn: number
  readonly fields: readonly RawField[]
  readonly problems: readonly Problem[]
}
export interface RawSheet {
  readonly nodes: readonly RawNode[]
  readonly tail: string
  readonly problems: readonly Problem[]
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
type OpenNode = Mutable<RawNode> & { fields: RawField[]; problems: Problem[]; indent: number | null }

/** Where a sheet's lines stand: heads at `margin`, the first of them on `line` of its block. */
export interface SheetPlace {
  readonly margin: number
  readonly line: number
}

/** Reads the lines between the fences, or those of a body. */
export function readSheet(lines: readonly string[], { margin, line: firstLine }: SheetPlace = { margin: 0, line: 2 }): RawSheet {
  const nodes: OpenNode[] = []
  const problems: Problem[] = []
  let lead = ''
  let open: OpenNode | null = null
  for (let at = 0; at < lines.length; at++) {
    const source = lines[at] ?? ''
    const text = withoutEnd(source)
    const line = at + firstLine
    if (isBlank(source) || text.trimStart().startsWith('#')) {
      lead += source
      continue
    }
    const indent = indentOf(text)
    if (indent === margin && text[indent] !== '\t') {
      open = readHead(text, margin, source, lead, line)
      lead = ''
      nodes.push(open)
      continue
    }
    if (!open || indent < margin) {
      problems.push({ line, column: 1, code: 'bad-indent', ...(open ? SHALLOW : HEADLESS) })
      open = null
      lead += source
      continue
    }
    const end = belowEnd(lines, at, indent)
    const field = readField(lines.slice(at, end), line, lead)
    lead = ''
    at = end - 1
    const fault = fieldFault(open, field, text)
    open.indent ??= field.indent
    open.fields.push(fault ? { ...field, name: '' } : field)
    if (fault) open.problems.push({ ...fault, line, node: open.id })
  }
  return { nodes, tail: lead, problems }
}

const HEADLESS = {
  message: 'This line is indented but no node stands above it.',
  hint: 'A node begins at the left margin: `id: kind@1`.',
}
const SHALLOW = {
  message: 'This line is less indented than the first node of its body.',
  hint: 'Nodes of one body begin in one column.',
}

/** Index behind the lines that are deeper than `indent`, blank lines at the end left out. */
export function belowEnd(lines: readonly string[], at: number, indent: number): number {
  let end = at + 1
  for (let next = at + 1; next < lines.length; next++) {
    const line = lines[next] ?? ''
    if (isBlank(line)) continue
    if (indentOf(line) <= indent || line[0] === '\t') break
    end = next + 1
  }
  return end
}

function readHead(all: string, margin: number, head: string, lead: string, line: number): OpenNode {
  const text = all.slice(margin)
  const node: OpenNode = { id: '', kind: '', version: null, lead, head, line, kindColumn: 1, fields: [], problems: [], indent: null }
  const found = /^([^:]*):(?:([ \t]+)(.*))?$/.exec(text)
  const fail = (column: number, code: string, message: string, hint?: string) =>
    node.problems.push({ line, column, code, message, ...(hint ? { hint } : {}), ...(node.id === '' ? {} : { node: node.id }) })
  if (!found) {
    fail(
      margin + 1,
      'bad-line',
      `\`${text.slice(0, 60)}\` is not the head of a node.`,
      'A node begins with a line of the form `id: kind@1`.',
    )
    return node
  }
  const [, id = '', space = '', rest = ''] = found
  node.id = id.trim()
  node.kindColumn = margin + id.length + 1 + space.length + 1
  const kind = /^([A-Za-z][A-Za-z0-9-]{0,63})(?:@(\d{1,9}))?[ \t]*$/.exec(rest)
  if (!kind) {
    const message =
      rest.trim() === '' ? `Node \`${node.id}\` names no kind.` : `\`${rest.trim().slice(0, 60)}\` is not a kind with its version.`
    fail(node.kindColumn, 'bad-line', message, 'Write `id: kind@1`; params and inputs go on indented lines below.')
    return node
  }
  node.kind = kind[1] ?? ''
  if (kind[2] === undefined)
    fail(
      node.kindColumn,
      'missing-version',
      `Node \`${node.id}\` does not say which version of \`${node.kind}\` it is.`,
      `Write \`${node.kind}@1\`.`,
    )
  else node.version = Number(kind[2])
  return node
}

export function readField(lines: readonly string[], line: number, lead: string): RawField {
  const [first = '', ...below] = lines
  const text = withoutEnd(first)
  const indent = indentOf(text)
  const found = /^( *)([^:\s]+):(?:([ \t]+)(.*))?$/.exec(text)
  const name = found?.[2] ?? ''
  const inline = withoutTrailingSpace(found?.[4] ?? '')
  const valueColumn = found ? indent + name.length + 1 + (found[3] ?? '').length + 1 : indent + 1
  return { name, source: lead + lines.join(''), line, column: indent + 1, valueColumn, inline, below, indent }
}

/** Why a line below a head cannot be a field, or null. */
function fieldFault(open: OpenNode, field: RawField, text: string): Omit<Problem, 'line'> | null {
  if (/^ *\t/.test(text)) return { column: 1, code: 'bad-indent', message: 'The line is indented with a tab.', hint: 'Use spaces.' }
  if (open.indent !== null && field.indent !== open.indent)
    return {
      column: field.column,
      code: 'bad-indent',
      message: `The line is indented by ${field.indent} spaces, the one above by ${open.indent}.`,
      hint: 'Params and inputs of one node stand in one column; a longer text needs `|` behind its name.',
    }
  if (field.name === '')
    return {
      column: field.column,
      code: 'bad-line',
      message: `\`${text.trim().slice(0, 60)}\` is not of the form \`name: value\`.`,
      hint: 'Behind the name stands a colon and a space.',
    }
  if (open.fields.some((other) => other.name === field.name))
    return {
      column: field.column,
      code: 'duplicate',
      message: `\`${field.name}\` stands twice in node \`${open.id}\`.`,
      hint: 'Keep one of them.',
    }
  if (open.fields.length >= LIMITS.fieldsPerNode)
    return { column: field.column, code: 'too-large', message: `Node \`${open.id}\` has more than ${LIMITS.fieldsPerNode} lines.` }
  return null
}
