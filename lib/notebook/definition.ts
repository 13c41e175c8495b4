/*
 * A subgraph's definition: ` ```graph NAME define `, with `inputs: {x: Text}` and `outputs: {y: node.port}` above its nodes.
 * Its ids are its own; inside, `NAME.x` is the value that came in at `x`.
 */
import type { Ref } from '../graph/graph'
import type { Json } from '../graph/json'
import { indentOf, isBlank, splitLines } from './lines'
import { nameFault } from './names'
import { belowEnd, readField, readSheet, type RawField } from './sheet'
import { readNodes } from './sheet-nodes'
import { readEntryWires, readParam, ValueProblem } from './value'
import type { DefinitionBlock, FieldEntry, KindLookup, Problem } from './types'

const record = <T>(): Record<string, T> => Object.create(null) as Record<string, T>

/** `inputs:` and `outputs:` with the lines they take; how many lines that is. */
export function readHeader(lines: readonly string[]): { readonly fields: readonly RawField[]; readonly length: number } {
  const fields: RawField[] = []
  let length = 0
  let lead = ''
  for (let at = 0; at < lines.length; at++) {
    const source = lines[at] ?? ''
    if (isBlank(source) || source.trimStart().startsWith('#')) {
      lead += source
      continue
    }
    if (!/^(?:inputs|outputs):[ \t]*(?:\{|\r?\n?$)/.test(source) || indentOf(source) > 0) break
    const end = belowEnd(lines, at, 0)
    fields.push(readField(lines.slice(at, end), at + 2, lead))
    lead = ''
    length = end
    at = end - 1
  }
  return { fields, length }
}

/** Ports as the header gives them, without looking at the nodes. */
export function readPorts(fields: readonly RawField[]): {
  readonly inputs: Record<string, string>
  readonly outputs: Record<string, Ref>
  readonly problems: Problem[]
} {
  const inputs = record<string>()
  const outputs = record<Ref>()
  const problems: Problem[] = []
  for (const [at, field] of fields.entries()) {
    try {
      if (fields.findIndex((other) => other.name === field.name) < at)
        throw new ValueProblem(field.line, 1, 'duplicate', `\`${field.name}\` stands twice in this definition.`, 'Keep one of them.')
      if (field.name === 'inputs') Object.assign(inputs, inputTypes(field))
      else for (const { name, refs } of readEntryWires(field, 'all')) if (refs?.[0]) outputs[name] = oneRef(field, name, refs)
    } catch (error) {
      if (!(error instanceof ValueProblem)) throw error
      const { line, column, code, message, hint } = error
      problems.push({ line, column, code, message, ...(hint ? { hint } : {}) })
    }
  }
  return { inputs, outputs, problems }
}
function oneRef(field: RawField, name: string, [first, second]: readonly Ref[]): Ref {
  if (!first || second)
    throw new ValueProblem(field.line, field.valueColumn, 'too-many-wires', `The output \`${name}\` takes one wire, written \`node.port\`.`)
  return first
}
function inputTypes(field: RawField): Record<string, string> {
  const value = readParam(field, 'any')
  const types = record<string>()
  const wanted = 'Inputs are written `inputs: {text: Text}`, each with the type it takes.'
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ValueProblem(field.line, field.valueColumn, 'wrong-type', wanted)
  for (const [name, type] of Object.entries(value as { readonly [key: string]: Json })) {
    const fault = nameFault(name)
    if (fault !== null) throw new ValueProblem(field.line, field.valueColumn, 'bad-id', `The input \`${name.slice(0, 60)}\` ${fault}.`)
    if (typeof type !== 'string' || type.length > 60) throw new ValueProblem(field.line, field.valueColumn, 'wrong-type', wanted)
    types[name] = type.trim().toLowerCase()
  }
  return types
}

export function readDefinition(id: string, text: string, name: string, kinds: KindLookup): DefinitionBlock {
  const lines = splitLines(text)
  const inner = lines.slice(1, -1)
  const header = readHeader(inner)
  const { inputs, outputs, problems } = readPorts(header.fields)
  const fault = nameFault(name)
  if (fault !== null)
    problems.push({ line: 1, column: 1, code: 'bad-id', message: `The definition's name \`${name.slice(0, 60)}\` ${fault}.` })
  const sheet = readSheet(inner.slice(header.length), { margin: 0, line: 2 + header.length })
  // inside, the definition's own name gives its inputs: no node may have it
  const { entries, problems: own } = readNodes(sheet.nodes, { kinds, taken: new Set([name]), depth: 0 })
  const all = [...problems, ...sheet.problems, ...own.map((problem) => inDefinition(name, problem))]
  return {
    type: 'define',
    id,
    name,
    inputs,
    outputs,
    header: header.fields.map(headerEntry),
    entries,
    source: text,
    line: 1,
    open: lines[0] ?? '',
    tail: sheet.tail,
    close: lines.at(-1) ?? '',
    ...(all.length > 0 ? { problems: all } : {}),
  }
}
const headerEntry = (field: RawField): FieldEntry => ({
  name: field.name,
  source: field.source,
  at: field.line - 2,
  column: field.valueColumn,
  role: field.name === 'inputs' ? 'param' : 'entries',
})

/** Nodes of a definition are named with it, so that none is taken for a node of the notebook. */
export const inDefinition = (name: string, problem: Problem): Problem =>
  problem.node === undefined ? problem : { ...problem, node: `${name}/${problem.node}` }
