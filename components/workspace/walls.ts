/* The lines of a frame's two walls. Left: what comes in and what its own id gives inside. Right: what is kept and goes out. */
import type { Json } from '../../lib/graph/json'
import type { Ref } from '../../lib/graph/graph'
import type { KindCard } from '../../lib/session/types'
import type { SheetNode, SheetPort, WallRow } from '../canvas'
import type { GraphNode } from './document-types'
import { capturedPort, insidePort, type TypeOf } from './sheet-wires'

export interface Walls {
  readonly left: readonly WallRow[]
  readonly right: readonly WallRow[]
}
interface Around {
  readonly captured: readonly Ref[]
  /** Current values that are read inside, known or not. */
  readonly read: ReadonlySet<string>
  readonly typeOf: TypeOf
  /** Columns of what is wired, as far as it has been made. */
  readonly columns: ColumnsOf
  /** The prefix of ids here: that of a definition. */
  readonly prefix: string
}

const port = (name: string, type: string, doc: string): SheetPort => ({ name, type, doc, arity: 'optional', streams: false })
const FRESH: Readonly<Record<string, string>> = { axes: 'axis …', carry: 'carry …', keep: 'keep …' }

export function regionWalls(node: GraphNode, drawn: SheetNode, region: NonNullable<KindCard['region']>, around: Around): Walls {
  const entries = node.entryWires ?? {}
  const outer = Object.keys(region.entries).filter((param) => region.entries[param]?.from === 'outside')
  const turns = 'next' in region.entries
  const left: WallRow[] = drawn.inputs
    .filter(({ name }) => !region.insideParams.includes(name))
    .map((each) => ({ label: each.name, outer: each }))
  const given = givenInside(node, region, around)
  const named = new Set<string>()
  for (const param of outer)
    for (const name of namesIn(node, param)) {
      named.add(name)
      left.push({
        label: name,
        outer: port(
          `${param}.${name}`,
          given[name] ?? 'any',
          `${name}: ${param === 'axes' ? 'an axis; its values may come along a wire.' : 'the state the first turn begins with.'}`,
        ),
        inner: port(insidePort(name), given[name] ?? 'any', `${name} in this iteration.`),
      })
    }
  for (const name of Object.keys(given))
    if (!named.has(name)) left.push({ label: name, inner: port(insidePort(name), given[name]!, `${name} in this iteration.`) })
  for (const ref of around.captured) left.push(capturedRow(ref, around.typeOf))
  for (const param of outer)
    left.push({
      label: FRESH[param] ?? param,
      outer: port(`${param}.`, 'any', `A wire ends here as a new entry of ${param}.`),
      fresh: true,
    })

  const kept = Object.keys(entries['keep'] ?? {})
  const carried = turns ? Object.keys(entries['carry'] ?? {}) : []
  const outputs = new Map(drawn.outputs.map((each) => [each.name, each]))
  const right: WallRow[] = drawn.outputs
    .filter(({ name }) => !kept.includes(name) && !carried.includes(name))
    .map((each) => ({ label: each.name, outer: each }))
  const pair = (param: string, name: string, doc: string): WallRow => {
    const source = entries[param]?.[name]?.[0]
    const type = source && source.node !== node.id ? around.typeOf(around.prefix + source.node, source.port) : 'any'
    const outside = outputs.get(name)
    return { label: name, inner: port(`${param}.${name}`, type, doc), ...(outside ? { outer: outside } : {}) }
  }
  for (const name of carried) right.push(pair('next', name, `${name} for the next turn.`))
  for (const name of kept) right.push(pair('keep', name, `${name}, kept of every iteration.`))
  for (const name of region.insideParams)
    right.push({ label: name, inner: port(name, 'any', 'A truth value; the turn in which it is yes is the last.') })
  right.push({ label: FRESH['keep']!, inner: port('keep.', 'any', 'A wire ends here as a new entry of keep.'), fresh: true })
  return { left, right }
}

/** The port in a wall by which a value from around comes in. */
export function capturedRow(ref: Ref, typeOf: TypeOf): WallRow {
  const own = ref.node.slice(ref.node.indexOf('/') + 1)
  const made = port(capturedPort(ref), typeOf(ref.node, ref.port), `${own}.${ref.port}, the same in every iteration.`)
  return { label: `${own}.${ref.port}`, outer: made, inner: made }
}

const recordOf = (value: Json | undefined): Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, Json>>) : {}

/** Entries in the order in which they are written; an axis may have values or a wire. */
export const namesIn = (node: GraphNode, param: string): readonly string[] => [
  ...new Set([...Object.keys(recordOf(node.params[param])), ...Object.keys(node.entryWires?.[param] ?? {})]),
]

/** Wires whose columns have names of their own inside: what it goes over, and axes of one wire. */
export function openedBy(node: GraphNode, region: NonNullable<KindCard['region']>): readonly Ref[] {
  const axes = Object.values(node.entryWires?.['axes'] ?? {}).flatMap((refs) => (refs.length === 1 ? refs : []))
  return 'axes' in region.entries ? axes : Object.values(node.inputs).flat()
}
export type ColumnsOf = (ref: Ref) => readonly string[]

/** What the region's id gives inside by name, with types as far as they are known. */
function givenInside(
  node: GraphNode,
  region: NonNullable<KindCard['region']>,
  { read, typeOf, columns, prefix }: Around,
): Readonly<Record<string, string>> {
  const wired = (param: string) =>
    Object.fromEntries(
      Object.entries(node.entryWires?.[param] ?? {}).map(([name, refs]) => [name, refs.map((ref) => typeOf(prefix + ref.node, ref.port))]),
    )
  const { types, open } = region.inside(node.params, wired)
  const opened = open ? openedBy(node, region).flatMap((ref) => columns({ node: prefix + ref.node, port: ref.port })) : []
  const known = Object.entries(types).sort(([a], [b]) => Number(a === 'index') - Number(b === 'index'))
  const others = [...new Set([...opened, ...read])].filter((name) => !(name in types)).map((name) => [name, 'any'] as const)
  return Object.fromEntries([...known, ...others])
}

/** The walls of a definition on its own sheet. */
export function definitionWalls(
  inputs: Readonly<Record<string, string>>,
  outputs: Readonly<Record<string, Ref>>,
  typeOf: TypeOf,
  prefix: string,
): Walls {
  return {
    left: [
      ...Object.entries(inputs).map(([name, type]): WallRow => ({
        label: name,
        inner: port(insidePort(name), type, `${name}: what a use is given.`),
      })),
      {
        label: 'input …',
        inner: port(insidePort(''), 'any', 'A wire from here to an input inside becomes a port of every use.'),
        fresh: true,
      },
    ],
    right: [
      ...Object.entries(outputs).map(([name, ref]): WallRow => ({
        label: name,
        inner: port(`output.${name}`, typeOf(prefix + ref.node, ref.port), `${name}: what a use gives.`),
      })),
      { label: 'output …', inner: port('output.', 'any', 'A wire that ends here becomes a port of every use.'), fresh: true },
    ],
  }
}
