/* What Python makes of a template's values: how they print, which are equal, what white space is. The interpreter's own answers are JavaScript's. */
import { Environment } from '@huggingface/jinja'

/** A value of the interpreter: it names its type, and its classes are not exported. */
export type Value = ReturnType<Environment['set']>

/** A class of the interpreter, taken from a value of it. */
const classOf = (sample: unknown): ((value: unknown) => Value) => {
  const made = new Environment().set('sample', sample)
  return (value) => Reflect.construct(made.constructor, [value]) as Value
}
export const stringValue = classOf('')
export const booleanValue = classOf(true)
export const floatValue = classOf(0.5)

export const listOf = (value: Value): readonly Value[] => value.value as Value[]
export const entriesOf = (value: Value): readonly (readonly [string, Value])[] => [...(value.value as Map<string, Value>)]
export const isString = (value: Value): boolean => value.type === 'StringValue'
export const isList = (value: Value): boolean => value.type === 'ArrayValue' || value.type === 'TupleValue'
export const isMapping = (value: Value): boolean => value.type === 'ObjectValue'
export const isNumber = (value: Value): boolean => value.type === 'IntegerValue' || value.type === 'FloatValue'

/** What Python calls the type of a value. */
export const pythonType = ({ type }: Value): string => NAMES[type] ?? type
const NAMES: Readonly<Record<string, string>> = {
  StringValue: 'str',
  IntegerValue: 'int',
  FloatValue: 'float',
  BooleanValue: 'bool',
  ArrayValue: 'list',
  TupleValue: 'tuple',
  ObjectValue: 'dict',
  NamespaceValue: 'namespace',
  NullValue: 'NoneType',
  UndefinedValue: 'nothing',
  FunctionValue: 'function',
}

/** repr(2.0) is 2.0, of 1e16 it is 1e+16, of 0.00001 it is 1e-05. */
export function printFloat(number: number): string {
  if (Number.isNaN(number)) return 'nan'
  if (!Number.isFinite(number)) return number > 0 ? 'inf' : '-inf'
  const size = Math.abs(number)
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) {
    return number.toExponential().replace(/e([-+])(\d)$/, 'e$10$2')
  }
  if (Object.is(number, -0)) return '-0.0'
  return Number.isInteger(number) ? `${number}.0` : String(number)
}

/** str(value). */
export function printed(value: Value): string {
  if (isString(value)) return value.value as string
  return value.type === 'UndefinedValue' ? '' : represented(value)
}

/** repr(value): what stands in a printed list. */
export function represented(value: Value): string {
  switch (value.type) {
    case 'StringValue':
      return quoted(value.value as string)
    case 'FloatValue':
      return printFloat(value.value as number)
    case 'BooleanValue':
      return value.value ? 'True' : 'False'
    case 'NullValue':
      return 'None'
    case 'UndefinedValue':
      return 'Undefined'
    case 'ArrayValue':
      return `[${listOf(value).map(represented).join(', ')}]`
    case 'TupleValue': {
      const items = listOf(value).map(represented)
      return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`
    }
    case 'ObjectValue':
      return `{${entriesOf(value)
        .map(([key, each]) => `${quoted(key)}: ${represented(each)}`)
        .join(', ')}}`
    default:
      return value.toString()
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Single quotes, unless the text has them and no double ones. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const inner = text.replace(
    /[\\\n\r\t]|\p{Cc}|\p{Cf}|\p{Cn}|\p{Co}|\p{Zl}|\p{Zp}|(?! )\p{Zs}/gu,
    (character) => ESCAPES[character] ?? escaped(character),
  )
  return quote + inner.replaceAll(quote, `\\${quote}`) + quote
}

function escaped(character: string): string {
  const code = character.codePointAt(0)!
  const hex = code.toString(16)
  return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}

/** What str.isspace takes for white space. */
const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const LEADING = new RegExp(`^[${SPACE}]+`)
const TRAILING = new RegExp(`[${SPACE}]+$`)

export type Side = 'strip' | 'lstrip' | 'rstrip'

/** str.strip and its kin; `characters` absent means white space. */
export function stripped(text: string, side: Side, characters?: string): string {
  if (characters === undefined) {
    const left = side === 'rstrip' ? text : text.replace(LEADING, '')
    return side === 'lstrip' ? left : left.replace(TRAILING, '')
  }
  const all = [...text]
  const set = new Set(characters)
  let from = 0
  let to = all.length
  if (side !== 'rstrip') while (from < to && set.has(all[from]!)) from++
  if (side !== 'lstrip') while (to > from && set.has(all[to - 1]!)) to--
  return all.slice(from, to).join('')
}

/** a == b. */
export function equal(a: Value, b: Value): boolean {
  const number = (value: Value): number | null => (isNumber(value) || value.type === 'BooleanValue' ? Number(value.value) : null)
  const [x, y] = [number(a), number(b)]
  if (x !== null && y !== null) return x === y
  if (a.type !== b.type) return false
  if (isList(a)) return listOf(a).length === listOf(b).length && listOf(a).every((each, i) => equal(each, listOf(b)[i]!))
  if (!isMapping(a)) return a.value === b.value
  const [left, right] = [a.value as Map<string, Value>, b.value as Map<string, Value>]
  return left.size === right.size && [...left].every(([key, each]) => right.has(key) && equal(each, right.get(key)!))
}
