/* One node as its kind understands it: params as values, inputs as wires, a body, and what was not understood with its bytes. */
import type { EntryForm } from '../graph/region-form'
import type { GraphNode, NodeSettings, Ref } from '../graph/graph'
import type { Json } from '../graph/json'
import { readBody, type Around, type Reading } from './body'
import { sameJson } from './same-json'
import { readEntryWires, readParam, readParamWire, readWires, ValueProblem } from './value'
import { closestNames, nameFault, orList } from './names'
import { readRef } from './ref'
import { isSetting, saysNothing, settingFault, settingReads, type SettingName } from './settings'
import type { RawField, RawNode } from './sheet'
import type { BodyEntries, FieldEntry, KindFacts, KindLookup, Problem } from './types'

const record = <T>(): Record<string, T> => Object.create(null) as Record<string, T>

/** Reads a node with everything in its body. Lines of problems count from the block's fence, the entry's from there too. */
export function readEntry(raw: RawNode, around: Around): Reading {
  const { kinds, taken } = around
  const source = raw.lead + raw.head + raw.fields.map((field) => field.source).join('')
  const base = { id: raw.id, source, line: raw.line, kind: raw.kind, lead: raw.lead, head: raw.head }
  const headProblem = headFault(raw, kinds, taken)
  const facts = headProblem ? undefined : kinds.kind(raw.kind)
  if (!facts) {
    const fields = raw.fields.map((field) => asEntry(raw, field, 'unknown'))
    // a second node of one id must not spoil the first
    const own = taken.has(raw.id) ? raw.problems.map((problem) => ({ ...problem, node: undefined })) : raw.problems
    if (raw.id !== '') taken.add(raw.id)
    return { entry: { ...base, node: null, fields }, problems: headProblem ? [headProblem, ...own] : own }
  }
  taken.add(raw.id)
  const { node, fields, problems, body } = new FieldReader(raw, facts, around).read()
  const unknown = fields.filter((field) => field.role === 'unknown').map((field) => field.source)
  return {
    entry: { ...base, node, fields, ...(unknown.length > 0 ? { unknown } : {}), ...(body ? { body } : {}) },
    problems: [...raw.problems, ...problems],
  }
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
  private readonly entryWires = record<Readonly<Record<string, readonly Ref[]>>>()
  private readonly settings = record<Json>()
  private readonly roles = new Map<RawField, FieldEntry['role']>()
  private readonly problems: Problem[] = []
  private body: ReturnType<typeof readBody> | null = null

  constructor(
    private readonly raw: RawNode,
    private readonly facts: KindFacts,
    private readonly around: Around,
  ) {}

  /** Params first: the ports of some kinds depend on them. */
  read(): { node: GraphNode; fields: FieldEntry[]; problems: Problem[]; body?: BodyEntries } {
    const byName = new Map(this.facts.params.map((param) => [param.name, param]))
    const left = this.raw.fields.filter((field) => field.name !== '' && !this.readKnown(field, byName.get(field.name)))
    const { inputs } = this.facts.ports(this.params, this.entryWires)
    for (const field of left) {
      const port = Object.hasOwn(inputs, field.name) ? inputs[field.name] : undefined
      if (port) this.attempt(field, () => this.wires(field, port.arity))
      else this.unknown(field, Object.keys(inputs), [...byName.keys()])
    }
    this.askRequired()
    const node: GraphNode = {
      id: this.raw.id,
      kind: this.facts.kind,
      version: this.facts.version,
      params: this.params,
      paramWires: this.paramWires,
      inputs: this.inputs,
      ...(this.facts.region ? { body: this.body?.graph ?? new Map() } : {}),
      ...(Object.keys(this.entryWires).length > 0 ? { entryWires: this.entryWires } : {}),
      ...(Object.keys(this.settings).length > 0 ? { settings: this.settings as NodeSettings } : {}),
    }
    const fields = this.raw.fields.map((field) => asEntry(this.raw, field, this.roles.get(field) ?? 'unknown'))
    return { node, fields, problems: this.problems, ...(this.body ? { body: this.body.entries } : {}) }
  }

  /** Everything that is no input; false where the name may be one. */
  private readKnown(field: RawField, param: KindFacts['params'][number] | undefined): boolean {
    const { region } = this.facts
    const form = region && Object.hasOwn(region.entries, field.name) ? region.entries[field.name] : undefined
    if (form) this.attempt(field, () => this.entries(field, form))
    else if (param) this.attempt(field, () => this.param(field, param))
    else if (region && field.name === 'body') this.attempt(field, () => this.readBody(field))
    else if (isSetting(field.name)) this.setting(field, field.name)
    else return false
    return true
  }

  private entries(field: RawField, form: EntryForm): void {
    const entries = readEntryWires(field, form.wires)
    const wires = record<readonly Ref[]>()
    const values = record<Json>()
    for (const { name, refs, value } of entries) {
      if (refs && form.wires === 'all' && refs.length > 1)
        throw new ValueProblem(
          field.line,
          field.valueColumn,
          'too-many-wires',
          `\`${field.name}.${name}\` takes one wire; here are ${refs.length}.`,
        )
      if (refs) wires[name] = refs
      values[name] = value ?? null
    }
    if (Object.keys(wires).length > 0) this.entryWires[field.name] = wires
    this.roles.set(field, 'entries')
    if (form.wires === 'marked') this.keepParam(field, values, undefined)
  }

  private readBody(field: RawField): void {
    if (field.inline !== '')
      throw new ValueProblem(
        field.line,
        field.valueColumn,
        'bad-line',
        'Behind `body:` the line ends; its nodes stand below, one column deeper.',
      )
    this.body = readBody(field, this.around, readEntry)
    this.problems.push(...this.body.problems)
    this.roles.set(field, 'body')
  }

  private setting(field: RawField, name: SettingName): void {
    this.attempt(field, () => {
      const value = readParam(field, settingReads(name))
      this.roles.set(field, 'setting')
      const fault = settingFault(name, value)
      if (fault === null && !saysNothing(value)) this.settings[name] = value
      else if (fault !== null) this.problem(field.line, field.valueColumn, 'bad-param', `${this.raw.id}: ${fault}`)
    })
  }

  private askRequired(): void {
    for (const { name, required } of this.facts.params) {
      const wires = Object.hasOwn(this.paramWires, name) || Object.hasOwn(this.entryWires, name)
      if (!required || wires || Object.hasOwn(this.params, name) || this.raw.fields.some((field) => field.name === name)) continue
      this.problem(
        this.raw.line,
        1,
        'missing-value',
        `${this.raw.id}: \`${this.facts.kind}\` needs \`${name}\`.`,
        `Write a line \`${name}: …\` below its head.`,
      )
    }
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
    this.keepParam(field, value, standard)
  }

  private keepParam(field: RawField, value: Json, standard: Json | undefined): void {
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
