/* Which iteration of a region is shown: a slider with its neighbours, “37 of 100”, and a run of this one alone. */
'use client'
import { memo, type KeyboardEvent } from 'react'
import { Button, IconButton, Slider } from '../ui'
import { useLiveFact, useRoom } from './context'

interface ScrubberProps {
  readonly id: string
  readonly title: string
  /** Zoomed out: the line keeps its height and says nothing. */
  readonly quiet?: boolean
}

export const Scrubber = memo(function Scrubber({ id, title, quiet = false }: ScrubberProps) {
  const { actions } = useRoom()
  const count = useLiveFact(id, (view) => view?.iterations?.count ?? 0)
  const chosen = useLiveFact(id, (view) => view?.iterations?.chosen ?? 0)
  const to = (index: number) => actions.chooseIteration(id, Math.min(count - 1, Math.max(0, index)))
  const press = (event: KeyboardEvent) => {
    const step = { '[': chosen - 1, ']': chosen + 1, Home: 0, End: count - 1 }[event.key]
    if (step === undefined || count === 0) return
    event.preventDefault()
    event.stopPropagation()
    to(step)
  }
  if (quiet) return <div className="scrubber" />
  return (
    <div className="scrubber nodrag nopan" role="group" aria-label={`Iterations of ${title}`} onKeyDown={press}>
      <IconButton icon="chevron-left" small label="The one before" keys="[" disabled={chosen <= 0} onClick={() => to(chosen - 1)} />
      <Slider
        value={chosen + 1}
        min={1}
        max={Math.max(2, count)}
        step={1}
        label={`Iteration of ${title}`}
        disabled={count < 2}
        valueText={`${chosen + 1} of ${count}`}
        onChange={(value) => to(value - 1)}
      />
      <IconButton icon="chevron-right" small label="The next one" keys="]" disabled={chosen >= count - 1} onClick={() => to(chosen + 1)} />
      <span className="count" data-iteration={count === 0 ? '' : chosen + 1}>
        {count === 0 ? 'None yet' : `${chosen + 1} of ${count}`}
      </span>
      <Button look="plain" icon="play" disabled={count === 0} onClick={() => actions.testOne(id, chosen)}>
        Test this one
      </Button>
    </div>
  )
})
