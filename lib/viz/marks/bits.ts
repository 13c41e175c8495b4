/* Marks of a number's bits. */
import { significant } from '../numbers'
import type { BitsPanel } from '../panels'
import { sentenceOf, type MarkDescription, type MarkPlace, type Words } from './description'

export function describeBit(panel: BitsPanel, [place = 0]: MarkPlace): MarkDescription {
  const bit = panel.bits[place]
  if (!bit) return { words: [], sentence: '' }
  const words: Words[] = [{ text: `Bit ${panel.bits.length - 1 - place}, ${bit.role}` }]
  const other = significant(bit.flipped)
  return {
    words,
    sentence: `${sentenceOf(words, bit.on ? '1' : '0')}; turned over the number is ${other}`,
    value: bit.on ? '1' : '0',
    rows: [
      { name: 'Turned over', value: other, mono: true },
      { name: 'Now', value: significant(panel.value), mono: true },
      { name: 'Format', value: panel.format },
    ],
  }
}
