/* What is said of a scatter: its axes with their ends, and how many points there are. No drawing. */
import type { ScatterLayout } from './layout/scatter'
import { whole } from './numbers'
import type { ScatterAxis, ScatterPanel } from './panels'

const said = ({ name, note }: ScatterAxis, brief: boolean): string => (note ? (brief ? note : `${name}, ${note}`) : name)

/** `→ axis 1, 42 % of the variance: −2.1 to 3.4`; in brief the arrow is name enough. */
export const axisLines = (panel: ScatterPanel, { ends }: Pick<ScatterLayout, 'ends'>, brief = false): readonly string[] => [
  `→ ${said(panel.x, brief)}: ${ends.x[0]} to ${ends.x[1]}`,
  `↑ ${said(panel.y, brief)}: ${ends.y[0]} to ${ends.y[1]}`,
  ...shownWords(panel),
]

function shownWords({ points, total }: ScatterPanel): readonly string[] {
  const shown = points.length / 2
  return shown < total ? [`The first ${whole(shown)} of ${whole(total)}`] : []
}
