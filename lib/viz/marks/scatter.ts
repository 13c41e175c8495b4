/* Marks of a scatter: a point with its two numbers. */
import { large, significant } from '../numbers'
import type { ScatterPanel } from '../panels'
import { located, makers, sentenceOf, type MarkDescription, type MarkPlace, type Words } from './description'

export function describePoint(panel: ScatterPanel, [place = 0]: MarkPlace): MarkDescription {
  const [x, y] = [panel.points[2 * place], panel.points[2 * place + 1]]
  if (x === undefined || y === undefined) return { words: [], sentence: '' }
  const words: Words[] = [{ text: pointName(panel, place) }]
  if (!Number.isFinite(x) || !Number.isFinite(y)) return { words, sentence: `${sentenceOf(words)} has no place here` }
  return {
    words,
    sentence: `${sentenceOf(words)}: ${panel.x.name} ${large(x)}, ${panel.y.name} ${large(y)}`,
    ...located(panel.source, [place]),
    rows: [
      { name: panel.x.name, value: significant(x), mono: true },
      { name: panel.y.name, value: significant(y), mono: true },
      ...makers(panel),
    ],
  }
}

export const pointName = (panel: ScatterPanel, place: number): string => panel.labels?.[place]?.trim() || `Point ${place}`
