/* One graph sheet: its head, and the nodes and wires under it. Told what stands on it; tells what the viewer wants. */
'use client'
import { ReactFlowProvider } from '@xyflow/react'
import { memo, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { contentOf, firstView, pageHeight } from './frame'
import { Near } from './context'
import { Flow } from './Flow'
import type { SheetProps } from './sheet-props'

export const Sheet = memo(function Sheet(props: SheetProps) {
  const { model, near, label } = props
  const place = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState<number | null>(null)
  const [full, setFull] = useState(false)
  useLayoutEffect(() => {
    const element = place.current
    if (!element) return
    const read = () => setWidth(element.clientWidth)
    read()
    const watch = new ResizeObserver(read)
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  const content = useMemo(() => contentOf(model.shape), [model.shape])
  const view = useMemo(() => (width === null ? null : firstView(content, width)), [content, width])
  const height = full ? undefined : pageHeight(content, view?.zoom ?? 1)
  return (
    <section ref={place} className={`sheet-block ${full ? 'is-full' : ''}`} aria-label={label ?? `Sheet ${model.name}`}>
      <Near.Provider value={near || full}>
        <ReactFlowProvider>
          {view ? (
            <Flow {...props} view={view} height={height} full={full} onFull={setFull} />
          ) : (
            <div style={{ height: (height ?? 0) + 32 }} />
          )}
        </ReactFlowProvider>
      </Near.Provider>
    </section>
  )
})
