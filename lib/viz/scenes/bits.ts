/* The scene of a number's bits: a cell a bit, grouped by what they are for. */
import { bitRows, heldWords, neighbourWords, ROW_BITS } from '../bits'
import type { BitsPanel } from '../panels'
import { finished, started, type Stack } from './parts'
import type { Scene, SceneOptions } from './scene-types'

const GAP = 5

export function sceneOfBits(panel: BitsPanel, options: SceneOptions): Scene {
  const full = options.size === 'full'
  const stack = started(panel, options, options.width ?? (full ? 560 : 234))
  const cell = Math.min(full ? 28 : 20, Math.floor((stack.width - 2 * GAP) / Math.min(ROW_BITS, panel.bits.length)))
  for (const runs of bitRows(panel)) {
    let x = 0
    for (const { role, bits } of runs) {
      for (const { on } of bits) {
        bitCell(stack, x, cell, on)
        x += cell
      }
      const wide = bits.length * cell
      stack.add({
        is: 'text',
        x: x - wide / 2,
        y: stack.y + cell + 15,
        text: nameFor(role, wide),
        size: 10.5,
        anchor: 'middle',
        fill: 'ink-3',
      })
      x += GAP
    }
    stack.y += cell + 24
  }
  stack.line(heldWords(panel), { size: full ? 24 : 15, fill: 'ink', leading: full ? 34 : 22, face: 'mono' })
  stack.sentence(panel.formula, { fill: 'ink-2' })
  stack.sentence(neighbourWords(panel), { fill: 'ink-3' })
  return finished(panel, options, stack)
}

/** A sign alone has room for its letter only. */
const nameFor = (role: string, wide: number): string => (wide < role.length * 5.5 ? role.charAt(0) : role)

function bitCell(stack: Stack, x: number, cell: number, on: boolean): void {
  stack.add(
    {
      is: 'rect',
      x: x + 0.5,
      y: stack.y + 0.5,
      width: cell - 1,
      height: cell - 1,
      radius: 1,
      stroke: 'line-2',
      ...(on ? { fill: 'seq-6' } : {}),
    },
    {
      is: 'text',
      x: x + cell / 2,
      y: stack.y + cell / 2 + 4,
      text: on ? '1' : '0',
      face: 'mono',
      size: 11.5,
      anchor: 'middle',
      fill: on ? { scale: 'sequential', place: 0.6, ink: true } : 'ink-3',
    },
  )
}
