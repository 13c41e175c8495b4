/*
 * What the file and the checks must know of regions: which of their params are made of named wires, where those wires come
 * from, and what the region's own id gives inside its body. What iterating means is the runtime's.
 */
import type { Json } from './json'

export interface EntryForm {
  /** `all`: every entry is a wire. `marked`: values, and wires behind `<-`. */
  readonly wires: 'all' | 'marked'
  /** Whether they come from within the body, or from where the region itself stands. */
  readonly from: 'inside' | 'outside'
}
/** A current value's type by name; `any` where only the values will tell. */
export interface InsidePorts {
  readonly types: Readonly<Record<string, string>>
  /** Other names may come with the values: the columns of a table. */
  readonly open: boolean
}
export interface RegionForm {
  /** Params made of named wires, in the order in which they are written. */
  readonly entries: Readonly<Record<string, EntryForm>>
  /** Params without which it would have no end. */
  readonly needs: readonly string[]
  /** Params whose wire comes from inside the body. */
  readonly insideParams: readonly string[]
  /** What the region's id gives inside. `wired`: the types of an entry's wires. */
  inside(params: Readonly<Record<string, Json>>, wired: (param: string) => Readonly<Record<string, readonly string[]>>): InsidePorts
}

const all = (from: EntryForm['from']): EntryForm => ({ wires: 'all', from })

const map: RegionForm = {
  entries: { keep: all('inside') },
  needs: [],
  insideParams: [],
  inside: () => ({ types: { item: 'any', index: 'number' }, open: true }),
}
const loop: RegionForm = {
  entries: { carry: all('outside'), next: all('inside'), keep: all('inside') },
  needs: ['most'],
  insideParams: ['until'],
  inside: (_params, wired) => ({
    types: { index: 'number', ...mapped(wired('carry'), oneType) },
    open: false,
  }),
}
const sweep: RegionForm = {
  entries: { axes: { wires: 'marked', from: 'outside' }, keep: all('inside') },
  needs: [],
  insideParams: [],
  inside(params, wired) {
    const sources = wired('axes')
    const written = params['axes']
    const values = typeof written === 'object' && written !== null && !Array.isArray(written) ? written : {}
    const types = { ...mapped(values as Readonly<Record<string, Json>>, typeOfValues), ...mapped(sources, axisType) }
    return {
      types: { index: 'number', ...types },
      open: Object.values(sources).some((wires) => wires.length === 1 && mayHaveColumns(wires[0])),
    }
  },
}

/** By kind id. */
const REGION_FORMS: ReadonlyMap<string, RegionForm> = new Map([
  ['map', map],
  ['loop', loop],
  ['sweep', sweep],
])
export const regionForm = (kind: string): RegionForm | undefined => REGION_FORMS.get(kind)

/** The param by which a kind names the definition it stands for. */
export const definitionParam = (kind: string): string | undefined => (kind === 'subgraph' ? 'of' : undefined)

function mapped<From>(record: Readonly<Record<string, From>>, to: (value: From) => string): Record<string, string> {
  const result = Object.create(null) as Record<string, string>
  for (const [name, value] of Object.entries(record)) result[name] = to(value)
  return result
}
const oneType = (types: readonly string[]): string => (types.every((type) => type === types[0]) ? (types[0] ?? 'any') : 'any')
const mayHaveColumns = (type: string | undefined): boolean => type === 'table' || type === 'any' || type?.includes('|') === true

/** Of a wired axis: of several wires each is one value; along tokens the values are their places. */
function axisType(types: readonly string[]): string {
  if (types.length !== 1) return oneType(types)
  return types[0] === 'tokens' ? 'number' : 'any'
}
function typeOfValues(written: Json): string {
  if (written === null) return 'any'
  if (!Array.isArray(written)) return isRange(written) ? 'number' : 'json'
  const values = written as readonly Json[]
  if (values.every((value) => typeof value === 'number' || typeof value === 'boolean' || isRange(value))) return 'number'
  return values.every((value) => typeof value === 'string') ? 'text' : 'json'
}
const isRange = (value: Json): boolean => typeof value === 'object' && value !== null && 'from' in value && 'to' in value
