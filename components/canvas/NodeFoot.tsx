/* The foot: state glyph, word or cost, at most one action. Its height never changes. */
'use client'
import { Glyph } from '../viz/Glyph'
import { legendOf, PanelLegend } from '../viz/Legend'
import { useLive, useRoom } from './context'
import { legendPanel } from './figure-room'
import type { SheetNode } from './model'
import { footWords, mendOf, stateWords, type FootWords } from './words'

const LETTER = 6.6
/** As wide as the bar of a legend and what keeps it apart. */
const LEGEND_ROOM = ' '.repeat(13)
/** What stands at the left comes first; the cost is left out where both do not fit. */
const fitsBeside = ({ width }: SheetNode, { word, right = '' }: FootWords): boolean => LETTER * (word.length + right.length) + 46 <= width

/** Two long ends leave the bar less room; it never pushes its right end over the node's edge. */
const barWidth = ({ width }: SheetNode, legend: ReturnType<typeof legendOf>): number =>
  Math.max(24, Math.min(64, Math.floor(width - 60 - LETTER * `${legend?.low ?? ''}${legend?.high ?? ''}`.length)))

export function NodeFoot({ node }: { readonly node: SheetNode }) {
  const { id } = node
  const view = useLive(id)
  const { actions } = useRoom()
  const words = footWords(view)
  const mapped = legendPanel(node, view)
  const legend = mapped && !words.action ? legendOf(mapped) : null
  // A shape cut to its first letter says nothing; the whole stands in the title.
  const worded = !legend || fitsBeside(node, { word: words.word, right: `${legend.low}${legend.high}${LEGEND_ROOM}` })
  const busy = view && (view.state === 'running' || view.state === 'streaming')
  const act = () => {
    if (words.action === 'Run') actions.run([id])
    else if (words.action === 'Cause') actions.why(id)
    else if (words.action === mendOf(view?.error?.code)) actions.mend(id)
    else if (words.action === 'Allow') actions.allow(id)
    else if (words.action === 'Thaw') actions.clear(id, 'mode')
    else if (words.action === 'Enable') actions.clear(id, 'mute')
    else actions.cancel([id])
  }
  return (
    <footer className="node-foot" title={stateWords(view)}>
      {busy && view.progress && <span className="bar-line" style={{ width: `${100 * Math.min(1, view.progress.share)}%` }} />}
      {view && <Glyph state={view.state} progress={view.progress?.share ?? 0} />}
      <span className={`word ${view && view.state !== 'fresh' ? `s-${view.state}` : ''}`}>
        {view?.state === 'fresh' && <span className="sr-only">Fresh, </span>}
        {worded && words.word}
        {words.rest && view?.state !== 'frozen' && ','}
      </span>
      {words.rest && <span className="rest">{words.rest}</span>}
      {mapped && !words.action ? (
        <span className="right">
          <PanelLegend panel={mapped} width={barWidth(node, legend)} />
        </span>
      ) : (
        words.right && fitsBeside(node, words) && <span className="right">{words.right}</span>
      )}
      {words.action && (
        <button type="button" className="link nodrag" onClick={act}>
          {words.action}
        </button>
      )}
    </footer>
  )
}
