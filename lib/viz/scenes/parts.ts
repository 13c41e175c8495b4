/* What scenes share: a growing stack of marks, text that is measured and broken, the title line, caption and legend. */
import { captionOf } from '../captions'
import { legendOf } from '../legend'
import type { AnyPanel } from '../panels'
import { visible } from '../pieces'
import type { Mark, Scene, SceneOptions } from './scene-types'
import { summarise } from '../summary'

const SANS = 0.55
/** Width of text as reckoned: mono is exact for any mono face of 0.6 em, sans a usual mean. */
export const monoWidth = (text: string, size: number): number => [...text].length * size * 0.6
export const sansWidth = (text: string, size: number): number => [...text].length * size * SANS

/** Markdown without its marks: pictures have one face for all of it. */
export const plainNote = (text: string): string => text.replace(/(\*\*|`|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*]))/g, '').replace(/^#+ /gm, '')

export class Stack {
  readonly marks: Mark[] = []
  y = 0
  constructor(readonly width: number) {}
  add(...marks: readonly Mark[]): void {
    this.marks.push(...marks)
  }
  /** A line of text under what is there. */
  line(text: string, look: Partial<Extract<Mark, { is: 'text' }>> & { readonly leading?: number } = {}): void {
    const { leading = 16, ...rest } = look
    this.y += leading
    this.add({ is: 'text', x: 0, y: this.y - leading * 0.3, text, size: 11.5, face: 'sans', fill: 'ink-2', ...rest })
  }
  /** A sentence, broken at spaces. */
  sentence(text: string, look: Parameters<Stack['line']>[1] = {}): void {
    for (const part of brokenAt(text, this.width, look.size ?? 11.5)) this.line(part, look)
  }
}

function brokenAt(text: string, width: number, size: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line ? `${line} ${word}` : word
    if (line && sansWidth(longer, size) > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return line ? [...lines, line] : lines
}

/** A piece as runs of letters and faint signs, from x on; gives the marks and where they end. */
export function pieceMarks(
  piece: string,
  x: number,
  y: number,
  size: number,
  fill: Extract<Mark, { is: 'text' }>['fill'] = 'ink',
): { readonly marks: readonly Mark[]; readonly end: number } {
  let at = x
  const marks = visible(piece).map((part): Mark => {
    const mark: Mark = { is: 'text', x: at, y, text: part.text, face: 'mono', size, fill: part.sign ? 'ink-3' : fill }
    at += monoWidth(part.text, size)
    return mark
  })
  return { marks, end: at }
}

export function started(panel: AnyPanel, options: SceneOptions, width: number): Stack {
  const stack = new Stack(width)
  if (options.size !== 'full') return stack
  if (panel.title) stack.line(panel.title, { size: 15, strong: true, fill: 'ink', leading: 22 })
  if (panel.source) stack.line(panel.source.tensor, { face: 'mono', fill: 'ink-2' })
  if (panel.title || panel.source) stack.y += 6
  return stack
}

/** Legend at the right, then the caption; closes the scene. */
export function finished(panel: AnyPanel, options: SceneOptions, stack: Stack, width = stack.width): Scene {
  const legend = legendOf(panel)
  if (legend) {
    const high = sansWidth(legend.high, 10.5) * 1.15
    const bar = 64
    const right = Math.max(width, sansWidth(legend.low, 10.5) + bar + high + 12)
    const y = stack.y + 8
    stack.add(
      { is: 'text', x: right, y: y + 8, text: legend.high, size: 10.5, face: 'sans', fill: 'ink-3', anchor: 'end' },
      {
        is: 'pixels',
        x: right - high - 6 - bar,
        y,
        rows: 1,
        columns: 32,
        cell: 2,
        high: 8,
        gap: 0,
        scale: legend.kind,
        places: Float32Array.from({ length: 32 }, (_, place) => place / 31),
      },
      { is: 'rect', x: right - high - 6 - bar - 0.5, y: y - 0.5, width: bar + 1, height: 9, stroke: 'line-2' },
      {
        is: 'text',
        x: right - high - 12 - bar,
        y: y + 8,
        text: legend.of ? `${legend.of} ${legend.low}` : legend.low,
        size: 10.5,
        face: 'sans',
        fill: 'ink-3',
        anchor: 'end',
      },
    )
    stack.y += 18
  }
  const caption = captionOf(panel, options.size ?? 'node')
  if (caption) {
    stack.y += 6
    stack.sentence(caption)
  }
  return {
    width: Math.ceil(Math.max(width, ...stack.marks.map(rightEdge))),
    height: Math.ceil(stack.y + 2),
    marks: stack.marks,
    words: summarise(panel),
  }
}

function rightEdge(mark: Mark): number {
  if (mark.is === 'rect') return mark.x + mark.width
  if (mark.is === 'pixels') return mark.x + mark.columns * mark.cell
  if (mark.is === 'line') return Math.max(...mark.points.map(([x]) => x))
  const wide = mark.face === 'mono' ? monoWidth(mark.text, mark.size ?? 11.5) : sansWidth(mark.text, mark.size ?? 11.5)
  if (mark.turn) return mark.x + wide * 0.58 + 8
  return mark.anchor === 'end' ? mark.x : mark.anchor === 'middle' ? mark.x + wide / 2 : mark.x + wide
}
