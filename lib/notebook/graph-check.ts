/* What only the whole graph shows: wires to nowhere, wires that do not fit, cycles, places and directives that point at nothing. */
import { refText } from '../graph/graph'
import { cyclesOf } from './cycles'
import { findDirectives, type Directive } from './directives'
import { placeOf as placeIn, type Known } from './known'
import { splitLines, withoutEnd } from './lines'
import { closestNames, orList } from './names'
import { dependencies, wireFault, wiresOf, withoutEntrance } from './wires'
import type { Block, FieldEntry, NodeEntry, Problem, ProseBlock } from './types'

/** Every fault compared with every id is quadratic: a hostile file could make that hours. */
export const MOST_SUGGESTED = 50

/** Where a piece of a field's value stands in the file. */
export function placeOf(entry: NodeEntry, name: string, needle: string): { line: number; column: number } {
  const field = entry.fields?.find((candidate) => candidate.name === name)
  if (!field) return { line: entry.line, column: 1 }
  return placeInField(entry, field, needle)
}
function placeInField(entry: NodeEntry, field: FieldEntry, needle: string): { line: number; column: number } {
  const lines = splitLines(field.source)
  const first = lines.findIndex((line) => withoutEnd(line).trimStart().startsWith(`${field.name}:`))
  for (let at = Math.max(0, first); at < lines.length; at++) {
    const column = (lines[at] ?? '').indexOf(needle, at === first ? field.column - 1 : 0)
    if (column >= 0) return { line: entry.line + field.at + at - Math.max(0, first), column: column + 1 }
  }
  return { line: entry.line + field.at, column: field.column }
}

/** Problems of all wires, cycles included. */
export function checkWires(known: Known): Problem[] {
  const problems: Problem[] = []
  for (const { entry, node } of known.nodes.values()) {
    for (const wire of wiresOf(node)) {
      const fault = wireFault(wire, known, problems.length < MOST_SUGGESTED)
      if (fault) problems.push({ ...placeOf(entry, wire.field, refText(wire.from)), ...fault, node: node.id })
    }
  }
  for (const { members, path } of cyclesOf(dependencies(known))) {
    const ids = new Set([...members].map(withoutEntrance))
    problems.push(
      ...cycleProblems({ members: ids, path: path.map(withoutEntrance).filter((id, at, all) => at === 0 || id !== all[at - 1]) }, known),
    )
  }
  return problems
}
/** Every node of the cycle is told, at the wire that keeps it in. */
function cycleProblems(cycle: { readonly members: ReadonlySet<string>; readonly path: readonly string[] }, known: Known): Problem[] {
  const shown = cycle.path.length > 8 ? [...cycle.path.slice(0, 4), '…', ...cycle.path.slice(-3)] : cycle.path
  const round = shown.map((id) => (id === '…' ? id : `\`${id}\``)).join(' → ')
  return [...cycle.members].flatMap((id): Problem[] => {
    const at = known.nodes.get(id)
    if (!at) return []
    const wire = wiresOf(at.node).find((candidate) => cycle.members.has(candidate.from.node))
    // what is in the circle only by standing in a body has no wire to take away
    if (!wire) return []
    return [
      {
        ...placeOf(at.entry, wire.field, refText(wire.from)),
        code: 'cycle',
        message: `${id}: the wires run in a circle: ${round}.`,
        hint: 'Take one of these wires away; repetition is done by `loop`.',
        node: id,
      },
    ]
  })
}

