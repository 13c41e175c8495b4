/* Facts by name, a verdict as glyph and word, or a question with its options. */
'use client'
import { useEffect, useRef, type RefObject } from 'react'
import type { CardPanel } from '../../lib/viz/panels'
import type { OnAction, PanelProps } from './actions'
import { Figure } from './Figure'
import { inline } from './Markdown'

export function CardView(props: PanelProps<CardPanel>) {
  const { panel, onAction } = props
  return (
    <Figure {...props}>
      <div className="vz-facts">
        {panel.badge && <Badge badge={panel.badge} />}
        {panel.heading && (
          <div className={panel.choices ? 'vz-ask' : 'vz-heading'} title={panel.choices ? undefined : panel.heading}>
            {panel.choices ? inline(panel.heading) : panel.heading}
          </div>
        )}
        {panel.text && <p>{inline(panel.text)}</p>}
        {panel.rows && panel.rows.length > 0 && (
          <dl>
            {panel.rows.map((row, place) => (
              <div key={row.name} data-mark={place}>
                <dt>{row.name}</dt>
                <dd className={row.mono ? 'mono' : undefined}>{row.value}</dd>
              </div>
            ))}
          </dl>
        )}
        {panel.choices && <Choices panel={panel} choices={panel.choices} onAction={onAction} />}
      </div>
    </Figure>
  )
}

function Badge({ badge }: { readonly badge: NonNullable<CardPanel['badge']> }) {
  return (
    <div className={`vz-badge is-${badge.tone}`}>
      <svg
        viewBox="0 0 12 12"
        width="12"
        height="12"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden
      >
        {badge.tone === 'holds' && <path d="M2 6.5 4.8 9.3 10 3" />}
        {badge.tone === 'fails' && <path d="M3 3l6 6M9 3 3 9" />}
        {badge.tone === 'waits' && <circle cx="6" cy="6" r="4.3" strokeDasharray="1.2 2.2" />}
      </svg>
      <span>{badge.words}</span>
    </div>
  )
}

/** Options until the viewer chose or passed; then each with its reason and the truth. */
function Choices({
  panel,
  choices,
  onAction,
}: {
  readonly panel: CardPanel
  readonly choices: NonNullable<CardPanel['choices']>
  readonly onAction?: OnAction
}) {
  const answered = choices.some((choice) => choice.right !== undefined)
  const place = useRef<HTMLDivElement>(null)
  useChoiceKeys(place, answered ? 0 : choices.length, (input) => onAction?.({ kind: 'answer', input }))
  return (
    <div ref={place} className="vz-choices nodrag">
      {choices.map((choice, place) => (
        <button
          key={choice.say}
          type="button"
          className={`vz-choice${choice.chosen ? ' is-chosen' : ''}${choice.right ? ' is-right' : ''}`}
          aria-pressed={choice.chosen ?? false}
          disabled={answered}
          onClick={() => onAction?.({ kind: 'answer', input: place })}
        >
          <span className="vz-choice-say">
            <span>
              {!answered && <kbd aria-hidden>{place + 1}</kbd>}
              {inline(choice.say)}
            </span>
            {answered && choice.right && <span className="vz-verdict">This is so</span>}
            {answered && choice.chosen && !choice.right && <span className="vz-verdict">Your guess</span>}
          </span>
          {answered && choice.because && (choice.right || choice.chosen) && <small>{inline(choice.because)}</small>}
        </button>
      ))}
      {!answered && panel.canPass && (
        <button type="button" className="link" onClick={() => onAction?.({ kind: 'answer', input: 'pass' })}>
          Show me
        </button>
      )}
    </div>
  )
}

/** The digits choose while the focus is on the question's node, wherever in it. */
function useChoiceKeys(place: RefObject<HTMLElement | null>, count: number, choose: (input: number) => void): void {
  const latest = useRef(choose)
  useEffect(() => {
    latest.current = choose
  })
  useEffect(() => {
    if (count === 0) return
    const press = (event: KeyboardEvent) => {
      const digit = Number(event.key)
      const plain = !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.altKey
      const within = place.current?.closest('[data-node]') ?? place.current
      const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)
      const here = within && event.target instanceof Node && (within.contains(event.target) || event.target === within.parentElement)
      if (!plain || typing || !here || !Number.isInteger(digit) || digit < 1 || digit > count) return
      event.preventDefault()
      latest.current(digit - 1)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [place, count])
}
