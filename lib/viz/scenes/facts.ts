/* Scenes of facts: a number, a table, a card. */
import { entryText, isLit } from '../marks/tables'
import { number, whole, withUnit } from '../numbers'
import type { CardPanel, NumberPanel, TablePanel } from '../panels'
import { visibleText } from '../pieces'
import type { Scene, SceneOptions } from './scene-types'
import { finished, monoWidth, plainNote, sansWidth, started, type Stack } from './parts'

export function sceneOfNumber(panel: NumberPanel, options: SceneOptions): Scene {
  const size = options.size === 'full' ? 58 : 24
  const stack = started(panel, options, options.width ?? 234)
  const spoken = panel.unit === undefined || panel.unit === '%' || panel.unit === 'yes/no'
  const text = spoken ? withUnit(panel.value, panel.unit) : number(panel.value)
  stack.line(text, { size, fill: 'ink', leading: size * 1.25 })
  const words = [spoken ? '' : panel.unit, panel.label].filter(Boolean).join(' ')
  if (words)
    stack.add({ is: 'text', x: sansWidth(text, size) + 8, y: stack.y - size * 0.375, text: words, size: 11.5, face: 'sans', fill: 'ink-3' })
  return finished(panel, options, stack)
}

const ROWS = 12

export function sceneOfTable(panel: TablePanel, options: SceneOptions): Scene {
  const rows = panel.rows.slice(0, options.size === 'full' ? 200 : ROWS)
  const texts = rows.map((row) => panel.columns.map((column, place) => cut(entryText(row[place] ?? null, column))))
  const widths = panel.columns.map((column, place) =>
    Math.max(
      sansWidth(column.name, 11.5),
      ...texts.map((row) => (column.pieces ? monoWidth(row[place]!, 12) : sansWidth(row[place]!, 11.5))),
    ),
  )
  const total = widths.reduce((sum, width) => sum + width + 12, -12)
  const stack = started(panel, options, options.width ?? Math.max(120, total))
  const write = (entries: readonly string[], fill: (place: number) => string, head: boolean): void => {
    let x = 0
    entries.forEach((text, place) => {
      const column = panel.columns[place]!
      const right = column.type === 'number'
      stack.add({
        is: 'text',
        x: right ? x + widths[place]! : x,
        y: stack.y + 14,
        text: column.pieces ? visibleText(text) : text,
        face: column.pieces && !head ? 'mono' : 'sans',
        size: column.pieces && !head ? 12 : 11.5,
        fill: fill(place),
        ...(right ? { anchor: 'end' as const } : {}),
      })
      x += widths[place]! + 12
    })
    stack.y += 20
  }
  write(
    panel.columns.map((column) => column.name),
    () => 'ink-3',
    true,
  )
  stack.add({
    is: 'line',
    points: [
      [0, stack.y],
      [total, stack.y],
    ],
    stroke: 'line-2',
  })
  const before = panel.first ?? 0
  texts.forEach((row, at) => write(row, (place) => (isLit(panel, at, place) ? 'lamp-line' : 'ink-2'), false))
  const after = panel.total - before - rows.length
  if (before > 0 || after > 0) stack.line(hiddenRows(before, after), { fill: 'ink-3', leading: 20 })
  return finished(panel, options, stack)
}

const hiddenRows = (before: number, after: number): string =>
  before === 0 ? `${whole(after)} more rows` : `${whole(before)} rows before, ${whole(after)} after`

const MOST_LETTERS = 40
const cut = (text: string): string => (text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text)

export function sceneOfCard(panel: CardPanel, options: SceneOptions): Scene {
  const stack = started(panel, options, options.width ?? (options.size === 'full' ? 420 : 234))
  if (panel.badge) badge(stack, panel.badge)
  if (panel.heading)
    stack.sentence(
      panel.choices ? plainNote(panel.heading) : panel.heading,
      panel.choices ? { face: 'serif', size: 15, fill: 'ink', leading: 22 } : { face: 'mono', size: 12, fill: 'ink', leading: 20 },
    )
  if (panel.text) stack.sentence(plainNote(panel.text))
  const names = Math.max(44, ...(panel.rows ?? []).map((row) => sansWidth(row.name, 11.5) + 8))
  for (const row of panel.rows ?? []) {
    stack.line(row.name, { fill: 'ink-3', leading: 18 })
    stack.add({ is: 'text', x: names, y: stack.y - 5.4, text: row.value, size: 11.5, face: row.mono ? 'mono' : 'sans', fill: 'ink' })
  }
  for (const choice of panel.choices ?? []) {
    const said = choice.right ? ', this is so' : choice.chosen && choice.right === false ? ', your guess' : ''
    stack.y += 6
    stack.add({
      is: 'rect',
      x: 0.5,
      y: stack.y + 0.5,
      width: stack.width - 1,
      height: 27,
      radius: 4,
      fill: 'case',
      stroke: choice.right || choice.chosen ? 'ink' : 'line-3',
    })
    stack.add({
      is: 'text',
      x: 9,
      y: stack.y + 18,
      text: `${plainNote(choice.say)}${said}`,
      size: 13,
      face: 'sans',
      fill: 'ink',
      strong: choice.right === true,
    })
    stack.y += 28
    if (choice.because && (choice.right || choice.chosen)) stack.sentence(plainNote(choice.because))
  }
  return finished(panel, options, stack)
}

const SIGNS = { holds: '✓', fails: '×', waits: '○' } as const

function badge(stack: Stack, { tone, words }: NonNullable<CardPanel['badge']>): void {
  const fill = tone === 'fails' ? 'state-error' : tone === 'waits' ? 'ink-3' : 'ink'
  stack.sentence(`${SIGNS[tone]} ${words}`, { size: 12, fill, leading: 18 })
}
