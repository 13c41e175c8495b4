/* Vectors as a map: where each row stands on the two principal axes along which the rows differ most. */
import { principalPoints } from '../../engine/retrieval'
import type { EmbeddingsValue } from '../../values'
import { percent } from '../../viz/numbers'
import type { ScatterPanel } from '../../viz/panels'
import { show } from '../../viz/show'

/** Rows on the map: more would be a cloud without names, and each pair of them is multiplied. */
const SHOWN = 128

export function mapPanel({ data, shape, names, origin }: EmbeddingsValue): ScatterPanel {
  const [rows = 0, width = 0] = shape
  const count = Math.min(SHOWN, rows)
  const { points, shares } = principalPoints(data, count, width)
  const axis = (at: 0 | 1) => ({ name: `axis ${at + 1}`, note: `${percent(shares[at])} of the variance` })
  const { model, backend } = origin
  return show.scatter(points, {
    x: axis(0),
    y: axis(1),
    labels: names.slice(0, count),
    equal: true,
    total: rows,
    caption: `The two axes together keep ${percent(shares[0] + shares[1])} of what sets the vectors apart: distances on this map are not the distances between them.`,
    source: {
      tensor: `principal axes of ${origin.tensor}`,
      slice: [null, null],
      axes: ['row', 'axis'],
      ...(model === undefined ? {} : { model }),
      ...(backend === undefined ? {} : { backend }),
    },
  })
}
