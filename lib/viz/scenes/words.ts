/* Scenes of words: text with its meanings, token strips, differences. Lines are broken where the reckoned widths say. */
import { short } from '../numbers'
import type { DiffPanel, TextPanel, TokenMark, TokensPanel } from '../panels'
import { bareSpecial, visibleText } from '../pieces'
import { chipsOf, oddsStop, placeOn } from '../scales'
import type { Mark, Paint, Scene, SceneOptions } from './scene-types'
import { finished, monoWidth, pieceMarks, plainNote, sansWidth, started, type Stack } from './parts'

interface Run {
  readonly text: string
  readonly fill: Paint
  readonly ground?: Paint
  readonly under?: Paint
  readonly struck?: boolean
  /** Its ground has no round corners: it goes on in the next word. */
  readonly square?: boolean
}

interface Bit {
  readonly text: string
  readonly run: Run
  /** A line may end before it. */
  readonly opens: boolean
}

/** Lines end between words, also where a word is several tokens. */
function bitsOf(runs: readonly Run[]): Bit[] {
  const bits: Bit[] = []
  let space = true
  for (const run of runs)
    for (const text of run.text.split(/(\n)|(?<=\S)(?=\s)|(?<=[ \t])(?=\S)/).filter((part) => part !== undefined && part !== '')) {
      bits.push({ text, run, opens: space || /^\s/.test(text) })
      space = /\s$/.test(text)
    }
  return bits
}

/** Runs of mono text, broken between words and at line ends; a run's ground and underline follow it over the break. */
export function flow(stack: Stack, runs: readonly Run[], size: number, leading: number): void {
  const bits = bitsOf(runs)
  let x = 0
  stack.y += leading
  const newLine = (): void => {
    x = 0
    stack.y += leading
  }
  bits.forEach((bit, place) => {
    if (bit.text === '\n') return newLine()
    if (bit.opens && x > 0 && x + monoWidth(wordFrom(bits, place), size) > stack.width) newLine()
    const text = x === 0 ? bit.text.replace(/^ +/, '') : bit.text
    if (text === '') return
    const { ground, under, fill, struck, square } = bit.run
    const wide = monoWidth(text, size)
    const base = stack.y - leading * 0.3
    if (ground) stack.add({ is: 'rect', x, y: base - size, width: wide, height: size + 4, ...(square ? {} : { radius: 2 }), fill: ground })
    if (under) stack.add({ is: 'rect', x, y: base + 3, width: wide, height: 2, fill: under })
    stack.add({ is: 'text', x, y: base, text, face: 'mono', size, fill, ...(struck ? { struck } : {}) })
    x += wide
  })
}

function wordFrom(bits: readonly Bit[], start: number): string {
  let word = bits[start]!.text
  for (let place = start + 1; place < bits.length && !bits[place]!.opens; place++) word += bits[place]!.text
  return word.trimEnd()
}

export function sceneOfText(panel: TextPanel, options: SceneOptions): Scene {
  const full = options.size === 'full'
  const stack = started(panel, options, options.width ?? (full ? 560 : 234))
  const writes = panel.parts.some((part) => part.tone === 'written')
  const slots = new Map<string, number>()
  const runs = panel.parts.map((part, place): Run => {
    const last = place === panel.parts.length - 1
    const text = panel.markdown ? plainNote(part.text) : last ? trailing(part.text) : part.text
    if (part.tone === 'slot') {
      if (!slots.has(part.name ?? '')) slots.set(part.name ?? '', (slots.size % 8) + 1)
      return { text, fill: 'ink', ground: `chip-${slots.get(part.name ?? '')}` }
    }
    if (part.tone === 'special') return { text: bareSpecial(part.text), fill: 'ink-3' }
    if (part.p !== undefined) return { text, fill: 'ink', under: `seq-${oddsStop(part.p)}` }
    return {
      text: writes && part.tone === 'given' && !full ? ending(text) : text,
      fill: part.tone === 'given' || part.tone === 'quiet' ? 'ink-3' : 'ink',
    }
  })
  flow(stack, runs, full ? 14 : 12, full ? 26 : 19)
  return finished(panel, options, stack)
}

/** Nothing is trimmed: spaces at the very end are dots. */
const trailing = (text: string): string => text.replace(/[ \t]+$/, (spaces) => visibleText(spaces))

