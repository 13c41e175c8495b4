/* One node as its kind understands it: params as values, inputs as wires, and what was not understood with its bytes. */
import type { GraphNode, Ref } from '../graph/graph'
import type { Json } from '../graph/json'
import { sameJson } from './same-json'
import { readRef, readParam, readParamWire, readWires, ValueProblem } from './value'
import { closestNames, nameFault, orList } from './names'
import type { RawField, RawNode } from './sheet'
import type { FieldEntry, KindFacts, KindLookup, NodeEntry, Problem } from './types'

export interface Reading {
  readonly entry: NodeEntry
  readonly problems: readonly Problem[]
}

const record = <T>(): Record<string, T> => Object.create(null) as Record<string, T>

/** Reads a node. Lines of problems count from the block's fence, the entry's from there too. */
export function readEntry(raw: RawNode, kinds: KindLookup, taken: ReadonlySet<string>): Reading {
  const source = raw.lead + raw.head + raw.fields.map((field) => field.source).join('')
  const base = { id: raw.id, source, line: raw.line, kind: raw.kind, lead: raw.lead, head: raw.head }
  const headProblem = headFault(raw, kinds, taken)
  const facts = headProblem ? undefined : kinds.kind(raw.kind)
  if (!facts) {
    const fields = raw.fields.map((field) => asEntry(raw, field, 'unknown'))
    // a second node of one id must not spoil the first
    const own = taken.has(raw.id) ? raw.problems.map((problem) => ({ ...problem, node: undefined })) : raw.problems
    return { entry: { ...base, node: null, fields }, problems: headProblem ? [headProblem, ...own] : own }
  }
  const reader = new FieldReader(raw, facts)
  const { node, fields, problems } = reader.read()
  const unknown = fields.filter((field) => field.role === 'unknown').map((field) => field.source)
  return { entry: { ...base, node, fields, ...(unknown.length > 0 ? { unknown } : {}) }, problems: [...raw.problems, ...problems] }
}

const asEntry = (raw: RawNode, field: RawField, role: FieldEntry['role']): FieldEntry => ({
  name: field.name,
  source: field.source,
  at: field.line - raw.line,
  column: field.valueColumn,
  role,
})

/** Why the head alone makes this no node we know; null when it is one. */
function headFault(raw: RawNode, kinds: KindLookup, taken: ReadonlySet<string>): Problem | null {
  const at = { line: raw.line, column: 1 }
  if (raw.kind === '') return raw.problems.length > 0 ? null : { ...at, code: 'bad-line', message: 'This is not the head of a node.' }
  const fault = nameFault(raw.id)
  if (fault) return { ...at, code: 'bad-id', message: `The id \`${raw.id.slice(0, 80)}\` ${fault}.` }
  if (taken.has(raw.id))
    return {
      ...at,
      code: 'duplicate-id',
      message: `There is already a node \`${raw.id}\` above.`,
      hint: 'Give this one another id; ids are unique in the whole notebook.',
    }
  const facts = kinds.kind(raw.kind)
  const kindPlace = { line: raw.line, column: raw.kindColumn, node: raw.id }
  if (!facts) {
    const closest = kinds.closest(raw.kind)
    return {
      ...kindPlace,
      code: 'unknown-kind',
      message: `There is no kind \`${raw.kind}\`.`,
      hint: closest.length > 0 ? `Close to it: ${orList(closest)}.` : 'The catalogue lists all kinds; the node keeps its text.',
    }
  }
  if (raw.version !== null && raw.version !== facts.version)
    return {
      ...kindPlace,
      code: 'unknown-version',
      message: `Node \`${raw.id}\` asks for \`${raw.kind}@${raw.version}\`; this program has \`${raw.kind}@${facts.version}\`.`,
      hint:
        raw.version > facts.version
          ? 'A newer Vitrine can open it; here the node keeps its text.'
          : `Write \`${raw.kind}@${facts.version}\` and check its params.`,
    }
  return null
}

