/* Boxes over characters as lines of text: brackets for what is taken, dashes for looks that found nothing. */
import type { LatticePanel } from '../panels'
import { visibleText } from '../pieces'

const SIGNS = { lit: '[ ]', plain: '( )', faint: '   ', miss: '---' } as const

/** The characters, then a line for each box under the characters it covers. */
export function latticeLines(panel: LatticePanel): string[] {
  const boxes = panel.lanes.flatMap((lane) => lane.boxes)
  return [
    ` ${panel.characters.map(visibleText).join('')}`,
    ...boxes.map(({ from, to, text, tone, note }) => {
      const [open, fill, close] = [...SIGNS[tone]]
      const inner =
        tone === 'miss'
          ? fill!.repeat(to - from)
          : [...visibleText(text)]
              .slice(0, to - from)
              .join('')
              .padEnd(to - from)
      return `${' '.repeat(from)}${open}${inner}${close} ${note ?? ''}`.trimEnd()
    }),
  ]
}
