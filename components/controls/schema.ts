/* The part of JSON Schema that params use, and how a control is chosen for it. No React here. */

export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain }

export interface ParamSchema {
  readonly type?: string
  readonly title?: string
  readonly description?: string
  readonly default?: Plain
  readonly enum?: readonly Plain[]
  /** What the alternatives are called on screen, in the same order. */
  readonly labels?: readonly string[]
  readonly const?: Plain
  readonly anyOf?: readonly ParamSchema[]
  readonly oneOf?: readonly ParamSchema[]
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly multipleOf?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly pattern?: string
  readonly items?: ParamSchema
  readonly properties?: Readonly<Record<string, ParamSchema>>
  readonly required?: readonly string[]
  /** Of the slider; the value may lie between. */
  readonly step?: number
  /** Said beside the value: `tokens`. */
  readonly unit?: string
  /** `text-area`: text that runs over several lines; `files`: texts with names, dropped or chosen; `table`: rows as text. */
  readonly control?: string
  /** Bounds that other params of the same node give: `{min: 'low'}` reads param `low`. */
  readonly rangeFrom?: Readonly<Partial<Record<'min' | 'max' | 'step' | 'unit' | 'look', string>>>
  /** Another param that lists the options. */
  readonly optionsFrom?: string
  /** A number shown as `field` or `switch` though it has bounds. */
  readonly look?: string
}

export type ControlLook =
  | 'slider'
  | 'number'
  | 'segmented'
  | 'select'
  | 'switch'
  | 'text'
  | 'long-text'
  | 'list'
  | 'files'
  | 'table'
  | 'data'

type Params = Readonly<Record<string, Plain>>

/** Params of a kind in their order, with what they take from each other filled in. */
export function paramsOf(schema: unknown, params: Params = {}): readonly (readonly [string, ParamSchema])[] {
  const all = (schema as ParamSchema | null)?.properties ?? {}
  const valueOf = (name: string | undefined): Plain | undefined => (name === undefined ? undefined : (params[name] ?? all[name]?.default))
  return Object.entries(all).map(([name, param]) => [name, resolve(param, valueOf)] as const)
}

function resolve(param: ParamSchema, valueOf: (name: string | undefined) => Plain | undefined): ParamSchema {
  const { rangeFrom, optionsFrom } = param
  if (optionsFrom) {
    const options = valueOf(optionsFrom)
    return Array.isArray(options) ? { ...param, ...optionsOf(options as readonly Plain[]) } : param
  }
  if (!rangeFrom) return param
  const number = (name: string | undefined) => (typeof valueOf(name) === 'number' ? (valueOf(name) as number) : undefined)
  const text = (name: string | undefined) => (typeof valueOf(name) === 'string' ? (valueOf(name) as string) : undefined)
  const look = text(rangeFrom.look) ?? 'slider'
  const unit = text(rangeFrom.unit)
  if (look !== 'slider') return { ...param, look, ...(unit ? { unit } : {}) }
  const minimum = number(rangeFrom.min)
  const maximum = number(rangeFrom.max)
  const multipleOf = number(rangeFrom.step)
  return {
    ...param,
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(multipleOf === undefined ? {} : { multipleOf }),
    ...(unit ? { unit } : {}),
  }
}

/** Texts, or records of label and value. Nothing is chosen for the viewer. */
function optionsOf(options: readonly Plain[]): Pick<ParamSchema, 'enum' | 'labels'> {
  const pairs = options.map((option) => {
    if (option === null || typeof option !== 'object' || Array.isArray(option)) return { label: String(option), value: String(option) }
    const record = option as Readonly<Record<string, Plain>>
    return { label: String(record.label), value: String(record.value) }
  })
  return {
    enum: pairs.map(({ value }) => value),
    labels: pairs.map(({ label }) => label),
  }
}

const LARGEST = 2 ** 40
/** Whole numbers over a longer way than this are typed: a slider could not reach each. */
const MOST_PLACES = 256
/** The lowest and highest value a number may take, where both are stated; zod writes the safe integers where none is. */
export function boundsOf(schema: ParamSchema): { readonly min: number; readonly max: number } | null {
  const min = schema.minimum ?? schema.exclusiveMinimum
  const max = schema.maximum ?? schema.exclusiveMaximum
  if (min === undefined || max === undefined || min < -LARGEST || max > LARGEST) return null
  if (schema.type === 'integer' && max - min > MOST_PLACES) return null
  return { min, max }
}

const ROUND_STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]
/** A step that gives a slider about two hundred places. */
export function stepOf(schema: ParamSchema): number {
  const given = schema.step ?? schema.multipleOf
  if (given) return given
  const bounds = boundsOf(schema)
  const span = bounds ? bounds.max - bounds.min : 1
  if (schema.type === 'integer') return 1
  return ROUND_STEPS.find((step) => span / step <= 200) ?? span / 200
}

/** Every place where there are few, else the default alone. */
export function ticksOf(schema: ParamSchema): readonly number[] {
  const bounds = boundsOf(schema)
  if (!bounds) return []
  const step = stepOf(schema)
  const places = Math.round((bounds.max - bounds.min) / step)
  if (places <= 12) return Array.from({ length: places + 1 }, (_, index) => bounds.min + index * step)
  return typeof schema.default === 'number' ? [schema.default] : []
}

/** The alternatives of a choice, as text; null where the param is not one. */
export function choicesOf(schema: ParamSchema): readonly string[] | null {
  if (schema.enum) return schema.enum.map(String)
  const parts = schema.anyOf ?? schema.oneOf
  if (parts?.every((part) => part.const !== undefined)) return parts.map((part) => String(part.const))
  return null
}

const SEGMENTS_FIT = 16
export function lookOf(schema: ParamSchema): ControlLook {
  const choices = choicesOf(schema)
  if (choices) return choices.length <= 4 && choices.join('').length <= SEGMENTS_FIT ? 'segmented' : 'select'
  if (schema.control === 'files') return 'files'
  if (schema.type === 'boolean') return 'switch'
  if (schema.type === 'number' || schema.type === 'integer') {
    if (schema.look === 'switch') return 'switch'
    return boundsOf(schema) && schema.look !== 'field' ? 'slider' : 'number'
  }
  if (schema.control === 'table') return 'table'
  if (schema.type === 'string') return schema.control === 'text-area' ? 'long-text' : 'text'
  if (schema.type === 'array' && (schema.items?.type === 'string' || schema.items?.type === 'number' || schema.items?.type === 'integer')) {
    return 'list'
  }
  return 'data'
}

/** `topK` → `Top k`, `hideSink` → `Hide sink`; a title in the schema wins. */
export function labelOf(name: string, schema: ParamSchema): string {
  if (schema.title) return schema.title
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/-/g, ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
