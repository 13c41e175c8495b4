/* Models: what is here, files given by hand, and what a hub offers. Opened for one model node, a choice is put into its `source`. */
'use client'
import { useEffect, useMemo, useState } from 'react'
import { models, type ModelEntry } from '../../../lib/session/browser'
import { Dialog } from '../../ui'
import { useSpot } from '../spot'
import { DownloadList } from './DownloadList'
import { downloads } from './downloads'
import { FilesHere } from './FilesHere'
import { HubSearch } from './HubSearch'
import { ModelsHere } from './ModelsHere'

interface ModelsDialogProps {
  /** What the node says now; null where no node asked. */
  readonly source: string | null
  readonly node: string | null
  /** The viewer wanted what is missing: the hub may be asked at once. */
  readonly asked: boolean
  readonly onUse: ((source: string) => void) | null
  readonly onClose: () => void
}

export function ModelsDialog({ source, node, asked, onUse, onClose }: ModelsDialogProps) {
  const { entries, why, reload } = useEntries()
  const running = useSpot(downloads.all)
  const wanted = source?.startsWith('hub:') && !entries?.some((entry) => entry.source === source) ? source : null
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={node ? `A model for ${node}` : 'Models'}
      description="Everything here runs on this machine. Only a search or a fetch asks another one, when you say so."
    >
      <div className="models">
        <ModelsHere entries={entries} why={why} current={source} onUse={onUse} onRemoved={reload} />
        <FilesHere current={source} onUse={onUse} />
        <DownloadList all={running} />
        <HubSearch here={entries ?? NONE} wanted={wanted} asked={asked} onUse={onUse} />
      </div>
    </Dialog>
  )
}

const NONE: readonly ModelEntry[] = []

function useEntries() {
  const [entries, setEntries] = useState<readonly ModelEntry[] | null>(null)
  const [why, setWhy] = useState<string | null>(null)
  const reload = useMemo(
    () => () => void models.list().then(setEntries, (cause: unknown) => setWhy(cause instanceof Error ? cause.message : String(cause))),
    [],
  )
  useEffect(() => {
    reload()
    return downloads.onArrival(reload)
  }, [reload])
  return { entries, why, reload }
}
