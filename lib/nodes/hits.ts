/* What kinds of hits share: the ranked list with bars, and the source in which the found are lit. */
import type { HitsValue } from '../values'
import { number } from '../viz/numbers'
import type { BarsPanel, RibbonsPanel } from '../viz/panels'
import { show } from '../viz/show'
import { label } from './documents'

/** Best first; each bar is a score. */
export const rankedBars = ({ hits, documents }: HitsValue, title?: string): BarsPanel =>
  show.bars(
    hits.map(({ place, score }, rank) => ({
      label: label(documents.items[place]!.text, 24),
      value: score,
      strong: rank === 0,
      note: `document ${documents.items[place]!.id}`,
    })),
    title === undefined ? {} : { title },
  )

export const litSource = ({ hits, documents }: HitsValue): RibbonsPanel =>
  show.ribbons(documents, { lit: new Map(hits.map(({ place, score }, rank) => [place, `rank ${rank + 1}, score ${number(score)}`])) })