const GIVEN_LETTERS = 16
function ending(text: string): string {
  if (text.length <= GIVEN_LETTERS + 4) return text
  const cut = text.slice(-GIVEN_LETTERS)
  return `…${cut.slice(cut.indexOf(' ') + 1)}`
}

export function sceneOfTokens(panel: TokensPanel, options: SceneOptions): Scene {
  const stack = started(panel, options, options.width ?? (options.size === 'full' ? 560 : 234))
  const chips = chipsOf(panel.tokens.map((token) => token.id))
  const below = panel.showIds || panel.values !== undefined
  const high = below ? 32 : 20
  let x = 0
  panel.tokens.forEach((token, place) => {
    const value = panel.values?.data[place]
    const under = panel.values ? (value === undefined || Number.isNaN(value) ? '–' : short(value)) : String(token.id)
    const wide = Math.max(textWidth(token), below ? monoWidth(under, 10.5) : 0) + 8
    if (x > 0 && x + wide > stack.width) {
      x = 0
      stack.y += high + 3
    }
    stack.add(...chip(token, under, below, x, stack.y, wide, high, groundOf(panel, token, chips[place]!, value)))
    x += wide + 2
  })
  stack.y += high
  return finished(panel, options, stack)
}

const shown = (token: TokenMark): string => (token.special ? bareSpecial(token.text) : (token.bytes ?? visibleText(token.text)))
const textWidth = (token: TokenMark): number => (token.special ? sansWidth(shown(token), 10.5) : monoWidth(shown(token), 12))

function groundOf(panel: TokensPanel, token: TokenMark, chip: number, value: number | undefined): Paint {
  if (token.special || token.bytes) return 'sunk'
  if (!panel.values) return `chip-${chip}`
  const place = value === undefined ? NaN : placeOn({ kind: 'sequential', low: 0, high: panel.values.high }, value)
  return Number.isNaN(place) ? 'case' : { scale: 'sequential', place: Math.max(0, Math.min(1, place)) }
}

function chip(token: TokenMark, under: string, below: boolean, x: number, y: number, wide: number, high: number, ground: Paint): Mark[] {
  const ink: Paint = typeof ground === 'string' ? 'ink' : { ...ground, ink: true }
  const quiet: Paint = typeof ground === 'string' ? 'ink-2' : { ...ground, ink: true }
  const plate = token.special === true || token.bytes !== undefined
  const words: readonly Mark[] = plate
    ? [
        {
          is: 'text',
          x: x + 4,
          y: y + 14,
          text: shown(token),
          face: token.special ? 'sans' : 'mono',
          size: token.special ? 10.5 : 12,
          fill: 'ink-2',
        },
      ]
    : typeof ground === 'string'
      ? pieceMarks(token.text, x + 4, y + 14, 12).marks
      : [{ is: 'text', x: x + 4, y: y + 14, text: shown(token), face: 'mono', size: 12, fill: ink }]
  return [
    {
      is: 'rect',
      x: plate ? x + 0.5 : x,
      y: plate ? y + 0.5 : y,
      width: plate ? wide - 1 : wide,
      height: plate ? high - 1 : high,
      radius: 2,
      fill: ground,
      ...(plate ? { stroke: 'line-2' } : {}),
    },
    ...words,
    ...(below
      ? [{ is: 'text', x: x + wide / 2, y: y + 28, text: under, face: 'mono', size: 10.5, anchor: 'middle', fill: quiet } as const]
      : []),
  ]
}

export function sceneOfDiff(panel: DiffPanel, options: SceneOptions): Scene {
  const full = options.size === 'full'
  const stack = started(panel, options, options.width ?? (full ? 560 : 234))
  const looks = {
    same: { fill: 'ink' },
    removed: { fill: 'ink-3', struck: true },
    added: { fill: 'ink', ground: 'hover', under: 'seq-6' },
  } as const
  flow(
    stack,
    panel.parts.map((part) => ({ text: part.text, ...looks[part.change] })),
    full ? 14 : 12.5,
    full ? 26 : 20,
  )
  if (panel.names) stack.line(`struck out ${panel.names[0]}, underlined ${panel.names[1]}`, { size: 10.5, fill: 'ink-3', leading: 20 })
  return finished(panel, options, stack)
}