export function checkDirectives(blocks: readonly Block[], known: Known): Problem[] {
  const problems: Problem[] = []
  for (const block of blocks) {
    if (block.type !== 'prose') continue
    for (const directive of findDirectives(block.text))
      problems.push(...checkDirective(block, directive, known, problems.length < MOST_SUGGESTED))
  }
  return problems
}
function checkDirective(block: ProseBlock, directive: Directive, known: Known, suggest: boolean): Problem[] {
  const at = { line: block.line + directive.line - 1, column: directive.column }
  const written = `:${directive.kind}[${directive.label.slice(0, 80)}]`
  const what = directive.kind === 'value' ? 'port' : 'param'
  if (directive.name === '')
    return [
      {
        ...at,
        code: 'bad-directive',
        message: `\`${written}\` does not name a node and its ${what}.`,
        hint: `Write \`:${directive.kind}[node.${what}]\`.`,
      },
    ]
  const place = placeIn(known, directive.node)
  const found = place?.known.nodes.get(place.id)
  if (!found) {
    if (known.ids.has(directive.node)) return []
    const closest = suggest ? closestNames(directive.node, known.ids) : []
    return [
      {
        ...at,
        code: 'directive-to-nowhere',
        message: `\`${written}\` points to a node \`${directive.node}\` that is not there.`,
        ...(closest.length > 0 ? { hint: `Close to it: ${orList(closest)}.` } : {}),
      },
    ]
  }
  const names = directive.kind === 'value' ? Object.keys(found.ports.outputs) : found.facts.params.map((param) => param.name)
  if (names.includes(directive.name)) return []
  return [
    {
      ...at,
      code: 'directive-to-nowhere',
      message: `\`${written}\`: \`${directive.node}\` has no ${directive.kind === 'value' ? 'output' : 'param'} \`${directive.name}\`.`,
      hint: `It has ${orList(names) || 'none'}.`,
    },
  ]
}

/** A node of the notebook, or `NAME/id` of a definition. */
function isPlaced(known: Known, id: string): boolean {
  const [name = '', inner] = id.split('/')
  return inner === undefined ? known.ids.has(id) : (known.definitions.get(name)?.ids.has(inner) ?? false)
}

export function checkLayout(blocks: readonly Block[], known: Known): Problem[] {
  const layouts = blocks.filter((block) => block.type === 'layout')
  const problems: Problem[] = layouts.slice(1).map((block) => ({
    line: block.line,
    column: 1,
    code: 'second-layout',
    message: 'There are two layout blocks; the first one counts.',
    severity: 'warning',
  }))
  for (const block of layouts) {
    for (const [at, row] of (block.rows ?? []).entries())
      if (row.id !== null && !isPlaced(known, row.id))
        problems.push({
          line: block.line + 1 + at,
          column: 1,
          code: 'place-to-nowhere',
          message: `The layout places \`${row.id}\`, but there is no such node.`,
          severity: 'warning',
        })
  }
  return problems
}
/** What scenes and pinned views point at. */
export function checkScenes(blocks: readonly Block[], known: Known): Problem[] {
  const sheets = new Set(blocks.flatMap((block) => (block.type === 'graph' ? [block.name] : [])))
  const isThere = (path: string, sheet: boolean): boolean => {
    if (sheet && sheets.has(path)) return true
    const id = path.split('.')[0] ?? ''
    const place = placeIn(known, id)
    return place !== null && place.known.ids.has(place.id)
  }
  return blocks.flatMap((block): Problem[] => {
    if (block.type !== 'scene' && block.type !== 'view') return []
    const { target } = block.type === 'scene' ? block.scene : block.view
    const named: [string, string | null, boolean][] = [['target', target, block.type === 'scene']]
    if (block.type === 'scene') {
      const { barrier, steps, lamp, presets } = block.scene
      named.push(['barrier', barrier, false])
      for (const step of steps) named.push(['steps', step, true])
      for (const lit of lamp) named.push(['lamp', lit, true])
      for (const { node } of presets) named.push(['presets', node, false])
    }
    return named.flatMap(([field, path, sheet]): Problem[] => {
      if (path === null || isThere(path, sheet)) return []
      const at = block.fields.find((each) => each.name === field)
      return [
        {
          line: block.line + 1 + (at?.at ?? 0),
          column: at?.column ?? 1,
          code: 'scene-to-nowhere',
          message: `\`${field}\` of this ${block.type} points to \`${path.slice(0, 60)}\`, which is not there.`,
          severity: 'warning',
        },
      ]
    })
  })
}
export function checkSheets(blocks: readonly Block[]): Problem[] {
  const names = new Set<string>()
  return blocks.flatMap((block): Problem[] => {
    if (block.type !== 'graph' && block.type !== 'define') return []
    const again = names.has(block.name)
    names.add(block.name)
    return again
      ? [
          {
            line: block.line,
            column: 1,
            code: 'duplicate-sheet',
            message: `There are two ${block.type === 'graph' ? 'sheets' : 'sheets or definitions'} named \`${block.name}\`.`,
            severity: 'warning',
          },
        ]
      : []
  })
}
