/* The bar over the page: where you are, undo and redo, what the notebook as a whole can do. */
'use client'
import { useEffect, useState } from 'react'
import { Button, IconButton, Menu, type MenuItem } from '../ui'
import { BarHead } from './BarHead'
import { useCounts, useHistory, useSession, useTitle } from './hooks'
import { usePage } from './room'
import { ThemeSwitch } from './ThemeSwitch'

interface BarProps {
  readonly menu: readonly MenuItem[]
  readonly onKeys: () => void
  /** Where the outline or the inspector has no room of its own. */
  readonly onOutline?: () => void
  readonly onInspector?: () => void
}

export function Bar({ menu, onKeys, onOutline, onInspector }: BarProps) {
  const title = useTitle()
  const history = useHistory()
  const { actions } = usePage()
  return (
    <header className="bar">
      <BarHead here={title} />
      <IconButton
        icon="undo-2"
        label={history.undo ? `Undo: ${history.undo}` : 'Undo'}
        keys="Ctrl Z"
        disabled={!history.undo}
        onClick={actions.undo}
      />
      <IconButton
        icon="redo-2"
        label={history.redo ? `Redo: ${history.redo}` : 'Redo'}
        keys="Ctrl ⇧ Z"
        disabled={!history.redo}
        onClick={actions.redo}
      />
      <span className="gap" />
      {onOutline && <IconButton icon="list" label="Outline" onClick={onOutline} />}
      {onInspector && <IconButton icon="panel-right" label="Inspector" onClick={onInspector} />}
      <ThemeSwitch />
      <IconButton icon="keyboard" label="Keys" keys="?" onClick={onKeys} />
      <Menu label="This notebook" items={menu} align="end">
        <IconButton icon="ellipsis" label="This notebook" />
      </Menu>
      <RunButton />
    </header>
  )
}

/** Run all, or Stop while anything is at work for longer than a moment, so that it does not flicker. */
export function RunButton() {
  const session = useSession()
  const counts = useCounts()
  const busy = (counts.running ?? 0) + (counts.streaming ?? 0) + (counts.queued ?? 0) > 0
  const [working, setWorking] = useState(false)
  useEffect(() => {
    const wait = setTimeout(() => setWorking(busy), busy ? 400 : 0)
    return () => clearTimeout(wait)
  }, [busy])
  return working ? (
    <Button className="run-all" icon="square" onClick={() => session.cancel()}>
      Stop
    </Button>
  ) : (
    <Button className="run-all" icon="play" onClick={() => session.run()}>
      Run all
    </Button>
  )
}
