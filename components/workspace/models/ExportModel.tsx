/* A model as an ONNX file, from the settings of the node that holds it: with progress, and a way to stop it. */
'use client'
import { Button, useToast } from '../../ui'
import { useSession } from '../hooks'
import { useSpot } from '../spot'
import { modelExports } from './exports'

/** `live`: the id under which the node is computed. */
export function ExportModel({ live }: { readonly live: string }) {
  const session = useSession()
  const say = useToast()
  const writing = useSpot(modelExports.all, (all) => all.get(live) ?? null)
  if (!writing)
    return (
      <Button
        className="choose-model"
        icon="download"
        onClick={() => void modelExports.start(session, live).then((why) => why !== null && say({ words: why, tone: 'error' }))}
      >
        Download as ONNX
      </Button>
    )
  const percent = Math.round(100 * writing.share)
  return (
    <div className="model-row choose-model">
      <span className="small quiet" role="status">
        ONNX: {writing.words}, {percent} %
      </span>
      <span className="grow" />
      <Button onClick={() => modelExports.stop(live)}>Stop</Button>
      <span className="model-bar" role="progressbar" aria-label="ONNX file" aria-valuenow={percent}>
        <i style={{ width: `${percent}%` }} />
      </span>
    </div>
  )
}
