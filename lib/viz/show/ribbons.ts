/* The ribbons panel: documents as ranges of their source, those that were found lit. Of a long source a stretch is shown. */
import type { DocumentsValue } from '../../values/types'
import type { RibbonMark, RibbonsPanel } from '../panels'
import type { About } from './about'

export interface RibbonsOptions extends About {
  /** Places of documents that were found, best first, and what is said of each. */
  readonly lit?: ReadonlyMap<number, string>
  /** Places that are drawn at all; default every one. */
  readonly only?: ReadonlySet<number>
}

/** Characters shown of a source. */
const STRETCH = 2400
/** Read before the first lit chunk. */
const LEAD = 240

export function ribbons(value: DocumentsValue, options: RibbonsOptions = {}): RibbonsPanel {
  const { lit = new Map<number, string>(), only, ...about } = options
  const best = lit.keys().next().value
  const source = best === undefined ? (value.items[0]?.source ?? 0) : value.items[best]!.source
  const { name = '', text = '' } = value.sources[source] ?? {}
  const from = best === undefined ? 0 : stretchStart(text, value.items[best]!.range[0])
  const shown = text.slice(from, wholeEnd(text, from + STRETCH))
  const marks: RibbonMark[] = []
  for (let place = 0; place < value.items.length; place++) {
    const { id, source: own, range } = value.items[place]!
    if (own !== source || range[0] >= from + shown.length || range[1] <= from || only?.has(place) === false) continue
    const note = lit.get(place)
    marks.push({ id, place, start: range[0], end: range[1], ...(note === undefined ? {} : { lit: true, note }) })
  }
  marks.sort((a, b) => a.start - b.start || a.end - b.end)
  return {
    panel: 'ribbons',
    name,
    text: shown,
    from,
    length: text.length,
    sources: value.sources.length,
    ribbons: marks,
    total: value.items.length,
    ...about,
  }
}

function stretchStart(text: string, start: number): number {
  if (start <= LEAD || text.length <= STRETCH) return 0
  return wholeEnd(text, Math.min(start - LEAD, text.length - STRETCH))
}

/** Not between the halves of a pair. */
function wholeEnd(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at + 1 : at
}
