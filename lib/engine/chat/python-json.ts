/*
 * JSON as Python reads and writes it: 2.0 stays a float and prints as 2.0, separators have a space. JavaScript has one kind of number, so a text is
 * read with whole floats marked, and the mark becomes a float of the interpreter.
 */
import { entriesOf, floatValue, isList, isMapping, listOf, printFloat, stringValue, type Value } from './python-values'

const FLOAT = '\u0000float'
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g

/** JSON.parse, with floats that are whole numbers marked for `renderChat`. */
export function parsePythonJson(text: string): unknown {
  const marked = text.replace(TOKEN, (token) => {
    const whole = token[0] !== '"' && /[.eE]/.test(token) && Number.isInteger(Number(token))
    return whole ? JSON.stringify({ [FLOAT]: Number(token) }) : token
  })
  return JSON.parse(marked) as unknown
}

/** Marks become floats, in place. */
export function withFloats(value: Value): Value {
  if (isList(value)) {
    const list = value.value as Value[]
    list.forEach((each, i) => (list[i] = withFloats(each)))
  } else if (isMapping(value)) {
    const map = value.value as Map<string, Value>
    const marked = map.size === 1 ? map.get(FLOAT) : undefined
    if (marked) return floatValue(marked.value)
    for (const [key, each] of map) map.set(key, withFloats(each))
  }
  return value
}

export interface JsonLayout {
  readonly indent: number | null
  readonly ascii: boolean
  readonly separators: readonly [item: string, key: string] | null
  readonly sorted: boolean
}

/** json.dumps, as transformers calls it: no HTML escapes. */
export function dumped(value: Value, layout: JsonLayout, depth = 0): string {
  const [item, key] = layout.separators ?? [layout.indent === null ? ', ' : ',', ': ']
  const margin = layout.indent === null ? '' : `\n${' '.repeat(layout.indent * (depth + 1))}`
  const end = layout.indent === null ? '' : `\n${' '.repeat(layout.indent * depth)}`
  const enclosed = (open: string, parts: readonly string[], close: string): string =>
    parts.length === 0 ? open + close : open + margin + parts.join(item + margin) + end + close
  const text = (each: string): string => (layout.ascii ? asciiOnly(JSON.stringify(each)) : JSON.stringify(each))
  switch (value.type) {
    case 'StringValue':
      return text(value.value as string)
    case 'FloatValue':
      return printFloat(value.value as number)
    case 'ArrayValue':
    case 'TupleValue':
      return enclosed(
        '[',
        listOf(value).map((each) => dumped(each, layout, depth + 1)),
        ']',
      )
    case 'ObjectValue': {
      const entries = layout.sorted ? [...entriesOf(value)].sort(([a], [b]) => (a < b ? -1 : 1)) : entriesOf(value)
      return enclosed(
        '{',
        entries.map(([name, each]) => text(name) + key + dumped(each, layout, depth + 1)),
        '}',
      )
    }
    case 'NullValue':
      return 'null'
    case 'IntegerValue':
    case 'BooleanValue':
      return JSON.stringify(value.value)
    default:
      throw new Error(`tojson cannot write ${value.type === 'UndefinedValue' ? 'what is not there' : value.type}`)
  }
}

const asciiOnly = (text: string): string =>
  text.replace(/[\u007f-\uffff]/g, (unit) => (unit === '\u007f' ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`))

/** What `tojson(indent=2, sort_keys=true)` asks for. */
export function readLayout(named: ReadonlyMap<string, Value>, first: Value | undefined): JsonLayout {
  const indent = named.get('indent') ?? first
  const separators = named.get('separators')
  return {
    indent: indent?.type === 'IntegerValue' ? Math.min(16, Math.max(0, indent.value as number)) : null,
    ascii: named.get('ensure_ascii')?.value === true,
    separators: separators && isList(separators) ? [String(listOf(separators)[0]?.value), String(listOf(separators)[1]?.value)] : null,
    sorted: named.get('sort_keys')?.value === true,
  }
}

export const asJson = (value: Value, layout: JsonLayout): Value => stringValue(dumped(value, layout))