class FieldReader {
  private readonly params = record<Json>()
  private readonly paramWires = record<Ref>()
  private readonly inputs = record<readonly Ref[]>()
  private readonly roles = new Map<RawField, FieldEntry['role']>()
  private readonly problems: Problem[] = []

  constructor(
    private readonly raw: RawNode,
    private readonly facts: KindFacts,
  ) {}

  /** Params first: the ports of some kinds depend on them. */
  read(): { node: GraphNode; fields: FieldEntry[]; problems: Problem[] } {
    const byName = new Map(this.facts.params.map((param) => [param.name, param]))
    for (const field of this.raw.fields) {
      const param = byName.get(field.name)
      if (param && field.name !== '') this.attempt(field, () => this.param(field, param))
    }
    const { inputs } = this.facts.ports(this.params)
    for (const field of this.raw.fields) {
      if (field.name === '' || byName.has(field.name)) continue
      const port = Object.hasOwn(inputs, field.name) ? inputs[field.name] : undefined
      if (port) this.attempt(field, () => this.wires(field, port.arity))
      else this.unknown(field, Object.keys(inputs), [...byName.keys()])
    }
    const node: GraphNode = {
      id: this.raw.id,
      kind: this.facts.kind,
      version: this.facts.version,
      params: this.params,
      paramWires: this.paramWires,
      inputs: this.inputs,
    }
    const fields = this.raw.fields.map((field) => asEntry(this.raw, field, this.roles.get(field) ?? 'unknown'))
    return { node, fields, problems: this.problems }
  }

  private attempt(field: RawField, read: () => void): void {
    try {
      read()
    } catch (error) {
      if (!(error instanceof ValueProblem)) throw error
      this.problem(error.line, error.column, error.code, `${this.raw.id}: ${error.message}`, error.hint)
    }
  }

  /** What equals its default is left out of the node, as the runtime would put it back. */
  private param(field: RawField, { reads, default: standard }: KindFacts['params'][number]): void {
    const wire = readParamWire(field)
    if (wire) {
      this.paramWires[field.name] = wire
      this.roles.set(field, 'param-wire')
      return
    }
    const value = readParam(field, reads)
    this.roles.set(field, 'param')
    const fault = this.facts.checkParam(field.name, value)
    if (fault === null && !sameJson(value, standard)) this.params[field.name] = value
    else if (fault !== null) this.problem(field.line, field.valueColumn, 'bad-param', `${this.raw.id}: ${fault}`)
  }

  private wires(field: RawField, arity: 'one' | 'optional' | 'many'): void {
    const refs = readWires(field)
    if (arity !== 'many' && refs.length > 1)
      throw new ValueProblem(
        field.line,
        field.valueColumn,
        'too-many-wires',
        `Input \`${field.name}\` takes one wire; here are ${refs.length}.`,
      )
    this.inputs[field.name] = refs
    this.roles.set(field, 'input')
  }

  private unknown(field: RawField, inputs: readonly string[], params: readonly string[]): void {
    const wire = field.below.length === 0 && readRef(field.inline) !== null
    const names = wire ? inputs : [...params, ...inputs]
    const closest = closestNames(field.name, names)
    const has = wire
      ? `Its inputs: ${orList(inputs) || 'none'}.`
      : `Its params: ${orList(params) || 'none'}; its inputs: ${orList(inputs) || 'none'}.`
    this.problem(
      field.line,
      field.column,
      wire ? 'unknown-port' : 'unknown-param',
      `${this.raw.id}: \`${this.facts.kind}\` has no ${wire ? 'input' : 'param or input'} \`${field.name.slice(0, 60)}\`.`,
      closest.length > 0 ? `Close to it: ${orList(closest)}.` : has,
    )
  }

  private problem(line: number, column: number, code: string, message: string, hint?: string): void {
    this.problems.push({ line, column, code, message, ...(hint ? { hint } : {}), node: this.raw.id })
  }
}
